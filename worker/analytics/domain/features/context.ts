import { log10 } from '../arithmetic'
import type { DealAsOf } from '../as-of'
import { DAY_MS } from '../timeline'
import { featuresOf } from './definition'
import { days } from './words'

const { numeric, category } = featuresOf('context')

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** Days left in the calendar quarter, today included; null for a deal without a place in time. */
function daysToQuarterEnd({ at, timeline }: DealAsOf): number | null {
  if (!timeline.dated) return null
  const today = new Date(at)
  const nextQuarter = Date.UTC(today.getUTCFullYear(), Math.floor(today.getUTCMonth() / 3) * 3 + 3)
  return Math.ceil((nextQuarter - at) / DAY_MS)
}

export const CONTEXT_FEATURES = [
  category({
    name: 'source',
    topic: 'source',
    unit: 'word',
    phrase: 'Source',
    unknown: 'Source unknown',
    read: ({ deal }) => deal.facts.source,
    say: (value) => `Came from ${value}`,
  }),
  category({
    name: 'industry',
    topic: 'industry',
    unit: 'word',
    phrase: 'Industry',
    unknown: 'Industry unknown',
    read: ({ deal }) => deal.facts.industry,
    say: (value) => `Industry: ${value}`,
  }),
  numeric({
    name: 'company_size_log',
    topic: 'company_size',
    unit: 'count',
    phrase: 'Size of the company',
    unknown: 'Company size unknown',
    read: ({ deal }) => (deal.facts.companySize === null ? null : log10(1 + Math.max(0, deal.facts.companySize))),
    say: (value) => `Company of ${Math.round(10 ** value - 1).toLocaleString('en')} people`,
  }),
  category({
    name: 'competitor',
    topic: 'competitor',
    unit: 'word',
    phrase: 'Competitor',
    unknown: 'No competitor known',
    read: ({ deal }) => deal.facts.competitor,
    say: (value) => `Against ${value}`,
  }),
  category({
    name: 'priority',
    topic: 'priority',
    unit: 'word',
    phrase: 'Priority',
    unknown: 'No priority set',
    read: ({ deal }) => deal.facts.priority,
    say: (value) => `Marked ${value} priority`,
  }),
  category({
    name: 'currency',
    topic: 'currency',
    unit: 'word',
    phrase: 'Currency',
    unknown: 'Currency unknown',
    read: ({ deal }) => deal.timeline.currency,
    say: (value) => `Priced in ${value}`,
  }),
  category({
    name: 'pipeline',
    topic: 'pipeline',
    unit: 'word',
    phrase: 'Pipeline',
    unknown: 'Pipeline unknown',
    read: ({ deal }) => deal.timeline.pipelineId,
    say: () => 'This pipeline’s usual results',
  }),
  category({
    name: 'month',
    topic: 'season',
    unit: 'word',
    phrase: 'Month of the year',
    unknown: 'No dates known',
    read: ({ deal }) => (deal.timeline.dated ? (MONTHS[new Date(deal.at).getUTCMonth()] ?? null) : null),
    say: (value) => `It is ${value}`,
  }),
  numeric({
    name: 'days_to_quarter_end',
    topic: 'season',
    unit: 'days',
    phrase: 'Days to the end of the quarter',
    unknown: 'No dates known',
    read: ({ deal }) => daysToQuarterEnd(deal),
    say: (value) => `${days(value)} to the end of the quarter`,
  }),
]
