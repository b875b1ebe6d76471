import type { Interaction, TimelineEntry as Past } from '../../../../worker/sales/contract'
import { paths } from '../../paths'
import { daysBetween, formatDate, formatDay, formatMoney } from '../../ui/format'
import { interactionWords, OUTCOME_WORDS } from '../../ui/interaction-words'
import { type Locale, locale } from '../../ui/locale'
import type { TimelineEntry, TimelineGroup } from '../../ui/timeline'

export interface PastNames {
  readonly user: (id: string) => string
  readonly field: (key: string) => string
}

type Values = Readonly<Record<string, unknown>>

/** One line of a customer's past in words; none for what nobody reads. */
export function pastEntry(line: Past, names: PastNames): TimelineEntry[] {
  const [before, after] = [line.before ?? {}, line.after ?? {}]
  const base = {
    key: `${line.entity} ${line.entityId} ${line.type} ${line.at} ${line.seq ?? ''}`,
    at: line.at,
    who: line.actorId ? names.user(line.actorId) : 'SalesOptimizer',
    text: undefined,
    tag: undefined,
    about: aboutOf(line, after),
  }
  const deal = line.title ? 'the deal' : 'a deal'
  switch (line.type) {
    case 'interaction.logged':
      return [{ ...base, ...said(line, after as unknown as Interaction, names) }]
    case 'opportunity.opened':
      return [{ ...base, kind: 'opened', did: `opened ${deal}${amountWords(after)}` }]
    case 'opportunity.moved':
      return [{ ...base, kind: 'moved', did: `moved ${deal} to ${text(after.stageName) ?? 'another stage'}` }]
    case 'opportunity.won':
      return [{ ...base, kind: 'won', did: `won ${deal}${amountWords(after)}` }]
    case 'opportunity.lost': {
      const reason = text(after.lossReason)
      return [{ ...base, kind: 'lost', did: `lost ${deal}${reason ? `: ${reason.toLowerCase()}` : ''}` }]
    }
    case 'customer.opened':
      return [{ ...base, kind: 'opened', did: 'added the customer' }]
    case 'customer.changed':
    case 'opportunity.changed': {
      const did = changeWords(line.entity, before, after, names)
      return did ? [{ ...base, kind: 'expectedCloseOn' in after ? 'date' : 'changed', did }] : []
    }
    default:
      return []
  }
}

/** The conversation that a line tells of, whole: it is changed as it stands there. */
export function interactionOf({ type, entityId, actorId, at, after }: Past): Interaction | undefined {
  if (type !== 'interaction.logged') return undefined
  return { ...after, id: entityId, userId: actorId ?? '', occurredAt: at, createdAt: at } as unknown as Interaction
}

/** The line that tells of a conversation, before the server does. */
export function lineOf(said: Interaction, dealTitle: string | undefined): Past {
  const { id, userId, occurredAt, createdAt: _, ...after } = said
  const type = 'interaction.logged'
  const what = { entity: 'interaction', entityId: id, title: dealTitle ?? null, before: null, after }
  return { seq: null, at: occurredAt, actorId: userId, type, ...what }
}

function aboutOf(line: Past, after: Values): TimelineEntry['about'] {
  const id = line.entity === 'opportunity' ? line.entityId : text(after.opportunityId)
  return line.title && id ? { title: line.title, href: paths.deal(id) } : undefined
}

function said(
  line: Past,
  one: Interaction,
  names: PastNames,
): Pick<TimelineEntry, 'kind' | 'who' | 'did' | 'text' | 'tag'> {
  const { who, did } = interactionWords({ ...one, userId: (line.actorId ?? '') as Interaction['userId'] }, names.user)
  const followUp = one.followUpOn ? `Follow up ${formatDay(one.followUpOn)}` : ''
  const words = [one.subject, one.content, followUp].filter(Boolean).join('\n')
  return {
    kind: one.channel,
    who,
    did,
    text: words || undefined,
    tag: one.outcome ? { word: OUTCOME_WORDS[one.outcome] ?? one.outcome, tone: toneOf(one.outcome) } : undefined,
  }
}

