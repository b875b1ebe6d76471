import { describe, expect, it } from 'vitest'
import { agedWeights, ageingOf, NEVER, splitAfterTurn } from '../../../../worker/analytics/domain/ageing'
import { climb } from '../../../../worker/analytics/domain/ladder'
import { TERVO, type WorldProfile } from '../../../../worker/analytics/domain/simulator/profile'
import { simulate } from '../../../../worker/analytics/domain/simulator/simulate'
import { DAY_MS } from '../../../../worker/analytics/domain/timeline'
import { assembleTrainingSet, type TrainingSet } from '../../../../worker/analytics/domain/training-set'

const NOW = Date.UTC(2026, 10, 23)
const TURN = NOW - 270 * DAY_MS

/** What won before loses now, and the other way round. */
const TURNED: WorldProfile = {
  ...TERVO,
  prior: {
    ...TERVO.prior,
    intercept: TERVO.prior.intercept - 0.6,
    budget: { Approved: -1.2, Requested: 0, 'Not yet': 1.2 },
  },
  sources: TERVO.sources.map((source) => ({ ...source, effect: -source.effect })),
}

/** Deals of a company that was one thing until the turn, and is another since. */
function aCompany(since: WorldProfile): TrainingSet {
  const tell = (profile: WorldProfile) => simulate({ seed: 43, deals: 2600, asOf: NOW, months: 24, profile }).deals
  const deals = [
    ...tell(TERVO).filter(({ openedAt }) => openedAt < TURN),
    ...tell(since).filter(({ openedAt }) => openedAt >= TURN),
  ]
  const set = assembleTrainingSet(
    deals.map(({ timeline }) => timeline),
    { now: NOW },
  )
  if (!set.ok) throw new Error(set.error.kind)
  return set.value
}

const steady = aCompany(TERVO)
const turned = aCompany(TURNED)

describe('ageing', () => {
  it('forgets nothing while the market is what it was', () => {
    expect(ageingOf(steady)).toEqual(NEVER)
    expect(agedWeights(steady, NEVER)).toBe(steady.dataset.weights)
  })

  it('lets the past fade where the market has turned', () => {
    const age = ageingOf(turned)
    expect(age.halfLifeDays).not.toBeNull()
    const { dataset, moments } = turned
    const weights = agedWeights(turned, age)
    const newest = moments.reduce((a, b) => Math.max(a, b))
    moments.forEach((at, row) => {
      const halfLives = (newest - at) / (age.halfLifeDays! * DAY_MS)
      expect(weights[row]).toBeCloseTo(halfLives > 6 ? 0 : dataset.weights[row]! / 2 ** halfLives, 9)
    })
  })

  it('judges a part of the newest deals then, by what the others and all before have taught', () => {
    const { training, holdout } = splitAfterTurn(turned)
    const dealsOf = (rows: Int32Array) => new Set(Array.from(rows, (row) => turned.dataset.groups[row]!))
    const judged = dealsOf(holdout)
    const share = judged.size / dealsOf(turned.holdout).size
    expect(share).toBeGreaterThan(0.4)
    expect(share).toBeLessThan(0.85)
    expect([...dealsOf(training)].filter((deal) => judged.has(deal))).toEqual([])
    expect(dealsOf(training).size + judged.size).toBe(turned.opportunityIds.length)
  })

  it('has a model pass the gate that knows the time since the turn', () => {
    const climbed = climb(turned)
    expect(climbed.age.halfLifeDays).not.toBeNull()
    expect(climbed.reached?.rung).toMatch(/^(own|residual)$/)
    expect(climbed.rows.length).toBeLessThan(turned.holdout.length)
  })
})
