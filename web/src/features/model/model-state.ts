import type { ModelOverview, ModelSummary } from '../../../../worker/analytics/contract'

/** What the model page is about; each is told in its own way. */
export type ModelState =
  /** A model serves that has been judged on the company's own deals. */
  | { readonly kind: 'own'; readonly champion: ModelSummary }
  /** Every deal gets the usual rate, because nothing better was found. */
  | { readonly kind: 'no_signal'; readonly champion: ModelSummary }
  /** The same, because what was trained gave percentages that did not come true. */
  | { readonly kind: 'dishonest'; readonly champion: ModelSummary }
  | { readonly kind: 'too_little' }
  | { readonly kind: 'nothing_closed' }
  | { readonly kind: 'first_training'; readonly model: ModelSummary | undefined }
  /** There are deals to learn from, but nothing has been trained from them yet. */
  | { readonly kind: 'untrained' }
  | { readonly kind: 'failed'; readonly model: ModelSummary }

/** `asked`: somebody here has just asked for training, and it has not begun yet. */
export function modelState(overview: ModelOverview, asked: boolean): ModelState {
  const { champion, models, closedDeals } = overview
  const newest = models[0]
  // A model that was judged on the company's deals, however much of it is the company's own.
  if (champion && champion.rung !== 'base_rate' && champion.metrics) return { kind: 'own', champion }
  if (!champion && (overview.isTraining || asked)) {
    return { kind: 'first_training', model: models.find(({ status }) => status === 'training') }
  }
  if (champion?.verdict?.why === 'no_signal') return { kind: 'no_signal', champion }
  const isFew = champion?.verdict?.why === 'too_little_data' || champion?.verdict?.why === 'unproven'
  if (isFew) return closedDeals.won + closedDeals.lost === 0 ? { kind: 'nothing_closed' } : { kind: 'too_little' }
  if (champion) return { kind: 'dishonest', champion }
  if (newest?.status === 'failed') return { kind: 'failed', model: newest }
  if (closedDeals.won + closedDeals.lost === 0) return { kind: 'nothing_closed' }
  return isEnough(overview) ? { kind: 'untrained' } : { kind: 'too_little' }
}

export interface Counts {
  readonly won: number
  readonly lost: number
}

/**
 * The company's closed deals. Who sees only a part of them is told what the newest model found, since that looked at
 * all of them.
 */
export function closedDeals({ models, closedDeals: seen }: ModelOverview, seesAll: boolean): Counts {
  const trained = models.find(({ won, lost }) => won + lost > 0)
  return seesAll || !trained ? seen : { won: trained.won, lost: trained.lost }
}

export function isEnough({ closedDeals: { won, lost }, needed }: ModelOverview): boolean {
  return won >= needed.won && lost >= needed.lost
}

/** Whether training that began after `since` has come to an end, and how. */
export function endedSince({ models }: ModelOverview, since: number): ModelSummary | undefined {
  const newest = models[0]
  return newest && newest.number > since && newest.status !== 'training' ? newest : undefined
}

/** How many of closed deals are won, as far as so many can tell. */
export function usualRate({ won, lost }: Counts): number {
  return (won + 0.5) / (won + lost + 1)
}
