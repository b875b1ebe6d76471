import type { FeatureDefinition } from '../features/definition'
import { DAY_MS, type Instant } from '../timeline'
import type { Outcomes } from './outcomes'
import { type Census, type Drift, type DriftLevel, driftOf } from './stability'

export interface InputDrift extends Drift {
  readonly feature: string
  readonly phrase: string
}

/** What is seen of a model while it serves. */
export interface WatchReport {
  readonly at: Instant
  readonly modelId: string
  /** Open deals now, and when its first sweep was made. */
  readonly deals: number
  readonly since: Instant
  readonly dealsThen: number
  readonly score: Drift
  /** Most drifted first. */
  readonly inputs: readonly InputDrift[]
  readonly outcomes: Outcomes | null
  readonly level: DriftLevel
}

/** The open deals as they were at the first sweep of a model: what later ones are compared with. */
export interface Reference {
  readonly modelId: string
  readonly at: Instant
  readonly census: Census
}

const MOST_INPUTS = 12
const LEAST_OUTCOMES = 40 // closed deals before a worse loss than the usual rate's is more than bad luck

export function watchReport(
  reference: Reference,
  now: { readonly at: Instant; readonly census: Census; readonly outcomes: Outcomes | null },
  features: readonly FeatureDefinition[],
): WatchReport {
  const inputs = features
    .map(({ name, phrase, topic }) => {
      const drift = driftOf(reference.census.inputs[name] ?? [], now.census.inputs[name] ?? [])
      // The calendar moves by itself, and a model that knows it has been told.
      return { feature: name, phrase, ...drift, level: topic === 'season' ? 'steady' : drift.level } as const
    })
    .sort((a, b) => b.index - a.index)
  const score = driftOf(reference.census.scores, now.census.scores)
  return {
    at: now.at,
    modelId: reference.modelId,
    deals: now.census.deals,
    since: reference.at,
    dealsThen: reference.census.deals,
    score,
    inputs: inputs.slice(0, MOST_INPUTS),
    outcomes: now.outcomes,
    level: worst([score.level, ...inputs.map(({ level }) => level), levelOf(now.outcomes)]),
  }
}

function levelOf(outcomes: Outcomes | null): DriftLevel {
  if (!outcomes || outcomes.deals < LEAST_OUTCOMES) return 'steady'
  if (outcomes.logLoss > outcomes.baseRateLogLoss) return 'act'
  return outcomes.slope !== null && (outcomes.slope < 0.5 || outcomes.slope > 2) ? 'warn' : 'steady'
}

const LEVELS: readonly DriftLevel[] = ['steady', 'warn', 'act']

const worst = (levels: readonly DriftLevel[]) =>
  levels.reduce((a, b) => (LEVELS.indexOf(b) > LEVELS.indexOf(a) ? b : a), 'steady')

export type ReasonToTrain = 'none_yet' | 'age' | 'more_deals' | 'drift' | 'unreadable'

const MOST_DAYS = 15
const MORE_DEALS = 0.1
const FEWEST_MORE = 5 // of ten deals one more is no news
const DAYS_BETWEEN = 3 // a drift that one training did not cure is not cured by one a night

export interface TrainingState {
  /** When the newest training ended, whatever came of it, and on how many closed deals. Null before the first. */
  readonly last: { readonly at: Instant; readonly deals: number } | null
  readonly closedDeals: number
  readonly level: DriftLevel
  readonly isReadable: boolean
  readonly isPaused: boolean
}

/** Why a model should be trained anew tonight; null when there is no reason, or an administrator has paused it. */
export function reasonToTrain(
  { last, closedDeals, level, isReadable, isPaused }: TrainingState,
  now: Instant,
): ReasonToTrain | null {
  if (isPaused) return null
  if (!last) return 'none_yet'
  if (!isReadable) return 'unreadable'
  if (closedDeals - last.deals >= Math.max(FEWEST_MORE, MORE_DEALS * last.deals)) return 'more_deals'
  const days = (now - last.at) / DAY_MS
  if (level === 'act' && days >= DAYS_BETWEEN) return 'drift'
  // Without a new deal it would come to the same model.
  return days >= MOST_DAYS && closedDeals > last.deals ? 'age' : null
}
