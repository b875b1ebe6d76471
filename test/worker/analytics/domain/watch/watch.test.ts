import { describe, expect, it } from 'vitest'
import { trainModel } from '../../../../../worker/analytics/domain/boosting/model'
import { createRandom } from '../../../../../worker/analytics/domain/boosting/random'
import { encodeDataset, predict } from '../../../../../worker/analytics/domain/boosting/scoring'
import { STANDARD_FEATURES } from '../../../../../worker/analytics/domain/features/catalogue'
import { DAY_MS } from '../../../../../worker/analytics/domain/timeline'
import { outcomesOf, type ToldScore } from '../../../../../worker/analytics/domain/watch/outcomes'
import { CensusTaker, driftOf } from '../../../../../worker/analytics/domain/watch/stability'
import { reasonToTrain, watchReport } from '../../../../../worker/analytics/domain/watch/watch'
import { deals } from '../boosting/builders'

const NOW = Date.UTC(2026, 10, 23)
const model = trainModel(deals(1200, 1), { plan: { folds: 2, repeats: 1, maxRounds: 40, lambdas: [10] } })

function censusOf(rowCount: number, seed: number, age: (age: number) => number = (same) => same) {
  const data = deals(rowCount, seed)
  const columns = data.columns.map((column) =>
    column.kind === 'numeric' && column.name === 'age' ? { ...column, values: column.values.map(age) } : column,
  )
  const rows = encodeDataset(model, { ...data, columns })
  const width = model.features.length
  const taker = new CensusTaker(model)
  for (let row = 0; row < rowCount; row++) {
    taker.count(rows.subarray(row * width, (row + 1) * width), predict(model, rows, row * width))
  }
  return taker.census()
}

describe('driftOf', () => {
  it.each([40, 150, 1000, 20_000])('sees no drift in %i deals of the same kind', (count) => {
    const [before, now] = [censusOf(count, 11), censusOf(count, 12)]
    for (const name of Object.keys(before.inputs)) {
      expect(driftOf(before.inputs[name]!, now.inputs[name]!).level, name).not.toBe('act')
    }
    expect(driftOf(before.scores, now.scores).level).not.toBe('act')
  })

  it('sees which input has moved, and that the scores have moved with it', () => {
    const [before, now] = [censusOf(600, 11), censusOf(600, 12, (age) => age + 60)]
    expect(driftOf(before.inputs.age!, now.inputs.age!).level).toBe('act')
    expect(driftOf(before.inputs.region!, now.inputs.region!).level).toBe('steady')
    expect(driftOf(before.scores, now.scores).level).not.toBe('steady')
  })

  it('grows with the distance, and warns before it acts', () => {
    const levels = [0, 10, 60].map((by) =>
      driftOf(censusOf(3000, 11).inputs.age!, censusOf(3000, 12, (a) => a + by).inputs.age!),
    )
    expect(levels.map(({ level }) => level)).toEqual(['steady', 'warn', 'act'])
    expect(levels[0]!.index).toBeLessThan(levels[1]!.index)
    expect(levels[1]!.index).toBeLessThan(levels[2]!.index)
  })

  it('warns from an index of 0.1 on and trains anew from 0.2 on', () => {
    // Two groups, half and half before; so many deals that chance is no part of it.
    const many = 1_000_000
    const moved = (share: number) => driftOf([many / 2, many / 2], [many * share, many * (1 - share)])
    for (const [share, index, level] of [
      [0.65, 0.093, 'steady'],
      [0.66, 0.106, 'warn'],
      [0.715, 0.198, 'warn'],
      [0.72, 0.208, 'act'],
    ] as const) {
      expect(moved(share).index).toBeCloseTo(index, 3)
      expect(moved(share).level, `${index}`).toBe(level)
    }
    const state = { last: { at: NOW - 5 * DAY_MS, deals: 400 }, closedDeals: 401, isReadable: true, isPaused: false }
    const reason = (share: number) => reasonToTrain({ ...state, level: moved(share).level }, NOW)
    expect([reason(0.715), reason(0.72)]).toEqual([null, 'drift'])
  })

  it('has nothing to say of nothing', () => {
    expect(driftOf([], [])).toEqual({ index: 0, level: 'steady' })
    expect(driftOf([5, 5], [0, 0])).toEqual({ index: 0, level: 'steady' })
  })
})

