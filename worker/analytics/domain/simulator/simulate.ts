import { DAY_MS, type Instant } from '../timeline'
import { Dice } from './dice'
import { BUDGETS, drawFacts, type Facts, priorLogOdds } from './facts'
import { type Life, live } from './life'
import { openMarket } from './market'
import { KNOWN_DEALS, type KnownDeal } from './names'
import { TERVO, type WorldProfile } from './profile'
import { record } from './record'
import type { SimulatedDeal, SimulatedField, SimulatedStage, SimulatedTenant } from './simulated'
import { HOUR_MS, isWorkday, startOfDay, workdayUpTo } from './workdays'
import type { World } from './world'

export interface Simulation {
  readonly seed: number
  /** Deals opened in all; about one in twelve is still open at the end. */
  readonly deals: number
  /** The moment at which the story is told. Whole days before it have happened. */
  readonly asOf: Instant
  readonly months?: number
  readonly profile?: WorldProfile
  /** Whether the open deals everybody knows are among them, whatever else the seed tells. */
  readonly withKnownDeals?: boolean
}

/** The company of the demo tenant: some 1,600 closed deals and 140 open ones. */
export const DEMO = { seed: 12, deals: 1720, withKnownDeals: true } as const

const DAYS_A_MONTH = 30.44
const DEALS_PER_CUSTOMER = 9

/**
 * Tells the story of a company: its people, customers and deals up to a moment. Every deal ends as chance would have it:
 *
 *   logit P(won | facts) = intercept + seller + customer + source + competitor + product + priority + budget
 *                        + trade + size·log₁₀(employees/300) + amount·log₁₀(amount/usual) + season + drift
 *
 * and what happens while it is open depends on the end (see belief.ts), so that its true chance is known at any moment.
 */
export function simulate({
  seed,
  deals,
  asOf,
  months = 30,
  profile = TERVO,
  withKnownDeals = false,
}: Simulation): SimulatedTenant {
  const dice = new Dice(seed)
  const until = startOfDay(asOf)
  const start = until - Math.round(months * DAYS_A_MONTH) * DAY_MS
  const market = openMarket(
    profile,
    Math.max(25, Math.round(deals / DEALS_PER_CUSTOMER)),
    start - 200 * DAY_MS,
    dice.fork(1),
  )
  const stages = stagesOf(profile, dice.fork(2), start)
  const world: World = { profile, market, stages, pipelineId: dice.uuid(start), start, until }
  const openings = openingDays(deals, start, until, dice.fork(3))
  const told = openings.map((createdAt, i) => tellDeal(world, createdAt, i, dice.fork(4)))
  const known = withKnownDeals ? KNOWN_DEALS : []
  told.push(...known.map((deal, i) => tellKnownDeal(world, deal, deals + i, dice.fork(5))))
  return {
    company: { ...profile.company, currency: profile.currency },
    teams: market.teams,
    people: market.people,
    pipeline: { id: world.pipelineId, name: 'New business', stages },
    products: [...market.goods.map(({ product }) => product), market.gateway],
    customFields: CUSTOM_FIELDS,
    customers: market.buyers.map(({ customer }) => ({ ...customer, createdAt: start - 200 * DAY_MS })),
    deals: told.sort((a, b) => a.openedAt - b.openedAt),
  }
}

const CUSTOM_FIELDS: readonly SimulatedField[] = [
  { key: 'budget', label: 'Budget', type: 'choice', choices: BUDGETS },
  { key: 'measuring_points', label: 'Measuring points', type: 'number', choices: null },
  { key: 'first_visit_on', label: 'First visit', type: 'date', choices: null },
  { key: 'project_code', label: 'Project code', type: 'text', choices: null },
]

function tellDeal(world: World, createdAt: Instant, number: number, dice: Dice): SimulatedDeal {
  const facts = drawFacts(world, dice)
  return record(world, facts, liveWith(world, facts, createdAt, dice.fork(1)), number, dice.fork(2))
}

function liveWith(world: World, facts: Facts, createdAt: Instant, dice: Dice): Life {
  const priorWon = 1 / (1 + Math.exp(-priorLogOdds(world, facts, createdAt)))
  return live(world.profile, { createdAt, priorWon, people: facts.buyer.customer.contacts.length }, world.until, dice)
}

const KNOWN_DEAL_TRIES = 150
const KNOWN_DEAL_DAYS = [4, 110] as const // ago

/**
 * A deal whose customer, product, seller and amount are settled: of many lives it could have lived, the one that stands
 * today nearest to where it is said to. Choosing by what has happened, and never by the end, leaves its chance true.
 */
function tellKnownDeal(world: World, known: KnownDeal, number: number, dice: Dice): SimulatedDeal {
  const { market, profile, until } = world
  const named = <T>(items: readonly T[], isIt: (item: T) => boolean, otherwise: T) => items.find(isIt) ?? otherwise
  const stage = profile.stages.findIndex(({ name }) => name === known.stage)
  const options = Array.from({ length: KNOWN_DEAL_TRIES }, () => {
    const drawn = drawFacts(world, dice)
    const good = named(market.goods, ({ catalog }) => catalog.sku === known.sku, drawn.good)
    const facts: Facts = {
      ...drawn,
      buyer: named(market.buyers, ({ customer }) => customer.name === known.customer, drawn.buyer),
      seller: named(market.sellers, ({ person }) => person.name === known.owner, drawn.seller),
      good,
      quantity: Math.max(2, Math.round(known.amount / good.catalog.listPrice)),
      amount: known.amount,
    }
    const createdAt = workdayUpTo(until - dice.whole(...KNOWN_DEAL_DAYS) * DAY_MS) + 7 * HOUR_MS
    const life = liveWith(world, facts, createdAt, dice.fork(1))
    const isThere = life.closing === null && life.entries.at(-1)!.stage === stage
    const isTalkedAbout = life.touches.length >= 2
    const distance = Math.abs(life.truth.won.at(-1)! - known.chance) + (isTalkedAbout ? 0 : 0.5)
    return { facts, life, distance: distance + (isThere ? 0 : 2) + (life.closing ? 2 : 0) }
  })
  const { facts, life } = options.reduce((best, option) => (option.distance < best.distance ? option : best))
  return { ...record(world, facts, life, number, dice.fork(2)), title: known.title }
}

/** Mornings of working days, a little more often every year, less in summer and before Christmas. */
function openingDays(count: number, start: Instant, until: Instant, dice: Dice): Instant[] {
  const days: Instant[] = []
  const weights: number[] = []
  for (let day = startOfDay(start); day < until; day += DAY_MS) {
    if (!isWorkday(day)) continue
    const month = new Date(day).getUTCMonth()
    const busy = month === 6 || month === 7 || month === 11 ? 0.65 : 1
    days.push(day)
    weights.push(busy * (1 + (0.3 * (day - start)) / (until - start)))
  }
  return Array.from({ length: count }, () => days[dice.weighted(weights)]! + dice.between(6, 7.8) * HOUR_MS)
    .map(Math.round)
    .sort((a, b) => a - b)
}

function stagesOf(profile: WorldProfile, dice: Dice, at: Instant): SimulatedStage[] {
  const open = profile.stages.map(
    ({ name, workdays }): SimulatedStage => ({
      id: dice.uuid(at),
      name,
      status: 'open',
      expectedDays: Math.round((workdays * 7) / 5),
    }),
  )
  const end = (name: string, status: 'won' | 'lost'): SimulatedStage => ({
    id: dice.uuid(at),
    name,
    status,
    expectedDays: null,
  })
  return [...open, end('Won', 'won'), end('Lost', 'lost')]
}
