import { err, ok, type Result } from '../../kernel/result'
import { POOLING_TERMS } from '../domain/pool/terms'
import { TRAINING_KEY } from './request-training'
import type { AnalyticsWork } from './work'

export type PoolingRefused = { readonly kind: 'pooling_terms_changed'; readonly terms: number }

/** Agrees to the terms that were read: the next training gives what they say, and may use what others gave. */
export async function agreeToPooling(
  work: AnalyticsWork,
  terms: number,
): Promise<Result<{ readonly agreed: true }, PoolingRefused>> {
  if (terms !== POOLING_TERMS.version) return err({ kind: 'pooling_terms_changed', terms: POOLING_TERMS.version })
  const { agreedAt } = await work.pooling()
  if (agreedAt === null) {
    work.keepPooling({ terms, by: work.actor.userId })
    work.emit(changeOf(work, null, terms))
    work.enqueue({ kind: 'train', key: TRAINING_KEY, payload: { because: 'pooling' } })
  }
  return ok({ agreed: true })
}

/** Takes it back: what was given is removed at once, and from the pool when it is next added up. */
export async function withdrawFromPooling(work: AnalyticsWork): Promise<Result<{ readonly agreed: false }, never>> {
  const { agreedAt } = await work.pooling()
  if (agreedAt !== null) {
    work.keepPooling(null)
    work.emit(changeOf(work, POOLING_TERMS.version, null))
    // What serves may rest on what others gave.
    work.enqueue({ kind: 'train', key: TRAINING_KEY, payload: { because: 'pooling' } })
  }
  return ok({ agreed: false })
}

function changeOf(work: AnalyticsWork, before: number | null, after: number | null) {
  return {
    type: after === null ? 'model.pooling_withdrawn' : 'model.pooling_agreed',
    entity: 'tenant',
    entityId: work.actor.tenantId,
    before: { poolingTerms: before },
    after: { poolingTerms: after },
    audience: 'tenant',
  } as const
}
