import { err, ok, type Result } from '../../kernel/result'
import type { AnalyticsWork } from './work'

export type TrainingRefused = { readonly kind: 'nothing_to_learn_from' }

/** The one key under which a tenant trains: asking twice is asking once. */
export const TRAINING_KEY = 'train'

/** Asks for a new model; one at a time trains. */
export async function requestTraining(
  work: AnalyticsWork,
): Promise<Result<{ readonly queued: true }, TrainingRefused>> {
  const counts = await work.counts()
  if (counts.won + counts.lost === 0) return err({ kind: 'nothing_to_learn_from' })
  work.enqueue({ kind: 'train', key: TRAINING_KEY, payload: { requestedBy: work.actor.userId } })
  work.emit({
    type: 'model.training_requested',
    entity: 'tenant',
    entityId: work.actor.tenantId,
    after: { closedDeals: counts.won + counts.lost },
    audience: 'admin',
  })
  return ok({ queued: true })
}