/** Deals scored a few times each; won as often as a slope and a shift of the score make it. */
function told(count: number, truth: (logOdds: number) => number): ToldScore[] {
  const random = createRandom(5)
  return Array.from({ length: count }, (_, i) => {
    const margin = 4 * random() - 2.5
    const won = random() < 1 / (1 + Math.exp(-truth(margin)))
    const probability = 1 / (1 + Math.exp(-margin))
    return Array.from({ length: 1 + (i % 3) }, () => ({
      opportunityId: `deal ${i}`,
      probability,
      won,
      month: `2026-${10 + (i % 2)}`,
    }))
  }).flat()
}

describe('outcomesOf', () => {
  it('counts every deal once, and finds a slope of 1 where scores come true', () => {
    const outcomes = outcomesOf(
      told(3000, (margin) => margin),
      0.35,
    )!
    expect(outcomes.deals).toBe(3000)
    expect(outcomes.logLoss).toBeLessThan(outcomes.baseRateLogLoss)
    expect(outcomes.slope).toBeGreaterThan(0.9)
    expect(outcomes.slope).toBeLessThan(1.1)
    expect(outcomes.months.map(({ month, deals }) => [month, deals])).toEqual([
      ['2026-10', 1500],
      ['2026-11', 1500],
    ])
  })

  it('finds scores that are too sure of themselves, and scores that are worse than none', () => {
    expect(
      outcomesOf(
        told(3000, (margin) => margin / 2),
        0.35,
      )!.slope,
    ).toBeLessThan(0.65)
    const reversed = outcomesOf(
      told(3000, (margin) => -margin),
      0.35,
    )!
    expect(reversed.logLoss).toBeGreaterThan(reversed.baseRateLogLoss)
  })

  it('says nothing where nothing has closed, and no slope of a few', () => {
    expect(outcomesOf([], 0.3)).toBeNull()
    expect(
      outcomesOf(
        told(15, (margin) => margin),
        0.3,
      )?.slope,
    ).toBeNull()
  })
})

describe('watchReport', () => {
  const reference = { modelId: 'm', at: NOW - 10 * DAY_MS, census: censusOf(500, 11) }
  const features = ['age', 'size', 'region', 'noise'].map((name) => ({ ...STANDARD_FEATURES[0]!, name, phrase: name }))

  it('names the input that moved most first, and acts on it', () => {
    const now = { at: NOW, census: censusOf(500, 12, (age) => age + 60), outcomes: null }
    const report = watchReport(reference, now, features)
    expect(report.inputs[0]).toMatchObject({ feature: 'age', level: 'act' })
    expect(report).toMatchObject({ level: 'act', deals: 500, dealsThen: 500, since: reference.at })
  })

  it('acts on scores that did worse than the usual rate, on enough deals', () => {
    const census = censusOf(500, 12)
    const bad = { logLoss: 0.7, baseRateLogLoss: 0.6, slope: null, won: 20, months: [] }
    const level = (count: number) =>
      watchReport(reference, { at: NOW, census, outcomes: { ...bad, deals: count } }, []).level
    expect([level(400), level(20)]).toEqual(['act', 'steady'])
  })

  it('lets the calendar move', () => {
    const now = { at: NOW, census: censusOf(500, 12, (age) => age + 60), outcomes: null }
    const calendar = features.map((feature) => ({ ...feature, topic: 'season' }))
    expect(
      watchReport({ ...reference, census: { ...reference.census, scores: now.census.scores } }, now, calendar).level,
    ).toBe('steady')
  })
})

describe('reasonToTrain', () => {
  const state = {
    last: { at: NOW - 5 * DAY_MS, deals: 400 },
    closedDeals: 410,
    level: 'steady' as const,
    isReadable: true,
    isPaused: false,
  }
  it.each([
    ['nothing has changed', {}, null],
    ['a tenth more deals have closed', { closedDeals: 440 }, 'more_deals'],
    ['a few of few have closed', { last: { at: NOW, deals: 3 }, closedDeals: 5 }, null],
    ['fifteen days have passed, with a new deal', { last: { at: NOW - 15 * DAY_MS, deals: 400 } }, 'age'],
    ['fifteen days have passed without one', { last: { at: NOW - 15 * DAY_MS, deals: 410 } }, null],
    ['the deals have drifted', { level: 'act' }, 'drift'],
    ['they have drifted a little', { level: 'warn' }, null],
    ['they have drifted, but were just learned from', { level: 'act', last: { at: NOW - DAY_MS, deals: 400 } }, null],
    ['nothing was ever trained', { last: null }, 'none_yet'],
    ['the model cannot be read', { isReadable: false }, 'unreadable'],
    ['an administrator has paused it', { level: 'act', closedDeals: 900, isPaused: true }, null],
  ] as const)('%s', (_, given, reason) => {
    expect(reasonToTrain({ ...state, ...given }, NOW)).toBe(reason)
  })
})
