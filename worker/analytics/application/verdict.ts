import type { ModelSummary } from '../contract'
import { type GateDecision, LEAST_OUTCOMES } from '../domain/gate'

type Verdict = NonNullable<ModelSummary['verdict']>

/** How a training ended, before it is told. */
export type Trial =
  | { readonly kind: 'too_few'; readonly won: number; readonly lost: number }
  | { readonly kind: 'decided'; readonly decision: GateDecision; readonly hadChampion: boolean }

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
      published: false,
      why: 'too_little_data',
      checks: [],
      detail: `${trial.won} won and ${trial.lost} lost; a model is judged on ${LEAST_OUTCOMES} of each that it has not seen`,
    }
  }
  const { decision, hadChampion } = trial
  return {
    published: decision.publish,
    why: whyOf(decision, hadChampion),
    checks: decision.checks.map(({ check, challenger, champion, limit, passed }) => ({
      check: CHECKS[check],
      challenger: finite(challenger),
      champion: finite(champion),
      limit: finite(limit),
      passed,
    })),
    detail: null,
  }
}

function whyOf(decision: GateDecision, hadChampion: boolean): Verdict['why'] {
  if (decision.publish) return hadChampion ? 'better' : 'first'
  const kinds = new Set(decision.reasons.map(({ kind }) => kind))
  if (kinds.has('too_few')) return 'too_little_data'
  if (kinds.has('no_signal')) return 'no_signal'
  return kinds.has('worse_than_champion') ? 'worse' : 'miscalibrated'
}

// JSON has no NaN: a figure that could not be computed is not there.
function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
