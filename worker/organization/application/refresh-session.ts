import { err, ok, type Result } from '../../kernel/result'
import type { RefreshError } from '../domain/errors'
import { judgeRefresh, leewayEnd, type PresentedRefreshToken, writeRefreshToken } from '../domain/session'
import { type Entered, toActor } from './start-session'
import type { AuthWork } from './work'

/** The family was ended by this very request, which therefore is carried out, not refused. */
export type Refreshed = Entered | { readonly ended: true }

/**
 * Exchanges a refresh token for its successor and a fresh access token. The one before the newest is forgiven for
 * some seconds: whoever lost the answer on the way is given the same one again. Any other old one ends the family.
 */
export async function refreshSession(
  work: AuthWork,
  { sessionId, secret }: PresentedRefreshToken,
): Promise<Result<Refreshed, RefreshError>> {
  const presented = await work.sessions.presented()
  if (!presented) return err({ kind: 'session_ended' })
  const { session, membership } = presented
  const verdict = judgeRefresh(session, work.secrets.digest(secret), work.now)
  if (verdict === 'over' || (!membership && verdict !== 'replayed')) return err({ kind: 'session_ended' })

  const { tenantId, userId } = session
  if (verdict === 'replayed' || !membership) {
    work.sessions.end(sessionId, 'replayed', work.now)
    work.enter(tenantId, userId)
    work.emit({
      type: 'session.replayed',
      entity: 'session',
      entityId: sessionId,
      before: null,
      after: { userId, ...work.device },
      audience: 'admin',
    })
    return ok({ ended: true })
  }

  const next = work.secrets.successor(sessionId, secret)
  const nextHash = work.secrets.digest(next)
  if (verdict === 'rotate') {
    work.sessions.rotate(sessionId, session.refreshHash, nextHash, leewayEnd(work.now), work.now)
    work.enter(tenantId, userId)
    work.accounts.seen(membership, work.now)
  }
  // A forgiven token's successor is the newest, unless the key it is made with was changed in between.
  const isNewest = verdict === 'rotate' || nextHash === session.refreshHash
  return ok({
    actor: toActor(membership, sessionId),
    refreshToken: isNewest ? writeRefreshToken(sessionId, next) : null,
    sessionExpiresAt: session.expiresAt,
  })
}
