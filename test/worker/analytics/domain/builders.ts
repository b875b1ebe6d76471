import fc from 'fast-check'
import {
  DAY_MS,
  type DealEvent,
  type DealTimeline,
  type Interaction,
  inOrder,
} from '../../../../worker/analytics/domain/timeline'

/** A Monday morning. */
export const START = Date.UTC(2026, 0, 5, 7)

export const day = (count: number) => START + count * DAY_MS

export function aDeal(given: Partial<DealTimeline> = {}): DealTimeline {
  return {
    opportunityId: 'deal-1',
    customerId: 'customer-1',
    ownerId: 'owner-1',
    pipelineId: 'pipeline-1',
    currency: 'EUR',
    createdAt: START,
    dated: true,
    recordedFrom: START,
    source: 'Referral',
    priority: 'medium',
    competitor: null,
    productIds: ['product-1'],
    industry: 'Paper',
    companySize: 300,
    custom: {},
    ...given,
    events: inOrder(given.events ?? [enters(0, 0)]),
  }
}

export const STAGES = 5

export function enters(on: number, stageIndex: number): DealEvent {
  return { type: 'stage_entered', at: day(on), stageId: `stage-${stageIndex}`, stageIndex, stageCount: STAGES }
}

export function talks(on: number, given: Partial<Interaction> = {}): Interaction {
  return {
    type: 'interaction',
    at: day(on),
    channel: 'email',
    direction: 'out',
    personId: null,
    durationMinutes: null,
    sentiment: null,
    outcome: null,
    ...given,
  }
}

export function amount(on: number, major: number): DealEvent {
  return { type: 'amount_set', at: day(on), amountMinor: major * 100 }
}

export function closesOn(on: number, date: string | null): DealEvent {
  return { type: 'close_date_set', at: day(on), day: date }
}

export function ends(on: number, outcome: 'won' | 'lost'): DealEvent {
  return { type: 'closed', at: day(on), outcome }
}

const within = fc.double({ min: -20, max: 200, noNaN: true })
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const date = fc
  .date({ min: new Date(START - 50 * DAY_MS), max: new Date(START + 300 * DAY_MS), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10))

/** Anything that can happen to a deal, at a number of days from its start. */
export const anyEvent: fc.Arbitrary<DealEvent> = within.chain(
  (on): fc.Arbitrary<DealEvent> =>
    fc.oneof(
      fc.nat(STAGES - 1).map((stage) => enters(on, stage)),
      fc.nat(5_000_000).map((major) => amount(on, major)),
      maybe(date).map((to) => closesOn(on, to)),
      fc
        .record({ planned: fc.boolean(), day: maybe(date) })
        .map((step): DealEvent => ({ type: 'next_step_set', at: day(on), ...step })),
      fc.constantFrom('owner-1', 'owner-2').map((ownerId): DealEvent => ({ type: 'owner_set', at: day(on), ownerId })),
      fc
        .record(
          {
            source: maybe(fc.constantFrom('Referral', 'Website')),
            competitor: maybe(fc.constant('Fluxmetric')),
            custom: fc.constant({ budget: 'Approved' }),
          },
          { requiredKeys: [] },
        )
        .map((facts): DealEvent => ({ type: 'facts_set', at: day(on), facts })),
      fc.constantFrom('won' as const, 'lost' as const).map((outcome) => ends(on, outcome)),
      anyInteraction(on),
    ),
)

function anyInteraction(on: number): fc.Arbitrary<Interaction> {
  return fc
    .record({
      channel: fc.constantFrom('call', 'email', 'meeting', 'note'),
      direction: fc.constantFrom('in', 'out', null),
      personId: maybe(fc.constantFrom('anna', 'ben', 'cleo')),
      durationMinutes: maybe(fc.nat(90)),
      sentiment: maybe(fc.double({ min: -1, max: 1, noNaN: true })),
      outcome: maybe(fc.constantFrom('Agreed next step', 'Price concern')),
      lateDays: fc.constantFrom(0, 0, 30),
    })
    .map(({ lateDays, ...given }) => talks(on, { ...given, ...(lateDays > 0 && { knownAt: day(on + lateDays) }) }))
}

export const anyDeal: fc.Arbitrary<DealTimeline> = fc
  .record({ events: fc.array(anyEvent, { maxLength: 40 }), recorded: fc.constantFrom(START, START, day(30), null) })
  .map(({ events, recorded }) => aDeal({ events, recordedFrom: recorded }))
