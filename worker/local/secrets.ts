import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'

/** The bindings that sign and check access tokens, in production set by `wrangler secret put`. */
export interface SigningKeys {
  readonly AUTH_PRIVATE_KEY: string
  readonly AUTH_PUBLIC_KEYS: string
}

export interface LocalSecrets extends SigningKeys {
  /** What the Worker's role logs in with when the database is a server that asks. */
  readonly databasePassword: string
}

/** This machine's own secrets: made once, then kept, so that sessions survive a restart. */
export async function localSecrets(path: string): Promise<LocalSecrets> {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as LocalSecrets
  const secrets = { ...(await makeSigningKeys()), databasePassword: randomBytes(24).toString('hex') }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  return secrets
}

export async function makeSigningKeys(): Promise<SigningKeys> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const named = { kid: randomUUID(), alg: 'ES256', use: 'sig' }
  return {
    AUTH_PRIVATE_KEY: JSON.stringify({ ...(await exportJWK(privateKey)), ...named }),
    AUTH_PUBLIC_KEYS: JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), ...named }] }),
  }
}
