import { DAY_MS, type DealEvent, type DealTimeline, dayOf, type Instant, inOrder } from '../timeline'
import { TITLE_LINES, TITLE_PLACES } from './catalog'
import { Dice } from './dice'
import { type Life, live } from './life'
import { type Buyer, type Good, type Market, openMarket, type Seller } from './market'
import { KNOWN_DEALS, type KnownDeal, TRADES } from './names'
import { Narrator } from './narrate'
import { TERVO, type Weighted, type WorldProfile } from './profile'
import type { SimulatedDeal, SimulatedField, SimulatedInteraction, SimulatedStage, SimulatedTenant } from './simulated'
import { LOSS_REASONS } from './texts'
import { HOUR_MS, isWorkday, startOfDay, workdayUpTo } from './workdays'

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
const USUAL_AMOUNT = 40_000 // major units; where the effect of the amount is none
const USUAL_SIZE = 300
const DEALS_PER_CUSTOMER = 9

// How often a record does not say what is true.
const UNKNOWN = { source: 0.08, budget: 0.25, visit: 0.4, interaction: 0.1 }

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

interface World {
  readonly profile: WorldProfile
  readonly market: Market
  readonly stages: readonly SimulatedStage[]
  readonly pipelineId: string
  readonly start: Instant
  readonly until: Instant
}

const BUDGETS = ['Approved', 'Requested', 'Not yet'] as const
const PRIORITIES = ['low', 'medium', 'high', 'critical'] as const

const CUSTOM_FIELDS: readonly SimulatedField[] = [
  { key: 'budget', label: 'Budget', type: 'choice', choices: BUDGETS },
  { key: 'measuring_points', label: 'Measuring points', type: 'number', choices: null },
  { key: 'first_visit_on', label: 'First visit', type: 'date', choices: null },
  { key: 'project_code', label: 'Project code', type: 'text', choices: null },
]

