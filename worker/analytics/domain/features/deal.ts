import { log10 } from '../arithmetic'
import { DAY_MS } from '../timeline'
import { featuresOf } from './definition'
import { days, money, percent, ratio, times } from './words'

const { numeric } = featuresOf('deal')

/** How an amount compares with what is usual, said with the number that was compared. */
function compared(value: number, what: string): string {
  const factor = 10 ** value
  return factor > 0.8 && factor < 1.25 ? `About ${what}` : `${ratio(factor)} ${what}`
}

export const DEAL_FEATURES = [
  numeric({
    name: 'deal_age_days',
    topic: 'age',
    unit: 'days',
    phrase: 'Days since the deal was opened',
    unknown: 'Age unknown',
    read: ({ deal }) => (deal.timeline.dated ? (deal.at - deal.timeline.createdAt) / DAY_MS : null),
    say: (value) => `Open for ${days(value)}`,
  }),
  numeric({
    name: 'watched_days',
    topic: 'age',
    unit: 'days',
    phrase: 'Days on record here',
    unknown: 'Not on record while it was open',
    // Of a deal that was brought in half-way, silence before that day says nothing.
    read: ({ deal }) =>
      deal.recorded && deal.timeline.recordedFrom !== null ? (deal.at - deal.timeline.recordedFrom) / DAY_MS : null,
    say: (value) => `On record here for ${days(value)}`,
  }),
  numeric({
    name: 'close_date_slips',
    topic: 'slips',
    unit: 'count',
    phrase: 'Times the close date moved later',
    unknown: 'Close date history unknown',
    whatIf: ['close_date'],
    read: ({ deal }) => (deal.recorded ? deal.closeDateSlips : null),
    say: (value) => (value === 0 ? 'Close date never moved' : `Close date moved ${times(value)}`),
  }),
  numeric({
    name: 'slipped_days',
    topic: 'slips',
    unit: 'days',
    phrase: 'Days the close date moved later',
    unknown: 'Close date history unknown',
    whatIf: ['close_date'],
    read: ({ deal }) => (deal.recorded ? deal.slippedMs / DAY_MS : null),
    say: (value) => (value === 0 ? 'Close date never moved' : `Close date moved by ${days(value)} in all`),
  }),
  numeric({
    name: 'days_to_close',
    topic: 'close_date',
    unit: 'days',
    phrase: 'Days to the expected close',
    unknown: 'No close date set',
    whatIf: ['close_date'],
    // Where only facts were imported, the close date of a closed deal is the day it ended.
    read: ({ deal }) =>
      deal.recorded && deal.closesAt !== null ? Math.floor((deal.closesAt - deal.at) / DAY_MS) + 1 : null,
    say: (value) => {
      if (value < 0) return `Close date passed ${days(-value)} ago`
      return value === 0 ? 'Closes today' : `Closes in ${days(value)}`
    },
  }),
  numeric({
    name: 'amount_log',
    topic: 'amount',
    unit: 'amount',
    phrase: 'Amount',
    unknown: ({ deal }) =>
      deal.amount === null ? 'No amount set' : `No closed deals in ${deal.timeline.currency} to compare with`,
    whatIf: ['amount'],
    read: ({ deal }) => (deal.amount === null ? null : log10(deal.amount)),
    say: (value, _, { deal }) => `Amount of ${money(10 ** value, deal.timeline.currency)}`,
  }),
  numeric({
    name: 'amount_vs_customer',
    topic: 'amount',
    unit: 'ratio',
    phrase: 'Amount against this customer’s usual',
    unknown: 'No earlier amounts from this customer',
    whatIf: ['amount'],
    read: ({ deal, evidence }) =>
      deal.amount === null || !evidence.customerAmount ? null : log10(deal.amount / evidence.customerAmount.value),
    say: (value) => compared(value, 'this customer’s usual amount'),
  }),
  numeric({
    name: 'amount_vs_usual',
    topic: 'amount',
    unit: 'ratio',
    phrase: 'Amount against your usual',
    unknown: 'No earlier amounts to compare',
    whatIf: ['amount'],
    read: ({ deal, evidence }) =>
      deal.amount === null || !evidence.usualAmount ? null : log10(deal.amount / evidence.usualAmount.value),
    say: (value) => compared(value, 'your usual amount'),
  }),
  numeric({
    name: 'amount_changes',
    topic: 'amount_changes',
    unit: 'count',
    phrase: 'Times the amount changed',
    unknown: 'Amount history unknown',
    whatIf: ['amount'],
    read: ({ deal }) => (deal.recorded ? deal.amountChanges : null),
    say: (value) => (value === 0 ? 'Amount never changed' : `Amount changed ${times(value)}`),
  }),
  numeric({
    name: 'amount_trend',
    topic: 'amount_changes',
    unit: 'ratio',
    phrase: 'Amount against the first figure',
    unknown: 'Amount history unknown',
    whatIf: ['amount'],
    read: ({ deal }) =>
      deal.recorded && deal.amount !== null && deal.firstAmount !== null ? log10(deal.amount / deal.firstAmount) : null,
    say: (value) => {
      const change = 10 ** value - 1
      if (Math.abs(change) < 0.005) return 'Amount as first put'
      return change > 0 ? `Amount grew by ${percent(change)}` : `Amount cut by ${percent(-change)}`
    },
  }),
]
