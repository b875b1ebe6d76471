import type { SessionId, TenantId, UserId } from '../../kernel/ids'

export const SESSION_TTL_DAYS = 30 // then everybody signs in anew, however busy the session
/** How long the token before the newest is forgiven: its answer may have been lost on the way. */
export const LEEWAY_SECONDS = 30

/** One sign-in on one device: the family of its refresh tokens, of which only digests are known. */
export interface Session {
  readonly id: SessionId
  readonly tenantId: TenantId
  readonly userId: UserId
  readonly refreshHash: string
  readonly previousHash: string | null
  readonly previousUntil: string | null
  readonly expiresAt: string
  readonly endedAt: string | null
}

/**
 * What a presented refresh token is worth. `replayed` is any token that this session has already exchanged: two
 * hold it, one of them is a thief, and nobody can tell which. The family ends.
 */
export type RefreshVerdict = 'rotate' | 'forgive' | 'replayed' | 'over'

export function judgeRefresh(session: Session, presentedHash: string, now: Date): RefreshVerdict {
  if (session.endedAt !== null || Date.parse(session.expiresAt) <= now.getTime()) return 'over'
  if (presentedHash === session.refreshHash) return 'rotate'
  const isPrevious = presentedHash === session.previousHash
  const inTime = session.previousUntil !== null && Date.parse(session.previousUntil) > now.getTime()
  return isPrevious && inTime ? 'forgive' : 'replayed'
}

export function sessionExpiry(startedAt: Date): string {
  return new Date(startedAt.getTime() + SESSION_TTL_DAYS * 86_400_000).toISOString()
}

export function leewayEnd(rotatedAt: Date): string {
  return new Date(rotatedAt.getTime() + LEEWAY_SECONDS * 1000).toISOString()
}

export interface PresentedRefreshToken {
  readonly sessionId: SessionId
  readonly secret: string
}

/** What a client holds: `<session id>.<secret>`. Null when it is nothing we could have given out. */
export function parseRefreshToken(token: string): PresentedRefreshToken | null {
  const found = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/.exec(token)
  if (!found) return null
  const [, sessionId = '', secret = ''] = found
  return { sessionId: sessionId as SessionId, secret }
}

export function writeRefreshToken(sessionId: SessionId, secret: string): string {
  return `${sessionId}.${secret}`
}
