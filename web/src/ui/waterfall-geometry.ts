import { toPoints } from './probability'

/** One cause of a probability, as the model gives it: exact in log-odds. */
export interface Reason {
  readonly key: string
  /** In words with the fact inside: "No meeting in 21 days". */
  readonly label: string
  /** More of the fact, for the tooltip: "median 6 h, 11 of 12 e-mails". */
  readonly detail?: string | undefined
  readonly logOdds: number
  /** Whole points, where whoever gave the reason has rounded already; else they are reckoned here. */
  readonly points?: number | undefined
}

export interface WaterfallInput {
  /** The usual win rate, a fraction. */
  readonly base: number
  /** This deal, a fraction. */
  readonly value: number
  readonly reasons: readonly Reason[]
  /** What whoever gave the reasons has summed already: "24 smaller reasons". */
  readonly rest?: Pick<Reason, 'label' | 'logOdds'> | undefined
  /** How many reasons stand alone; the others are summed. */
  readonly most?: number | undefined
}

export interface WaterfallRow {
  readonly key: string
  readonly label: string
  readonly detail?: string | undefined
  readonly kind: 'base' | 'helps' | 'hurts' | 'rest' | 'total'
  /** Whole points: a level for the first and last row, a signed step between. */
  readonly points: number
  readonly logOdds?: number | undefined
  /** Percent of the track: where the bar begins, how long it is, and where the next row goes on. */
  readonly left: number
  readonly length: number
  readonly end: number
}

const MOST_ROWS = 7

/**
 * The steps from the usual win rate to this deal, in whole points that add up.
 *
 * points = contribution × (p − base) ÷ (logit p − logit base): one factor for all of them, so they keep
 * their order and sign and their sum is p − base.
 */
export function waterfall(input: WaterfallInput): WaterfallRow[] {
  const from = toPoints(input.base)
  const to = toPoints(input.value)
  const factor = pointsPerLogOdds(input.base, input.value)
  const sized = input.reasons
    .map((reason) => ({ reason, exact: reason.logOdds * factor }))
    .sort((a, b) => Math.abs(b.reason.logOdds) - Math.abs(a.reason.logOdds))

  const alone = sized.slice(0, input.most ?? MOST_ROWS).filter(({ exact }) => Math.abs(exact) >= 0.5)
  const others = sized.slice(alone.length)
  // What rounding of the two ends leaves over belongs to nobody: the small ones carry it.
  const rest = to - from - alone.reduce((sum, { exact }) => sum + exact, 0)
  const told = alone.map(({ reason }) => reason.points).filter((points) => points !== undefined)
  const whole =
    told.length === alone.length && alone.length > 0
      ? [...told, to - from - told.reduce((sum, points) => sum + points, 0)]
      : roundToSum([...alone.map(({ exact }) => exact), rest], to - from)

  const helps = alone
    .map((entry, index) => ({ ...entry, points: whole[index] ?? 0 }))
    .filter((entry) => entry.exact > 0)
  const hurts = alone
    .map((entry, index) => ({ ...entry, points: whole[index] ?? 0 }))
    .filter((entry) => entry.exact < 0)
  const restPoints = whole.at(-1) ?? 0

  const steps = [...helps, ...hurts].map(({ reason, exact, points }) => ({
    ...reason,
    kind: exact > 0 ? ('helps' as const) : ('hurts' as const),
    points,
  }))
  const levels = steps.map((_, index) => steps.slice(0, index + 1).reduce((sum, step) => sum + step.points, from))
  const scale = Math.max(10, Math.ceil(Math.max(from, to, ...levels) / 10) * 10)
  const at = (points: number) => (Math.max(0, points) / scale) * 100

  let level = from
  const row = (step: Omit<WaterfallRow, 'left' | 'length' | 'end'>): WaterfallRow => {
    const next = level + step.points
    const left = at(Math.min(level, next))
    const drawn = { ...step, left, length: at(Math.max(level, next)) - left, end: at(next) }
    level = next
    return drawn
  }
  const rows: WaterfallRow[] = [
    { key: 'base', label: 'Your usual win rate', kind: 'base', points: from, left: 0, length: at(from), end: at(from) },
    ...steps.map(row),
  ]
  if (others.length > 0 || input.rest || restPoints !== 0) {
    rows.push(
      row({
        key: 'rest',
        label: restLabel(others.length, input.rest?.label),
        kind: 'rest',
        points: restPoints,
        logOdds: others.reduce((sum, { reason }) => sum + reason.logOdds, input.rest?.logOdds ?? 0),
      }),
    )
  }
  rows.push({ key: 'total', label: 'This deal', kind: 'total', points: to, left: 0, length: at(to), end: at(to) })
  return rows
}

function restLabel(others: number, given: string | undefined): string {
  if (given !== undefined) return others === 0 ? given : 'Smaller reasons'
  if (others === 0) return 'Rounding'
  return others === 1 ? '1 smaller reason' : `${others} smaller reasons`
}

const logit = (p: number) => Math.log(p / (1 - p))
const inside = (p: number) => Math.min(1 - 1e-6, Math.max(1e-6, p))

// The slope of the chord between the two; where they meet the chord is the tangent, p(1 − p).
function pointsPerLogOdds(base: number, value: number): number {
  const [from, to] = [inside(base), inside(value)]
  const run = logit(to) - logit(from)
  return 100 * (Math.abs(run) < 1e-3 ? to * (1 - to) : (to - from) / run)
}

/** Whole numbers that add up to `sum`, each as near to its exact value as that allows (largest remainder). */
export function roundToSum(exact: readonly number[], sum: number): number[] {
  const floors = exact.map(Math.floor)
  let missing = sum - floors.reduce((total, floor) => total + floor, 0)
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder)
  for (const { index } of byRemainder) {
    if (missing <= 0) break
    floors[index] = (floors[index] ?? 0) + 1
    missing--
  }
  return floors
}