/** What is known of a deal from its first day, true even where the record leaves it out. */
interface Facts {
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

function drawFacts({ profile, market }: World, dice: Dice): Facts {
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

function priorLogOdds({ profile: { prior }, start }: World, facts: Facts, createdAt: Instant): number {
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

const roundedAmount = (amount: number) =>
  amount >= 20_000 ? Math.round(amount / 500) * 500 : Math.round(amount / 50) * 50

/** Writes down what the company's records hold of a life: nearly all of it. */
function record(world: World, facts: Facts, life: Life, number: number, dice: Dice): SimulatedDeal {
  const { stages, pipelineId } = world
  const { buyer, seller, good, quantity } = facts
  const createdAt = life.entries[0]!.at // every life begins in a stage
  const id = dice.uuid(createdAt)
  const place = dice.pick([...TITLE_LINES, ...TITLE_PLACES])
  const narrator = new Narrator(
    {
      contacts: dice.shuffled(buyer.customer.contacts),
      sellerId: seller.person.id,
      product: good.catalog,
      site: place,
      quantity,
      stageCount: world.profile.stages.length,
    },
    dice.fork(1),
  )
  const interactions = life.touches
    .filter(() => !dice.chance(UNKNOWN.interaction))
    .map((touch) => narrator.interaction(touch))
  const custom = customValues(facts, createdAt, number, dice)
  const amounts = [{ at: createdAt, amount: facts.amount }]
  for (const { at, factor } of life.amounts)
    amounts.push({ at, amount: roundedAmount(amounts.at(-1)!.amount * factor) })
  const source = dice.chance(UNKNOWN.source) ? null : facts.source.name
  const competitor = facts.competitor.name || null
  const timeline: DealTimeline = {
    opportunityId: id,
    customerId: buyer.customer.id,
    ownerId: seller.person.id,
    pipelineId,
    currency: world.profile.currency,
    createdAt,
    dated: true,
    recordedFrom: createdAt,
    source,
    priority: facts.priority,
    competitor,
    productIds: [good.product.id, world.market.gateway.id],
    industry: buyer.customer.industry,
    companySize: buyer.customer.employees,
    custom,
    events: eventsOf(world, life, amounts, interactions),
  }
  const { closing } = life
  const status = closing === null ? 'open' : closing.won ? 'won' : 'lost'
  const step = life.steps.at(-1)
  const stepIsOpen = closing === null && step !== undefined && step.dueAt !== null
  return {
    id,
    title: titleOf(good, quantity, dice),
    customerId: buyer.customer.id,
    ownerId: seller.person.id,
    amountMinor: amounts.at(-1)!.amount * 100,
    currency: world.profile.currency,
    stageId: closing === null ? stages[life.entries.at(-1)!.stage]!.id : endStage(stages, closing.won).id,
    status,
    openedAt: createdAt,
    closedAt: closing?.at ?? null,
    lossReason: status === 'lost' ? LOSS_REASONS[dice.weighted(LOSS_REASONS.map(([, weight]) => weight))]![0] : null,
    expectedCloseOn: dayOf(life.closeDates.at(-1)!.closesAt),
    source,
    priority: facts.priority,
    competitor,
    nextStep: stepIsOpen ? narrator.nextStep(life.entries.at(-1)!.stage) : null,
    nextStepOn: stepIsOpen && step.dueAt !== null ? dayOf(step.dueAt) : null,
    products: [
      { productId: good.product.id, quantity },
      { productId: world.market.gateway.id, quantity: facts.gateways },
    ],
    custom,
    stageHistory: stageHistoryOf(world, life),
    interactions,
    timeline,
    truth: life.truth,
  }
}

function titleOf({ catalog }: Good, quantity: number, dice: Dice): string {
  return dice
    .pick(catalog.titles)
    .replace('{line}', dice.pick(TITLE_LINES))
    .replace('{place}', dice.pick(TITLE_PLACES))
    .replace('{n}', String(Math.min(40, Math.max(2, Math.round(quantity / 8)))))
}

function customValues(facts: Facts, createdAt: Instant, number: number, dice: Dice): SimulatedDeal['custom'] {
  return {
    budget: dice.chance(UNKNOWN.budget) ? null : facts.budget,
    measuring_points: facts.quantity,
    first_visit_on: dice.chance(UNKNOWN.visit) ? null : dayOf(createdAt + dice.whole(4, 30) * DAY_MS),
    project_code: `P-${new Date(createdAt).getUTCFullYear()}-${String(number + 1).padStart(4, '0')}`,
  }
}

const endStage = (stages: readonly SimulatedStage[], won: boolean) =>
  stages.find(({ status }) => status === (won ? 'won' : 'lost'))! // both are made with the pipeline

function stageHistoryOf({ stages }: World, life: Life): SimulatedDeal['stageHistory'] {
  const stays = life.entries.map(({ stage, at }) => ({ stageId: stages[stage]!.id, enteredAt: at }))
  if (life.closing) stays.push({ stageId: endStage(stages, life.closing.won).id, enteredAt: life.closing.at })
  return stays.map((stay, i) => ({ ...stay, leftAt: stays[i + 1]?.enteredAt ?? null }))
}

function eventsOf(
  { stages, profile }: World,
  life: Life,
  amounts: readonly { at: Instant; amount: number }[],
  interactions: readonly SimulatedInteraction[],
): readonly DealEvent[] {
  const events: DealEvent[] = [
    ...life.entries.map(
      ({ at, stage }): DealEvent => ({
        type: 'stage_entered',
        at,
        stageId: stages[stage]!.id,
        stageIndex: stage,
        stageCount: profile.stages.length,
      }),
    ),
    ...amounts.map(({ at, amount }): DealEvent => ({ type: 'amount_set', at, amountMinor: amount * 100 })),
    ...life.closeDates.map(({ at, closesAt }): DealEvent => ({ type: 'close_date_set', at, day: dayOf(closesAt) })),
    ...life.steps.map(
      ({ at, dueAt }): DealEvent => ({
        type: 'next_step_set',
        at,
        planned: dueAt !== null,
        day: dueAt === null ? null : dayOf(dueAt),
      }),
    ),
    ...interactions.map(
      ({ at, channel, direction, personId, durationMinutes, sentiment, outcome }): DealEvent => ({
        type: 'interaction',
        at,
        channel,
        direction,
        personId,
        durationMinutes,
        sentiment,
        outcome,
      }),
    ),
  ]
  if (life.closing) events.push({ type: 'closed', at: life.closing.at, outcome: life.closing.won ? 'won' : 'lost' })
  return inOrder(events)
}
