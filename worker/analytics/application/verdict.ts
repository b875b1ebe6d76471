import type { ModelSummary } from '../contract'
import { type GateDecision, type HoldoutMetrics, LEAST_OUTCOMES } from '../domain/gate'
import type { TriedRung } from '../domain/ladder'

type Verdict = NonNullable<ModelSummary['verdict']>

/** How a training ended, before it is told. */
export type Trial =
  /** Nothing could be judged; `published` is the shipped model, unless the few deals there are speak against it. */
  | { readonly kind: 'too_few'; readonly won: number; readonly lost: number; readonly published: boolean }
  | {
      readonly kind: 'decided'
      /** Of the rung that was reached, or of the highest that was tried. */
      readonly decision: GateDecision
      readonly tried: readonly TriedRung[]
      readonly champion: ChampionStanding
      /** Whether the shipped model serves all the same, because nothing speaks against it and nothing else serves. */
      readonly isUnproven: boolean
    }

/** How the model in force did on the deals it had not seen. */
export type ChampionStanding =
  | { readonly kind: 'none' }
  /** Too few have closed since it learned. */
  | { readonly kind: 'incomparable' }
  | { readonly kind: 'judged'; readonly metrics: HoldoutMetrics }
  /** It does no better than the usual rate any more. */
  | { readonly kind: 'fallen'; readonly metrics: HoldoutMetrics }

const CHECKS = {
  holdout: 'enough_deals',
  signal: 'beats_base_rate',
  log_loss: 'log_loss',
  auc: 'auc',
  calibration: 'calibration',
} as const

/** Says on the wire why a model serves or does not. */
export function verdictOf(trial: Trial): Verdict {
  if (trial.kind === 'too_few') {
    return {
      published: trial.published,
      why: trial.published ? 'unproven' : 'too_little_data',
      checks: [],
      ladder: [],
      detail: `${trial.won} won and ${trial.lost} lost; a model is judged on ${LEAST_OUTCOMES} of each that it has not seen`,
    }
  }
  const { decision, tried, isUnproven } = trial
  return {
    published: decision.publish || isUnproven,
    why: whyOf(trial),
    checks: decision.checks.map(({ check, challenger, champion, limit, passed }) => ({
      check: CHECKS[check],
      challenger: finite(challenger),
      champion: finite(champion),
      limit: finite(limit),
      passed,
    })),
    ladder: tried.map(({ rung, metrics, decision: { publish } }) => ({
      rung,
      logLoss: metrics.logLoss,
      auc: finite(metrics.auc),
      calibrationError: metrics.calibrationError,
      passed: publish,
    })),
    detail: null,
  }
}

function whyOf({ decision, champion, isUnproven }: Extract<Trial, { kind: 'decided' }>): Verdict['why'] {
  if (isUnproven) return 'unproven'
  if (champion.kind === 'fallen') return 'stepped_down'
  if (decision.publish) return champion.kind === 'judged' ? 'better' : champion.kind === 'none' ? 'first' : 'renewed'
  const kinds = new Set(decision.reasons.map(({ kind }) => kind))
  if (kinds.has('too_few')) return 'too_little_data'
  if (kinds.has('no_signal')) return 'no_signal'
  return kinds.has('worse_than_champion') ? 'worse' : 'miscalibrated'
}

// JSON has no NaN: a figure that could not be computed is not there.
function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
