import { err, ok, type Result } from '../../kernel/result'
import type { AnalyticsWork } from './work'

export type RollBackRefused =
  | { readonly kind: 'model_not_found' }
  /** It serves already, never served, or is being trained. */
  | { readonly kind: 'model_cannot_serve' }

/** Puts an earlier version back in force; every open deal is scored anew by it. */
export async function rollBack(
  work: AnalyticsWork,
  modelId: string,
): Promise<Result<{ readonly number: number }, RollBackRefused>> {
  const models = await work.models()
  const wanted = models.find(({ id }) => id === modelId)
  if (!wanted) return err({ kind: 'model_not_found' })
  if (!wanted.canServe) return err({ kind: 'model_cannot_serve' })
  const champion = models.find(({ status }) => status === 'champion') ?? null
  work.putBack(wanted.id, champion?.id ?? null)
  work.emit({
    type: 'model.rolled_back',
    entity: 'model',
    entityId: wanted.id,
    before: { champion: champion?.number ?? null },
    after: { champion: wanted.number },
    audience: 'tenant',
  })
  work.enqueue({ kind: 'score', key: 'all', payload: { all: true } })
  return ok({ number: wanted.number })
}
