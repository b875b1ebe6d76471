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

export type LeftOutReason = 'empty' | 'constant' | 'identifier' | 'free_text' | 'known_at_close'

export interface LeftOutField {
  readonly field: string
  readonly reason: LeftOutReason
}

export interface CustomFieldSurvey {
  readonly taken: readonly CustomFeature[]
  readonly leftOut: readonly LeftOutField[]
}

const FEWEST_FILLED = 0.01 // of the deals; less teaches nothing
const ENOUGH_TO_JUDGE = 20 // filled values, before repeats are expected of a choice
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

/** Decides which of a tenant's own fields become features, and says of every other why not. */
export function surveyCustomFields(
  timelines: readonly DealTimeline[],
  labels: Readonly<Record<string, string>> = {},
): CustomFieldSurvey {
  const fields = new Set(timelines.flatMap((timeline) => Object.keys(timeline.custom)))
  const taken: CustomFeature[] = []
  const leftOut: LeftOutField[] = []
  for (const field of [...fields].sort()) {
    const label = labels[field] ?? field
    const filled = timelines.flatMap((timeline) => cleaned(timeline.custom[field]) ?? [])
    const verdict = judge(
      `${field} ${label}` === `${field} ${field}` ? [field] : [field, label],
      filled,
      timelines.length,
    )
    if (verdict.kind === null) leftOut.push({ field, reason: verdict.reason })
    else taken.push({ field, label, kind: verdict.kind })
  }
  return { taken, leftOut }
}

type Verdict = { readonly kind: CustomKind } | { readonly kind: null; readonly reason: LeftOutReason }

function judge(names: readonly string[], filled: readonly (number | string)[], deals: number): Verdict {
  const words = names.map(nameWords)
  if (words.some((name) => END_NAMES.some((pattern) => pattern.test(name))))
    return { kind: null, reason: 'known_at_close' }
  if (filled.length < Math.max(2, deals * FEWEST_FILLED)) return { kind: null, reason: 'empty' }
  const distinct = new Set(filled)
  if (distinct.size === 1) return { kind: null, reason: 'constant' }

  const numbers = filled.filter((value) => typeof value === 'number')
  if (numbers.length >= filled.length * SAME_KIND) {
    return isSerial(numbers, words) ? { kind: null, reason: 'identifier' } : { kind: 'number' }
  }
  const texts = filled.filter((value) => typeof value === 'string')
  if (texts.filter((text) => ISO_DATE.test(text)).length >= filled.length * SAME_KIND) return { kind: 'date' }

  const repeats = 1 - distinct.size / filled.length
  if (filled.length < ENOUGH_TO_JUDGE || repeats >= 0.5) return { kind: 'choice' }
  const isProse = texts.reduce((sum, text) => sum + text.split(/\s+/).length, 0) > texts.length * 4
  return { kind: null, reason: isProse ? 'free_text' : 'identifier' }
}

/** Whole numbers that hardly repeat and are named like a number of something, or simply count on. */
function isSerial(numbers: readonly number[], words: readonly string[]): boolean {
  const distinct = new Set(numbers)
  if (numbers.length < ENOUGH_TO_JUDGE || distinct.size < numbers.length * 0.95) return false
  if (!numbers.every(Number.isInteger)) return false
  if (words.some((name) => ID_NAME.test(name))) return true
  let [low, high] = [Infinity, -Infinity]
  for (const value of numbers) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return high - low < distinct.size * 2
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
