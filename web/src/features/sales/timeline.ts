import type { Prediction } from '../../../../worker/analytics/contract'
import type { HistoryEntry, Interaction } from '../../../../worker/sales/contract'
import { daysBetween, formatDay, formatMoney } from '../../ui/format'
import { interactionWords, OUTCOME_WORDS } from '../../ui/interaction-words'
import { type Locale, locale } from '../../ui/locale'
import { toPoints } from '../../ui/probability'
import type { TimelineEntry, TimelineGroup } from '../../ui/timeline'
import { PRIORITY_WORDS } from './deal-filters'

/** What ids stand for. */
export interface Names {
  readonly user: (id: string) => string
  readonly stage: (id: string) => string
  readonly customer: (id: string) => string
  readonly product: (id: string) => string
  readonly field: (key: string) => string
  /** For amounts that changed without their currency. */
  readonly currency: string
}

export interface Past {
  readonly changes: readonly HistoryEntry[]
  readonly interactions: readonly Interaction[]
  readonly isWaiting?: (interactionId: string) => boolean
  readonly scores: Prediction['history']
}

/** All that happened to a deal, newest first. */
export function timeline(past: Past, names: Names): TimelineEntry[] {
  return [
    ...past.changes.flatMap((change, index) => changeEntry(change, index, names)),
    ...past.interactions.map((one) => ({
      ...interactionEntry(one, names),
      isWaiting: past.isWaiting?.(one.id) ?? false,
    })),
    ...scoreEntries(past.scores),
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
}

/** Today, the week before it, and everything earlier. */
export function groupByTime(
  entries: readonly TimelineEntry[],
  now: Date,
  at: Locale = locale(),
): readonly TimelineGroup[] {
  const groups: Record<'Today' | 'Last week' | 'Earlier', TimelineEntry[]> = { Today: [], 'Last week': [], Earlier: [] }
  for (const entry of entries) {
    const days = daysBetween(entry.at, now, at)
    groups[days <= 0 ? 'Today' : days <= 7 ? 'Last week' : 'Earlier'].push(entry)
  }
  return Object.entries(groups).flatMap(([title, of]) => (of.length > 0 ? [{ title, entries: of }] : []))
}

const WARM = 0.3 // of −1 to 1; less is the tone of business

function interactionEntry(one: Interaction, names: Names): TimelineEntry {
  const { who, did } = interactionWords(one, names.user)
  const sentiment = one.sentiment ?? 0
  const tag: TimelineEntry['tag'] = one.outcome
    ? { word: OUTCOME_WORDS[one.outcome] ?? one.outcome, tone: toneOf(one.outcome) }
    : Math.abs(sentiment) >= WARM
      ? { word: sentiment > 0 ? 'warm' : 'cool', tone: sentiment > 0 ? 'positive' : 'negative' }
      : undefined
  const followUp = one.followUpOn ? `Follow up ${formatDay(one.followUpOn)}` : ''
  const text = [one.subject, one.content, followUp].filter(Boolean).join('\n')
  return { key: one.id, at: one.occurredAt, kind: one.channel, who, did, text: text || undefined, tag }
}

function toneOf(outcome: string): 'positive' | 'negative' | 'plain' {
  if (outcome === 'positive' || outcome === 'next_step_agreed') return 'positive'
  return outcome === 'negative' ? 'negative' : 'plain'
}

const CAUSES: Readonly<Record<string, string>> = {
  interaction: 'After activity.',
  moved: 'After the move.',
  changed: 'After an edit.',
}
const WORTH_SAYING = 2 // points, as on the cards

function scoreEntries(scores: Past['scores']): TimelineEntry[] {
  const entries: TimelineEntry[] = []
  let said = scores[0]
  for (const score of scores) {
    if (!said || Math.abs(toPoints(score.probability) - toPoints(said.probability)) < WORTH_SAYING) continue
    entries.push({
      key: `score ${score.at}`,
      at: score.at,
      kind: 'score',
      who: 'Probability',
      did: `${toPoints(said.probability)} to ${toPoints(score.probability)}`,
      text: CAUSES[score.cause],
      tag: undefined,
    })
    said = score
  }
  return entries
}

type Values = Readonly<Record<string, unknown>>

function changeEntry(change: HistoryEntry, index: number, names: Names): TimelineEntry[] {
  const [before, after] = [change.before ?? {}, change.after ?? {}]
  const base = {
    key: `change ${change.seq ?? index} ${change.at}`,
    at: change.at,
    who: change.actorId ? names.user(change.actorId) : 'SalesOptimizer',
    text: undefined,
    tag: undefined,
  }
  switch (change.type) {
    case 'opportunity.opened':
      return [{ ...base, kind: 'opened', did: 'added the deal' }]
    case 'opportunity.moved':
      return [{ ...base, kind: 'moved', did: `moved to ${names.stage(String(after.stageId))}` }]
    case 'opportunity.won':
      return [{ ...base, kind: 'won', did: 'won the deal' }]
    case 'opportunity.lost': {
      const reason = text(after.lossReason)
      return [{ ...base, kind: 'lost', did: reason ? `lost the deal: ${reason.toLowerCase()}` : 'lost the deal' }]
    }
    default: {
      const facts = Object.keys(after).flatMap((key) => factWords(key, before, after, names) ?? [])
      const kind = 'expectedCloseOn' in after ? 'date' : 'changed'
      return facts.length > 0 ? [{ ...base, kind, did: facts.join('; ') }] : []
    }
  }
}

/** What became of one fact; undefined for those nobody reads. */
function factWords(key: string, before: Values, after: Values, names: Names): string | undefined {
  const [from, to] = [before[key], after[key]]
  const set = (what: string) => (text(to) ? `set the ${what}: ${text(to)}` : `took out the ${what}`)
  switch (key) {
    case 'expectedCloseOn':
      return dayWords('close date', from, to)
    case 'nextStepOn':
      return dayWords('due date of the next step', from, to)
    case 'amountMinor': {
      const money = (amount: unknown, of: Values) =>
        formatMoney(Number(amount ?? 0), text(of.currency) ?? text(after.currency) ?? names.currency)
      return `changed the amount, ${money(from, before)} to ${money(to, after)}`
    }
    case 'currency':
      return 'amountMinor' in after ? undefined : `changed the currency, ${text(from) ?? ''} to ${text(to) ?? ''}`
    case 'ownerId':
      return `gave the deal to ${names.user(String(to))}`
    case 'customerId':
      return `changed the customer to ${names.customer(String(to))}`
    case 'priority':
      return `set the priority: ${PRIORITY_WORDS[to as keyof typeof PRIORITY_WORDS]?.toLowerCase() ?? to}`
    case 'title':
      return `renamed the deal, before “${text(from) ?? ''}”`
    case 'description':
      return 'changed the description'
    case 'nextStep':
      return set('next step')
    case 'source':
      return set('source')
    case 'competitor':
      return set('competitor')
    case 'tags':
      return list('tags', to, (one) => one)
    case 'productIds':
      return list('products', to, names.product)
    case 'custom':
      return customWords(from, to, names)
    default:
      return undefined
  }
}

function dayWords(what: string, from: unknown, to: unknown): string {
  const [old, now] = [text(from), text(to)]
  if (!now) return `took out the ${what}`
  return old ? `moved the ${what}, ${formatDay(old)} to ${formatDay(now)}` : `set the ${what} to ${formatDay(now)}`
}

function list(what: string, to: unknown, nameOf: (one: string) => string): string {
  const all = Array.isArray(to) ? to.map((one) => nameOf(String(one))) : []
  return all.length > 0 ? `set the ${what}: ${all.join(', ')}` : `took out the ${what}`
}

function customWords(from: unknown, to: unknown, names: Names): string | undefined {
  const [old, now] = [(from ?? {}) as Values, (to ?? {}) as Values]
  const changed = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => old[key] !== now[key])
  const words = changed.map((key) =>
    now[key] == null ? `took out ${names.field(key)}` : `set ${names.field(key)}: ${String(now[key])}`,
  )
  return words.length > 0 ? words.join('; ') : undefined
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
