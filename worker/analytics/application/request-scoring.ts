import { err, ok, type Result } from '../../kernel/result'
import type { AnalyticsWork } from './work'

export type ScoringRefused = { readonly kind: 'nothing_to_score_with' }

/** Has every open deal scored anew; asking twice is asking once. */
export async function requestScoring(work: AnalyticsWork): Promise<Result<{ readonly queued: true }, ScoringRefused>> {
  const models = await work.models()
  if (!models.some(({ status }) => status === 'champion')) return err({ kind: 'nothing_to_score_with' })
  work.enqueue({ kind: 'score', key: 'all', payload: { all: true } })
  return ok({ queued: true })
}