function toneOf(outcome: string): 'positive' | 'negative' | 'plain' {
  if (outcome === 'positive' || outcome === 'next_step_agreed') return 'positive'
  return outcome === 'negative' ? 'negative' : 'plain'
}

function amountWords({ amountMinor, currency }: Values): string {
  if (typeof amountMinor !== 'number' || typeof currency !== 'string') return ''
  return `, ${formatMoney(amountMinor, currency)}`
}

const FACTS: Readonly<Record<string, string>> = {
  name: 'name',
  jobTitle: 'job title',
  email: 'e-mail',
  phone: 'phone',
  website: 'website',
  industry: 'industry',
  employees: 'number of employees',
  address: 'address',
  notes: 'notes',
  tags: 'tags',
  companyId: 'company',
  title: 'title',
  description: 'description',
  amountMinor: 'amount',
  expectedCloseOn: 'close date',
  nextStep: 'next step',
  nextStepOn: 'due date of the next step',
  source: 'source',
  competitor: 'competitor',
  priority: 'priority',
  productIds: 'products',
  customerId: 'customer',
}
const IN_FULL = 60 // characters; a longer text is named, not quoted

/** What became different: a single short fact with its value, several by their names. */
function changeWords(entity: string, before: Values, after: Values, names: PastNames): string | undefined {
  if (typeof after.ownerId === 'string') {
    return `gave the ${entity === 'customer' ? 'customer' : 'deal'} to ${names.user(after.ownerId)}`
  }
  const own = changedKeys(before.custom as Values, after.custom as Values).map(names.field)
  const keys = Object.keys(after).filter((key) => key in FACTS)
  const step = text(after.nextStep)
  if (step && own.length === 0 && keys.every((key) => key === 'nextStep' || key === 'nextStepOn')) {
    const due = text(after.nextStepOn)
    return `set the next step: ${step}${due ? `, by ${formatDate(due)}` : ''}`
  }
  const all = [...keys.map((key) => FACTS[key]!), ...own] // each key is one of FACTS
  if (all.length === 0) return undefined
  const [key] = keys
  if (all.length === 1 && key !== undefined) {
    const value = valueWords(key, after)
    if (value !== undefined) return `set the ${all[0]}: ${value}`
    return `${isEmpty(after[key]) ? 'took out' : 'changed'} the ${all[0]}`
  }
  return `changed ${all.map((name, index) => (index < keys.length ? `the ${name}` : name)).join(', ')}`
}

function valueWords(key: string, after: Values): string | undefined {
  const value = after[key]
  if (key === 'expectedCloseOn' || key === 'nextStepOn') return text(value) && formatDate(String(value))
  if (key === 'tags') return Array.isArray(value) && value.length > 0 ? value.join(', ') : undefined
  const isShort = typeof value === 'string' && value !== '' && value.length <= IN_FULL
  return isShort && !['companyId', 'customerId', 'notes', 'description'].includes(key) ? value : undefined
}

function isEmpty(value: unknown): boolean {
  return value == null || value === '' || (Array.isArray(value) && value.length === 0)
}

function changedKeys(before: Values = {}, after: Values = {}): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => before[key] !== after[key])
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Day by day: today, yesterday, then the date. Entries come newest first and stay so. */
export function groupByDay(entries: readonly TimelineEntry[], now: Date, at: Locale = locale()): TimelineGroup[] {
  const groups: { title: string; entries: TimelineEntry[] }[] = []
  for (const entry of entries) {
    const days = daysBetween(entry.at, now, at)
    const title = days <= 0 ? 'Today' : days === 1 ? 'Yesterday' : formatDate(entry.at, at)
    const last = groups.at(-1)
    if (last?.title === title) last.entries.push(entry)
    else groups.push({ title, entries: [entry] })
  }
  return groups
}
