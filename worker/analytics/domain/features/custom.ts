import { DAY_MS, type DealTimeline } from '../timeline'
import { type FeatureDefinition, featuresOf } from './definition'
import { days } from './words'

const { numeric, category } = featuresOf('custom')

export type CustomKind = 'number' | 'choice' | 'date'

/** A tenant's own field as an input of the model. Kept with each version, so that scoring reads what training read. */
export interface CustomFeature {
  readonly field: string
  readonly label: string
  readonly kind: CustomKind
}

export type LeftOutReason = 'empty' | 'constant' | 'identifier' | 'free_text' | 'known_at_close' | 'archived'

export interface LeftOutField {
  readonly field: string
  readonly reason: LeftOutReason
}

const FEWEST_FILLED = 0.01 // of the deals; less teaches nothing
const ENOUGH_TO_JUDGE = 20 // filled values, before repeats are expected of a choice
const MOST_DISTINCT = 20_000 // remembered of a field; by then it is clear how much it repeats
const SAME_KIND = 0.95 // of the filled values must be dates, or numbers, to be read as such

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/
const ID_NAME = /(^|\s)(id|no|nr|number|ref|reference|code|key|guid|uuid|serial)$/

// Fields whose very name says that they are filled or counted up when the deal is over: loss reasons, final amounts,
// closing dates, durations of a whole life.
const END_NAMES = [
  /\b(loss|lost|win|won|close|closing) (reason|cause)\b/,
  /\breason (for |of )?(the )?(loss|lost|losing|win|winning|won|closing|close|closed)\b/,
  /\b(close|closed|closing|won|lost|final|actual)\b.*\b(date|day|on|at|time|month|quarter|year|amount|value|price|revenue)\b/,
  /\b(date|day|amount|value|price) (closed|won|lost|of closing)\b/,
  /^((is|has) )?(closed|won|lost|outcome|result|status)$|^(actual |final |expected )?(close|closing|end)$/,
  /\b(total|elapsed) days\b|\bdays (open|elapsed|in stage|in pipeline|to close)\b/,
  /\b(cycle|sales cycle) (time|length|days)\b|\bduration\b|\bthrough closing\b/,
  /\b(deal|opportunity|stage|pipeline) age\b|\bage (in days|of deal|of opportunity)\b/,
  /\bstage changes?( count)?\b/,
]

