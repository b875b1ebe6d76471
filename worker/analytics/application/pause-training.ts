import { ok, type Result } from '../../kernel/result'
import type { AnalyticsWork } from './work'

/** Stops automatic training; whoever may still trains by hand. Pausing twice is pausing once. */
export async function pauseTraining(work: AnalyticsWork): Promise<Result<{ readonly paused: true }, never>> {
  const { pausedAt } = await work.care()
  if (pausedAt === null) {
    work.keepPause(work.actor.userId)
    work.emit(changeOf(work, false, true))
  }
  return ok({ paused: true })
}

export async function resumeTraining(work: AnalyticsWork): Promise<Result<{ readonly paused: false }, never>> {
  const { pausedAt } = await work.care()
  if (pausedAt !== null) {
    work.keepPause(null)
    work.emit(changeOf(work, true, false))
  }
  return ok({ paused: false })
}

function changeOf(work: AnalyticsWork, before: boolean, after: boolean) {
  return {
    type: after ? 'model.training_paused' : 'model.training_resumed',
    entity: 'tenant',
    entityId: work.actor.tenantId,
    before: { paused: before },
    after: { paused: after },
    audience: 'tenant',
  } as const
}
