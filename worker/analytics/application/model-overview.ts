import type { ModelOverview } from '../contract'
import { LEAST_OUTCOMES } from '../domain/gate'
import type { Rung } from '../domain/rung'
import { mayServe } from './roll-back'
import type { AnalyticsWork, DealCounts } from './work'

// The holdout is the newest fifth: so many outcomes of each kind in it need five times as many in all.
const HOLDOUT_SHARE = 0.2

/** What serves, what was tried, and how far it is to the next step. */
export async function modelOverview(work: AnalyticsWork): Promise<ModelOverview> {
  const [models, counts, care, sweep, pooling] = await Promise.all([
    work.models(),
    work.counts(),
    work.care(),
    work.sweep(),
    work.pooling(),
  ])
  const champion = models.find(({ status }) => status === 'champion') ?? null
  const closed = counts.won + counts.lost
  const needed = Math.ceil(LEAST_OUTCOMES / HOLDOUT_SHARE)
  return {
    champion,
    models: models.map((model) => ({ ...model, canServe: mayServe(model, pooling) })),
    closedDeals: { won: counts.won, lost: counts.lost },
    needed: { won: needed, lost: needed },
    baseRate: closed === 0 ? null : counts.won / closed,
    openDeals: counts.open,
    scoredDeals: counts.scored,
    scoredByChampion: counts.scoredByChampion,
    isTraining: models.some(({ status }) => status === 'training'),
    sweep,
    pooling,
    pausedAt: care.pausedAt,
    watch: care.report as ModelOverview['watch'],
    nextRung: nextRung(champion?.rung ?? 'base_rate', counts, needed),
  }
}

/** What can be tried next: a calibrated model from the gate's least on, a corrected one and one of one's own once a fifth holds that many. */
function nextRung(rung: Rung, { won, lost }: DealCounts, needed: number): ModelOverview['nextRung'] {
  if (rung === 'own') return null
  if (rung === 'residual') return { rung: 'own', won: needed, lost: needed }
  if (rung === 'prior_calibrated' || rung === 'pooled' || Math.min(won, lost) >= LEAST_OUTCOMES) {
    return { rung: Math.min(won, lost) >= needed ? 'own' : 'residual', won: needed, lost: needed }
  }
  return { rung: 'prior_calibrated', won: LEAST_OUTCOMES, lost: LEAST_OUTCOMES }
}