/** “closeDate”, “Close_Date” and “Close-Date (UTC)” all read “close date …”. */
function nameWords(field: string): string {
  return field
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

/** Decides which of a tenant's own fields become features, having seen every deal once, and says of the others why not. */
export class CustomFieldSurvey {
  private readonly fields = new Map<string, FieldTally>()
  private deals = 0

  add(custom: DealTimeline['custom']): void {
    this.deals++
    for (const field of Object.keys(custom)) {
      const tally = this.fields.get(field) ?? new FieldTally()
      tally.add(cleaned(custom[field]))
      this.fields.set(field, tally)
    }
  }

  /**
   * `labels` are what people call the fields; a field without one is called by its key. The `archived` are filled by nobody
   * any more.
   */
  verdict(
    labels: Readonly<Record<string, string>> = {},
    archived: ReadonlySet<string> = new Set(),
  ): {
    readonly taken: readonly CustomFeature[]
    readonly leftOut: readonly LeftOutField[]
  } {
    const taken: CustomFeature[] = []
    const leftOut: LeftOutField[] = []
    for (const [field, tally] of [...this.fields].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const label = labels[field] ?? field
      const judged = archived.has(field) ? ARCHIVED : judge([field, label], tally, this.deals)
      if (judged.kind === null) leftOut.push({ field, reason: judged.reason })
      else taken.push({ field, label, kind: judged.kind })
    }
    return { taken, leftOut }
  }
}

/** What there is to say about a field's values without keeping them. */
class FieldTally {
  filled = 0
  numbers = 0
  whole = 0
  dates = 0
  words = 0
  low = Number.POSITIVE_INFINITY
  high = Number.NEGATIVE_INFINITY
  private readonly values = new Set<number | string>()
  /** Values seen until there were more different ones than are remembered. */
  private counted = 0

  add(value: number | string | null): void {
    if (value === null) return
    this.filled++
    if (this.values.size < MOST_DISTINCT) {
      this.values.add(value)
      this.counted++
    }
    if (typeof value === 'number') {
      this.numbers++
      if (Number.isInteger(value)) this.whole++
      this.low = Math.min(this.low, value)
      this.high = Math.max(this.high, value)
    } else {
      if (ISO_DATE.test(value)) this.dates++
      this.words += value.split(/\s+/).length
    }
  }

  get distinct(): number {
    return this.values.size
  }

  /** 1 when no value repeats. */
  get variety(): number {
    return this.values.size / Math.max(1, this.counted)
  }
}

type Verdict = { readonly kind: CustomKind } | { readonly kind: null; readonly reason: LeftOutReason }

const ARCHIVED: Verdict = { kind: null, reason: 'archived' }

function judge(names: readonly string[], tally: FieldTally, deals: number): Verdict {
  const words = names.map(nameWords)
  if (words.some((name) => END_NAMES.some((pattern) => pattern.test(name)))) {
    return { kind: null, reason: 'known_at_close' }
  }
  if (tally.filled < Math.max(2, deals * FEWEST_FILLED)) return { kind: null, reason: 'empty' }
  if (tally.distinct === 1) return { kind: null, reason: 'constant' }
  if (tally.numbers >= tally.filled * SAME_KIND) {
    return isSerial(tally, words) ? { kind: null, reason: 'identifier' } : { kind: 'number' }
  }
  if (tally.dates >= tally.filled * SAME_KIND) return { kind: 'date' }
  if (tally.filled < ENOUGH_TO_JUDGE || tally.variety <= 0.5) return { kind: 'choice' }
  return { kind: null, reason: tally.words > tally.filled * 4 ? 'free_text' : 'identifier' }
}

/** Whole numbers that hardly repeat and are named like a number of something, or simply count on. */
function isSerial(tally: FieldTally, words: readonly string[]): boolean {
  if (tally.filled < ENOUGH_TO_JUDGE || tally.variety < 0.95 || tally.whole < tally.numbers) return false
  return words.some((name) => ID_NAME.test(name)) || tally.high - tally.low < tally.filled * 2
}

function cleaned(value: number | string | null | undefined): number | string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  return value?.trim() || null
}

export function customFeature({ field, label, kind }: CustomFeature): FeatureDefinition {
  const common = { name: `custom:${field}`, topic: `custom:${field}`, phrase: label, unknown: `${label} is empty` }
  if (kind === 'choice') {
    return category({
      ...common,
      unit: 'word',
      read: ({ deal }) => {
        const value = cleaned(deal.facts.custom[field])
        return value === null ? null : String(value)
      },
      say: (value) => `${label}: ${value}`,
    })
  }
  if (kind === 'number') {
    return numeric({
      ...common,
      unit: 'count',
      read: ({ deal }) => {
        const value = cleaned(deal.facts.custom[field])
        return typeof value === 'number' ? value : null
      },
      say: (value) => `${label}: ${value.toLocaleString('en', { maximumFractionDigits: 2 })}`,
    })
  }
  return numeric({
    ...common,
    unit: 'days',
    // A calendar date alone would only ever be in the past for closed deals; its distance is comparable at any time.
    read: ({ deal }) => {
      const value = cleaned(deal.facts.custom[field])
      if (typeof value !== 'string' || !ISO_DATE.test(value) || !deal.timeline.dated) return null
      return (Date.parse(value) - deal.at) / DAY_MS
    },
    say: (value) => (value >= 0 ? `${label} in ${days(value)}` : `${label} ${days(-value)} ago`),
  })
}
