import type { SessionId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { SessionView } from '../contract'
import type { SessionError } from '../domain/errors'
import type { OrganizationWork } from './work'

/** Where one is signed in. */
export async function listSessions(work: OrganizationWork): Promise<{ rows: SessionView[] }> {
  const sessions = await work.sessions.own()
  return { rows: sessions.map((session) => ({ ...session, isCurrent: session.id === work.actor.sessionId })) }
}

/** Ends one of one's own sessions, this one if wanted. */
export async function endSession(work: OrganizationWork, id: SessionId): Promise<Result<null, SessionError>> {
  const sessions = await work.sessions.own()
  if (!sessions.some((session) => session.id === id)) return err({ kind: 'session_not_found' })
  end(work, id)
  return ok(null)
}

/** Ends all of one's own sessions but this one. */
export async function endOtherSessions(work: OrganizationWork): Promise<Result<null, never>> {
  for (const { id } of await work.sessions.own()) if (id !== work.actor.sessionId) end(work, id)
  return ok(null)
}

function end(work: OrganizationWork, id: SessionId): void {
  work.sessions.end(id, 'ended_by_person', work.now)
  work.emit({
    type: 'session.ended',
    entity: 'session',
    entityId: id,
    before: null,
    after: { userId: work.actor.userId, reason: 'ended_by_person' },
    audience: 'admin',
  })
}
