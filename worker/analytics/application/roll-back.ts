import { err, ok, type Result } from '../../kernel/result'
import type { ModelSummary, Pooling } from '../contract'
import type { AnalyticsWork } from './work'

export type RollBackRefused =
  | { readonly kind: 'model_not_found' }
  /** It serves already, never served, or is being trained. */
  | { readonly kind: 'model_cannot_serve' }

/** Whether a version can be put back: what rests on what others gave serves only those who give as well. */
export function mayServe({ canServe, rung }: ModelSummary, { agreedAt }: Pooling): boolean {
  return canServe && (rung !== 'pooled' || agreedAt !== null)
}

/** Puts an earlier version back in force; every open deal is scored anew by it. */
export async function rollBack(
  work: AnalyticsWork,
  modelId: string,
): Promise<Result<{ readonly number: number }, RollBackRefused>> {
  const [models, pooling] = await Promise.all([work.models(), work.pooling()])
  const wanted = models.find(({ id }) => id === modelId)
  if (!wanted) return err({ kind: 'model_not_found' })
  if (!mayServe(wanted, pooling)) return err({ kind: 'model_cannot_serve' })
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
