import type { Actor } from '../../kernel/actor'
import { newId, type SessionId } from '../../kernel/ids'
import { sessionExpiry, writeRefreshToken } from '../domain/session'
import type { Membership } from './auth-stores'
import type { AuthWork } from './work'

/** What somebody holds who has just come in: who they are now, and the tokens that say so. */
export interface Entered {
  readonly actor: Actor
  /** Null when the one held stays good. */
  readonly refreshToken: string | null
  readonly sessionExpiresAt: string
}

/** Starts a session of its own, never one that was there before. The person's company must have been entered. */
export function startSession(work: AuthWork, membership: Membership): Entered {
  const { tenantId, userId, identityId } = membership
  const id = newId<SessionId>()
  const secret = work.secrets.make()
  const expiresAt = sessionExpiry(work.now)
  work.sessions.start({
    id,
    identityId,
    tenantId,
    userId,
    refreshHash: work.secrets.digest(secret),
    expiresAt,
    device: work.device,
  })
  work.accounts.seen(membership, work.now)
  work.emit({
    type: 'session.started',
    entity: 'session',
    entityId: id,
    before: null,
    after: { userId, ...work.device },
    audience: 'admin',
  })
  return {
    actor: toActor(membership, id),
    refreshToken: writeRefreshToken(id, secret),
    sessionExpiresAt: expiresAt,
  }
}

export function toActor(membership: Membership, sessionId: SessionId): Actor {
  return { ...membership, sessionId }
}
