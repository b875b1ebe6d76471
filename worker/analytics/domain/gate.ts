/** How a model did on deals it had never seen. */
export interface HoldoutMetrics {
  readonly won: number
  readonly lost: number
  readonly logLoss: number
  /** Of always saying the usual rate. */
  readonly baseLogLoss: number
  /** Standard error of baseLogLoss − logLoss, deal by deal. */
  readonly gainError: number
  readonly auc: number
  readonly calibrationError: number
  /** The calibration error that chance alone gives a perfect model on so many deals, 19 times in 20. */
  readonly calibrationByChance: number
}

export type GateReason =
  | { readonly kind: 'beats_base_rate'; readonly logLoss: number; readonly baseLogLoss: number }
  | { readonly kind: 'too_few'; readonly won: number; readonly lost: number; readonly needed: number }
  | { readonly kind: 'no_signal'; readonly logLoss: number; readonly baseLogLoss: number }
  | {
      readonly kind: 'worse_than_champion'
      readonly measure: 'log_loss' | 'auc'
      readonly challenger: number
      readonly champion: number
    }
  | { readonly kind: 'calibration_off'; readonly error: number; readonly limit: number }

/** One row of the table beside the verdict. */
export interface GateCheck {
  readonly check: 'holdout' | 'signal' | 'log_loss' | 'auc' | 'calibration'
  readonly challenger: number
  readonly champion: number | null
  /** The best value that would not pass, or the worst that would. */
  readonly limit: number
  readonly passed: boolean
}

export interface GateDecision {
  readonly publish: boolean
  /** Why; when not published, every rule that was broken. */
  readonly reasons: readonly GateReason[]
  readonly checks: readonly GateCheck[]
}

export const LEAST_OUTCOMES = 40 // won, and lost: fewer cannot tell a good model from a lucky one
export const LEAST_GAIN = 0.01 // of the base rate's log loss; less helps nobody decide anything
const SURE = 1.64 // standard errors: a gain that chance gives once in twenty times is none
const LOG_LOSS_FACTOR = 1.01
const AUC_SLACK = 0.01
const CALIBRATION_LIMIT = 0.05 // of the error itself; what is measured holds chance as well

/** Whether a challenger may replace what serves now. The champion is measured on the same holdout; null when there is none. */
export function gate(challenger: HoldoutMetrics, champion: HoldoutMetrics | null): GateDecision {
  const fewest = Math.min(challenger.won, challenger.lost)
  const gain = challenger.baseLogLoss - challenger.logLoss
  const gainNeeded = Math.max(LEAST_GAIN * challenger.baseLogLoss, SURE * challenger.gainError)
  const calibrationLimit = calibrationLimitFor(challenger, champion)
  const checks: GateCheck[] = [
    {
      check: 'holdout',
      challenger: fewest,
      champion: champion && Math.min(champion.won, champion.lost),
      limit: LEAST_OUTCOMES,
      passed: fewest >= LEAST_OUTCOMES,
    },
    {
      check: 'signal',
      challenger: gain,
      champion: champion && champion.baseLogLoss - champion.logLoss,
      limit: gainNeeded,
      passed: gain >= gainNeeded,
    },
    {
      check: 'log_loss',
      challenger: challenger.logLoss,
      champion: champion?.logLoss ?? null,
      limit: champion ? champion.logLoss * LOG_LOSS_FACTOR : challenger.baseLogLoss,
      passed: champion ? challenger.logLoss <= champion.logLoss * LOG_LOSS_FACTOR : gain > 0,
    },
    {
      check: 'auc',
      challenger: challenger.auc,
      champion: champion?.auc ?? null,
      limit: champion ? champion.auc - AUC_SLACK : 0.5,
      passed: champion ? challenger.auc >= champion.auc - AUC_SLACK : challenger.auc > 0.5,
    },
    {
      check: 'calibration',
      challenger: challenger.calibrationError,
      champion: champion?.calibrationError ?? null,
      limit: calibrationLimit,
      passed: challenger.calibrationError <= calibrationLimit,
    },
  ]
  const publish = checks.every(({ passed }) => passed)
  const { logLoss, baseLogLoss } = challenger
  const broken = checks.filter(({ passed }) => !passed).map(({ check }) => check)
  return {
    publish,
    reasons: publish
      ? [{ kind: 'beats_base_rate', logLoss, baseLogLoss }]
      : reasonsFor(new Set(broken), challenger, champion, calibrationLimit),
    checks,
  }
}

/**
 * What is measured on few deals is mostly chance: a perfect model shows 0.07 on 300 of them. So the measured error may be as
 * large as the limit and chance together make it, or as the champion's.
 */
function calibrationLimitFor(challenger: HoldoutMetrics, champion: HoldoutMetrics | null): number {
  return Math.max(Math.hypot(CALIBRATION_LIMIT, challenger.calibrationByChance), champion?.calibrationError ?? 0)
}

function reasonsFor(
  broken: ReadonlySet<GateCheck['check']>,
  challenger: HoldoutMetrics,
  champion: HoldoutMetrics | null,
  calibrationLimit: number,
): GateReason[] {
  const { won, lost, logLoss, baseLogLoss, auc, calibrationError } = challenger
  // With too few deals every other figure is noise, and saying it would be saying too much.
  if (broken.has('holdout')) return [{ kind: 'too_few', won, lost, needed: LEAST_OUTCOMES }]
  const reasons: GateReason[] = []
  if (broken.has('signal') || (!champion && (broken.has('log_loss') || broken.has('auc')))) {
    reasons.push({ kind: 'no_signal', logLoss, baseLogLoss })
  }
  if (champion && broken.has('log_loss')) {
    reasons.push({ kind: 'worse_than_champion', measure: 'log_loss', challenger: logLoss, champion: champion.logLoss })
  }
  if (champion && broken.has('auc')) {
    reasons.push({ kind: 'worse_than_champion', measure: 'auc', challenger: auc, champion: champion.auc })
  }
  if (broken.has('calibration')) {
    reasons.push({ kind: 'calibration_off', error: calibrationError, limit: calibrationLimit })
  }
  return reasons
}
