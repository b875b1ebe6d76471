import { describe, expect, it } from 'vitest'
import { ageingOf, NEVER } from '../../../../worker/analytics/domain/ageing'
import { trainModel } from '../../../../worker/analytics/domain/boosting/model'
import { encodeDataset, predictBatch } from '../../../../worker/analytics/domain/boosting/scoring'
import { hindsightOf } from '../../../../worker/analytics/domain/hindsight'
import { TERVO, type WorldProfile } from '../../../../worker/analytics/domain/simulator/profile'
import { simulate } from '../../../../worker/analytics/domain/simulator/simulate'
import { DAY_MS } from '../../../../worker/analytics/domain/timeline'
import { assembleTrainingSet, type TrainingSet } from '../../../../worker/analytics/domain/training-set'
import { afterTurn, deviations, turnOf } from '../../../../worker/analytics/domain/turn'

const END = Date.UTC(2026, 10, 23)
const TURN = END - 300 * DAY_MS
const NOW = TURN + 120 * DAY_MS

/** What won before loses now. */
const TURNED: WorldProfile = {
  ...TERVO,
  prior: {
    ...TERVO.prior,
    intercept: TERVO.prior.intercept - 0.6,
    budget: { Approved: -0.8, Requested: 0, 'Not yet': 0.8 },
  },
  sources: TERVO.sources.map((source) => ({ ...source, effect: -source.effect })),
}

/** Four months after the turn, what was known then of a company that is another since. */
function aCompany(since: WorldProfile): TrainingSet {
  const tell = (profile: WorldProfile) => simulate({ seed: 43, deals: 4200, asOf: END, months: 36, profile }).deals
  const deals = [
    ...tell(TERVO).filter(({ openedAt }) => openedAt < TURN),
    ...tell(since).filter(({ openedAt }) => openedAt >= TURN && openedAt < NOW),
  ]
  const known = deals.map(({ timeline }) => ({
    ...timeline,
    events: timeline.events.filter(({ at }) => at < NOW),
  }))
  const set = assembleTrainingSet(known, { now: NOW })
  if (!set.ok) throw new Error(set.error.kind)
  return set.value
}

describe('a turn of the market', () => {
  it.each([
    ['alike by luck', [0.01, -0.01, 0, 0.01, -0.01], 2, 3],
    ['as far apart as chance has them', [-0.2, 0.2, -0.1, 0.1, 0], 1.8, 2.6],
    ['far apart of themselves', [-0.9, 0.8, -0.5, 0.7, -0.1], 0.5, 1],
  ])('is not told by windows that are %s', (_, among, least, most) => {
    // The same step of .4 where so many deals stray by .18 anyway.
    const strayed = deviations(0.4, among, 0.18)
    expect(strayed).toBeGreaterThan(least)
    expect(strayed).toBeLessThan(most)
  })

  it('is none in companies of which an unlucky window strayed further than the few before it', () => {
    for (const seed of [43, 48]) {
      const { deals } = simulate({ seed, deals: 7600, asOf: END, months: 48 })
      const at = deals.flatMap(({ closedAt }) => closedAt ?? []).sort((a, b) => a - b)[5000]!
      const known = deals.filter(({ openedAt }) => openedAt < at)
      const set = assembleTrainingSet(
        known.map(({ timeline }) => ({ ...timeline, events: timeline.events.filter((event) => event.at < at) })),
        { now: at },
      )
      expect(set.ok && turnOf(set.value)).toBeNull()
    }
  })

  it('is none while the newest deals end as the older ones led to expect', () => {
    const steady = aCompany(TERVO)
    expect(turnOf(steady)).toBeNull()
  })

  it('is seen in what closes before it can be learned from, and draws the answers to the rate of late', () => {
    const turned = aCompany(TURNED)
    const hindsight = hindsightOf(turned)
    expect(ageingOf(turned, hindsight)).toEqual(NEVER)
    const turn = turnOf(turned, hindsight)!
    expect(turn.share).toBeLessThan(0.6)
    expect(turn.won).toBeLessThan(turn.deals / 4)
    expect(turn.since).toBeLessThan(NOW - 55 * DAY_MS)

    const { dataset } = turned
    const model = trainModel(dataset, { plan: { repeats: 1, folds: 2, maxRounds: 40 } })
    const careful = afterTurn(model, turned, turn)
    const tell = (one: typeof model) =>
      predictBatch(one, encodeDataset(one, dataset), new Float64Array(dataset.rowCount)).slice().sort()
    const [before, after] = [tell(model), tell(careful)]
    const spread = (told: Float64Array) => told[Math.floor(0.9 * told.length)]! - told[Math.floor(0.1 * told.length)]!
    expect(spread(after)).toBeLessThan(0.6 * spread(before))
    const mean = after.reduce((sum, p) => sum + p, 0) / after.length
    expect(mean).toBeGreaterThan(0.08)
    expect(mean).toBeLessThan(0.25)
    expect(careful.calibration.slope).toBeCloseTo(turn.share * model.calibration.slope, 9)
  })
})
