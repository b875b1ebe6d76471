import type { ModelOverview } from '../contract'
import { LEAST_OUTCOMES } from '../domain/gate'
import type { AnalyticsWork } from './work'

// The holdout is the newest fifth: so many outcomes of each kind in it need five times as many in all.
const HOLDOUT_SHARE = 0.2

/** What serves, what was tried, and how far it is to the next step. */
export async function modelOverview(work: AnalyticsWork): Promise<ModelOverview> {
  const [models, counts] = await Promise.all([work.models(), work.counts()])
  const champion = models.find(({ status }) => status === 'champion') ?? null
  const closed = counts.won + counts.lost
  const needed = Math.ceil(LEAST_OUTCOMES / HOLDOUT_SHARE)
  return {
    champion,
    models: [...models],
    closedDeals: { won: counts.won, lost: counts.lost },
    needed: { won: needed, lost: needed },
    baseRate: closed === 0 ? null : counts.won / closed,
    openDeals: counts.open,
    scoredDeals: counts.scored,
    isTraining: models.some(({ status }) => status === 'training'),
  }
}
