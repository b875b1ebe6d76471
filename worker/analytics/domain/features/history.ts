import type { Evidence, Tally } from '../history'
import { featuresOf } from './definition'
import { grouped, percent, plural } from './words'

const { numeric } = featuresOf('history')

// Ten deals of the tenant's own average stand behind every rate, so that one lucky deal is not a record.
const PRIOR_DEALS = 10

/** The tenant's win rate so far; null before its first closed deal. */
function usualRate({ all }: Evidence): number | null {
  // One won and one lost are assumed, or the second deal ever would compare with 0 % or 100 %.
  return all.closed === 0 ? null : (all.won + 1) / (all.closed + 2)
}

/** (w + 10·p) / (n + 10) */
function shrunkRate(tally: Tally | null, evidence: Evidence): number | null {
  const usual = usualRate(evidence)
  if (tally === null || usual === null) return null
  return (tally.won + PRIOR_DEALS * usual) / (tally.closed + PRIOR_DEALS)
}

function productRate(evidence: Evidence): number | null {
  if (evidence.products.length === 0 || evidence.all.closed === 0) return null
  const rates = evidence.products.map((tally) => shrunkRate(tally, evidence) ?? 0) // null only when nothing ever closed
  return rates.reduce((sum, rate) => sum + rate, 0) / rates.length
}

const closedProducts = (evidence: Evidence) => evidence.products.reduce((sum, tally) => sum + tally.closed, 0)

const counted = (evidence: Evidence, deals: number | null) => (evidence.all.closed === 0 ? null : deals)

const UNKNOWN = 'No closed deals to compare with yet'

export const HISTORY_FEATURES = [
  numeric({
    name: 'customer_win_rate',
    topic: 'customer',
    unit: 'share',
    phrase: 'Win rate with this customer',
    unknown: UNKNOWN,
    read: ({ evidence }) => shrunkRate(evidence.customer, evidence),
    say: (_, __, { evidence: { customer } }) =>
      customer.closed === 0
        ? 'First deal with this customer'
        : `Won ${grouped(customer.won)} of ${grouped(customer.closed)} here before`,
  }),
  numeric({
    name: 'customer_deals',
    topic: 'customer',
    unit: 'count',
    phrase: 'Closed deals with this customer',
    unknown: UNKNOWN,
    read: ({ evidence }) => counted(evidence, evidence.customer.closed),
    say: (value, _, { evidence: { customer } }) =>
      value === 0
        ? 'First deal with this customer'
        : `Won ${grouped(customer.won)} of ${grouped(customer.closed)} here before`,
  }),
  numeric({
    name: 'owner_win_rate',
    topic: 'owner',
    unit: 'share',
    phrase: 'Win rate of the owner',
    unknown: UNKNOWN,
    read: ({ evidence }) => shrunkRate(evidence.owner, evidence),
    say: (_, __, { evidence: { owner } }) =>
      owner.closed === 0
        ? 'The owner’s first deal'
        : `The owner won ${grouped(owner.won)} of ${grouped(owner.closed)} before`,
  }),
  numeric({
    name: 'owner_deals',
    topic: 'owner',
    unit: 'count',
    phrase: 'Closed deals of the owner',
    unknown: UNKNOWN,
    read: ({ evidence }) => counted(evidence, evidence.owner.closed),
    say: (value) => (value === 0 ? 'The owner’s first deal' : `The owner has closed ${plural(value, 'deal')}`),
  }),
  numeric({
    name: 'source_win_rate',
    topic: 'source',
    unit: 'share',
    phrase: 'Win rate of the source',
    unknown: 'Source unknown',
    read: ({ evidence }) => shrunkRate(evidence.source, evidence),
    say: (value, _, { deal: { facts } }) => `${facts.source ?? 'This source'} wins ${percent(value)} of the time`,
  }),
  numeric({
    name: 'source_deals',
    topic: 'source',
    unit: 'count',
    phrase: 'Closed deals of the source',
    unknown: 'Source unknown',
    read: ({ evidence }) => counted(evidence, evidence.source?.closed ?? null),
    say: (value, _, { deal: { facts } }) => `${plural(value, 'deal')} closed from ${facts.source ?? 'this source'}`,
  }),
  numeric({
    name: 'product_win_rate',
    topic: 'product',
    unit: 'share',
    phrase: 'Win rate of the products',
    unknown: 'No product chosen',
    read: ({ evidence }) => productRate(evidence),
    say: (value, _, { evidence }) =>
      `${evidence.products.length === 1 ? 'This product wins' : 'These products win'} ${percent(value)} of the time`,
  }),
  numeric({
    name: 'product_deals',
    topic: 'product',
    unit: 'count',
    phrase: 'Closed deals with the products',
    unknown: 'No product chosen',
    read: ({ evidence }) => counted(evidence, evidence.products.length === 0 ? null : closedProducts(evidence)),
    say: (value) => `${plural(value, 'deal')} closed with ${value === 1 ? 'it' : 'these products'}`,
  }),
]
