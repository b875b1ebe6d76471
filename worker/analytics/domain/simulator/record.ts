import { DAY_MS, type DealEvent, type DealTimeline, dayOf, type Instant, inOrder } from '../timeline'
import { TITLE_LINES, TITLE_PLACES } from './catalog'
import type { Dice } from './dice'
import { type Facts, roundedAmount } from './facts'
import type { Life } from './life'
import type { Good } from './market'
import { Narrator } from './narrate'
import type { SimulatedDeal, SimulatedInteraction, SimulatedStage } from './simulated'
import { LOSS_REASONS } from './texts'
import type { World } from './world'

// How often a record does not say what is true.
const UNKNOWN = { source: 0.08, budget: 0.25, visit: 0.4, interaction: 0.1 }

/** Writes down what the company's records hold of a life: nearly all of it. */
export function record(world: World, facts: Facts, life: Life, number: number, dice: Dice): SimulatedDeal {
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
