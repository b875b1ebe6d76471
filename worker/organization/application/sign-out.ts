import type { SessionId } from '../../kernel/ids'
import { ok, type Result } from '../../kernel/result'
import type { AuthWork } from './work'

/** Ends the presented session. One that is over or unknown is as good as ended: signing out cannot be refused. */
export async function signOut(
  work: AuthWork,
  { sessionId, secret }: { readonly sessionId: SessionId; readonly secret: string | null },
): Promise<Result<void, never>> {
  const presented = await work.sessions.presented()
  if (!presented || presented.session.endedAt !== null) return ok(undefined)
  const { session } = presented
  // A verified access token is proof by itself; a refresh token must be one this session knows.
  const digest = secret === null ? null : work.secrets.digest(secret)
  if (digest !== null && digest !== session.refreshHash && digest !== session.previousHash) return ok(undefined)

  work.sessions.end(sessionId, 'signed_out', work.now)
  work.enter(session.tenantId, session.userId)
  work.emit({
    type: 'session.ended',
    entity: 'session',
    entityId: sessionId,
    before: null,
    after: { userId: session.userId, reason: 'signed_out' },
    audience: 'admin',
  })
  return ok(undefined)
}
