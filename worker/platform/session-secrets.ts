import { createHash, createHmac, hkdfSync } from 'node:crypto'
import { randomSecret } from './digest'
import type { Env } from './env'

/** Makes and recognizes the secrets people hold; only their digests are kept. */
export interface SessionSecrets {
  make(): string
  digest(secret: string): string
  successor(sessionId: string, secret: string): string
}

/**
 * The secret that follows another is derived from it with a key only the server has. It is as unguessable as a random
 * one, and the same every time: an answer that was lost on the way can be given again without being kept.
 */
export function sessionSecrets(env: Pick<Env, 'AUTH_PRIVATE_KEY'>): SessionSecrets {
  // A key of its own, so that nothing signed with the other one could ever pass for it.
  const key = Buffer.from(hkdfSync('sha256', env.AUTH_PRIVATE_KEY, '', 'salesoptimizer refresh successor', 32))
  return {
    make: randomSecret,
    digest: (secret) => createHash('sha256').update(secret).digest('hex'),
    successor: (sessionId, secret) => createHmac('sha256', key).update(`${sessionId}.${secret}`).digest('base64url'),
  }
}
