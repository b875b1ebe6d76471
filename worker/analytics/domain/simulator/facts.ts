import { DAY_MS, type Instant } from '../timeline'
import type { Dice } from './dice'
import type { Buyer, Good, Seller } from './market'
import { TRADES } from './names'
import type { Weighted } from './profile'
import type { World } from './world'

const USUAL_AMOUNT = 40_000 // major units; where the effect of the amount is none
const USUAL_SIZE = 300

export const BUDGETS = ['Approved', 'Requested', 'Not yet'] as const
const PRIORITIES = ['low', 'medium', 'high', 'critical'] as const

/** What is known of a deal from its first day, true even where the record leaves it out. */
export interface Facts {
  readonly buyer: Buyer
  readonly seller: Seller
  readonly good: Good
  readonly quantity: number
  readonly gateways: number
  /** Major units. */
  readonly amount: number
  readonly source: Weighted
  readonly competitor: Weighted
  readonly priority: (typeof PRIORITIES)[number]
  readonly budget: (typeof BUDGETS)[number]
}

export function drawFacts({ profile, market }: World, dice: Dice): Facts {
  const buyer = market.buyers[dice.weighted(market.buyers.map(({ share }) => share))]!
  const good = dice.pick(market.goods)
  const quantity = Math.max(2, Math.round(good.catalog.usualQuantity * Math.exp(dice.normal(0, 0.65))))
  const gateways = Math.ceil(quantity / 25)
  const listed = quantity * good.catalog.listPrice + (gateways * market.gateway.listPriceMinor) / 100
  return {
    buyer,
    seller: dice.chance(0.85) ? buyer.owner : dice.pick(market.sellers),
    good,
    quantity,
    gateways,
    amount: roundedAmount(listed * dice.between(0.85, 1)),
    source: draw(profile.sources, dice),
    competitor: draw(profile.competitors, dice),
    priority: PRIORITIES[dice.weighted([15, 50, 25, 10])]!,
    budget: BUDGETS[dice.weighted([30, 40, 30])]!,
  }
}

export function priorLogOdds({ profile: { prior }, start }: World, facts: Facts, createdAt: Instant): number {
  const trade = TRADES.find(({ industry }) => industry === facts.buyer.industry)
  const years = (createdAt - start) / (365.25 * DAY_MS)
  return (
    prior.intercept +
    facts.seller.skill +
    facts.buyer.affinity +
    facts.source.effect +
    facts.competitor.effect +
    facts.good.catalog.effect +
    prior.priority[facts.priority] +
    prior.budget[facts.budget] +
    prior.knownIndustry * (trade?.known ?? 0) +
    prior.size * Math.log10(facts.buyer.employees / USUAL_SIZE) +
    prior.amount * Math.log10(facts.amount / USUAL_AMOUNT) +
    prior.season * Math.cos(2 * Math.PI * (years - 0.1)) +
    prior.driftPerYear * years
  )
}

const draw = (options: readonly Weighted[], dice: Dice) => options[dice.weighted(options.map(({ weight }) => weight))]!

export const roundedAmount = (amount: number) =>
  amount >= 20_000 ? Math.round(amount / 500) * 500 : Math.round(amount / 50) * 50
