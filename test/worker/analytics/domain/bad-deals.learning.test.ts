import { describe, expect, it } from 'vitest'
import { trainModel } from '../../../../worker/analytics/domain/boosting/model'
import type { TrainedModel } from '../../../../worker/analytics/domain/boosting/scoring'
import { planFor } from '../../../../worker/analytics/domain/boosting/settings'
import { bookOf } from '../../../../worker/analytics/domain/evidence-book'
import { closedDealOf, HistoryBook } from '../../../../worker/analytics/domain/history'
import { climb } from '../../../../worker/analytics/domain/ladder'
import { featuresOfModel, type ServedModel, scoreDeal } from '../../../../worker/analytics/domain/scorer'
import { NOTHING_SEEN } from '../../../../worker/analytics/domain/seen'
import { simulate } from '../../../../worker/analytics/domain/simulator/simulate'
import { closingOf, DAY_MS, type DealTimeline } from '../../../../worker/analytics/domain/timeline'
import { assembleTrainingSet, type TrainingSet } from '../../../../worker/analytics/domain/training-set'

const NOW = Date.UTC(2026, 10, 23)
const company = simulate({ seed: 5, deals: 260, asOf: NOW }).deals.map(({ timeline }) => timeline)
const open = company.filter((timeline) => closingOf(timeline) === null)

/** By the whole ladder, unless it is only asked whether something can be learned at all: that is much the quicker. */
function served(
  timelines: readonly DealTimeline[],
  learn: (set: TrainingSet) => TrainedModel = (set) => climb(set).finish(),
): ServedModel {
  const set = assembleTrainingSet(timelines, { now: NOW })
  if (!set.ok) throw new Error(set.error.kind)
  const trained = learn(set.value)
  const history = HistoryBook.of(timelines.flatMap((timeline) => closedDealOf(timeline) ?? []))
  return {
    ...{ id: 'm', number: 1, rung: 'own', trained, usualRate: 0.3, deals: timelines.length },
    features: featuresOfModel(trained, set.value.custom),
    book: bookOf(history, []),
    seen: NOTHING_SEEN,
  }
}

function quickly({ dataset, window }: TrainingSet): TrainedModel {
  return trainModel(dataset, { plan: { repeats: 1, candidates: planFor(window.deals).candidates.slice(0, 1) } })
}

function isSound({ probability, low, high, reasons, baseRate }: ReturnType<typeof scoreDeal>): void {
  for (const chance of [probability, baseRate]) {
    expect(chance).toBeGreaterThan(0)
    expect(chance).toBeLessThan(1)
  }
  expect(low).toBeLessThanOrEqual(probability)
  expect(high).toBeGreaterThanOrEqual(probability)
  const sum = reasons.reduce((total, { contribution }) => total + contribution, 0)
  expect(sum).toBeCloseTo(Math.log(probability / (1 - probability)) - Math.log(baseRate / (1 - baseRate)), 8)
  for (const { words } of reasons) expect(words).not.toMatch(/NaN|Infinity|undefined|null/)
}

const change = (timeline: DealTimeline, given: Partial<DealTimeline>): DealTimeline => ({ ...timeline, ...given })

const ODD: readonly [string, (timeline: DealTimeline) => DealTimeline][] = [
  ['a field that was deleted after training', (timeline) => change(timeline, { custom: {} })],
  [
    'a field of another kind',
    (timeline) => change(timeline, { custom: { budget: 7, measuring_points: 'many', first_visit_on: 'soon' } }),
  ],
  ['a currency nobody used before', (timeline) => change(timeline, { currency: 'JPY' })],
  ['a currency that there is not', (timeline) => change(timeline, { currency: 'XXQ' })],
  [
    'a source, a competitor and a product never seen',
    (timeline) => change(timeline, { source: 'Séance', competitor: '', productIds: ['none'] }),
  ],
  [
    'a clock in the future',
    (timeline) => change(timeline, { createdAt: NOW + 400 * DAY_MS, recordedFrom: NOW + 400 * DAY_MS }),
  ],
  [
    'events in the future',
    (timeline) =>
      change(timeline, { events: timeline.events.map((event) => ({ ...event, at: event.at + 900 * DAY_MS })) }),
  ],
  ['no event at all', (timeline) => change(timeline, { events: [] })],
  ['no date', (timeline) => change(timeline, { dated: false, recordedFrom: null })],
  [
    'an absurd amount',
    (timeline) =>
      change(timeline, {
        events: [...timeline.events, { type: 'amount_set', at: NOW - DAY_MS, amountMinor: Number.MAX_SAFE_INTEGER }],
      }),
  ],
  ['an absurd company', (timeline) => change(timeline, { companySize: Number.NaN, industry: '' })],
]

describe('a model meets a deal with', () => {
  const model = served(company)
  it.each(ODD)('%s, and still gives a chance whose reasons add up', (_, bend) => {
    for (const timeline of open.slice(0, 8)) isSound(scoreDeal(model, bend(timeline), NOW, null))
  })
})

describe('a company is learned from, though its deals have', () => {
  it.each(ODD)('%s', (_, bend) => {
    // Some of them: an import of half a company.
    const bent = company.map((timeline, i) => (i % 3 === 0 ? bend(timeline) : timeline))
    const model = served(bent, quickly)
    for (const timeline of open.slice(0, 3)) isSound(scoreDeal(model, timeline, NOW, null))
  })

  it.each([
    ['all been won', 'won'],
    ['all been lost', 'lost'],
  ] as const)('%s', (_, outcome) => {
    const model = served(
      company.map((timeline) => ({
        ...timeline,
        events: timeline.events.map((event) => (event.type === 'closed' ? { ...event, outcome } : event)),
      })),
    )
    for (const timeline of open.slice(0, 3)) isSound(scoreDeal(model, timeline, NOW, null))
  })

  it('closed one', () => {
    const one = company.find((timeline) => closingOf(timeline) !== null)!
    isSound(scoreDeal(served([one]), open[0]!, NOW, null))
  })

  it('no outcome at all', () => {
    expect(assembleTrainingSet(open, { now: NOW })).toMatchObject({ ok: false, error: { kind: 'no_closed_deals' } })
  })
})
