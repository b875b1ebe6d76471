import { createECDH, randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'

/** The bindings that sign and check access tokens, in production set by `wrangler secret put`. */
export interface SigningKeys {
  readonly AUTH_PRIVATE_KEY: string
  readonly AUTH_PUBLIC_KEYS: string
}

/** The bindings that push services know us by. */
export interface PushKeys {
  readonly VAPID_PUBLIC_KEY: string
  readonly VAPID_PRIVATE_KEY: string
  readonly VAPID_SUBJECT: string
}

export interface LocalSecrets extends SigningKeys, PushKeys {
  /** What the Worker's role logs in with when the database is a server that asks. */
  readonly databasePassword: string
}

/** This machine's own secrets: made once, then kept, so that sessions survive a restart. */
export async function localSecrets(path: string): Promise<LocalSecrets> {
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<LocalSecrets>) : {}
  if (isWhole(kept)) return kept
  // Those of an earlier version lack what came later: what is there stays as it is.
  const made = { ...(await makeSigningKeys()), ...makePushKeys(), databasePassword: randomBytes(24).toString('hex') }
  const secrets = { ...made, ...kept }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  return secrets
}

function isWhole(secrets: Partial<LocalSecrets>): secrets is LocalSecrets {
  return secrets.AUTH_PRIVATE_KEY !== undefined && secrets.VAPID_PRIVATE_KEY !== undefined
}

/** Also for production: `node -e "…"` in PRODUCTION.md does the same. */
export function makePushKeys(): PushKeys {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  return {
    VAPID_PUBLIC_KEY: pair.getPublicKey('base64url'),
    // Leading zeroes are part of it.
    VAPID_PRIVATE_KEY: Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()])
      .subarray(-32)
      .toString('base64url'),
    VAPID_SUBJECT: 'mailto:local@salesoptimizer.example',
  }
}

export async function makeSigningKeys(): Promise<SigningKeys> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const named = { kid: randomUUID(), alg: 'ES256', use: 'sig' }
  return {
    AUTH_PRIVATE_KEY: JSON.stringify({ ...(await exportJWK(privateKey)), ...named }),
    AUTH_PUBLIC_KEYS: JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), ...named }] }),
  }
}
