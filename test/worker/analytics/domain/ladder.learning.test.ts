import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../worker/analytics/domain/boosting/random'
import { climb, isRefuted } from '../../../../worker/analytics/domain/ladder'
import { worldOf } from '../../../../worker/analytics/domain/prior/worlds'
import { simulate } from '../../../../worker/analytics/domain/simulator/simulate'
import type { DealTimeline } from '../../../../worker/analytics/domain/timeline'
import { assembleTrainingSet } from '../../../../worker/analytics/domain/training-set'

const NOW = Date.UTC(2026, 10, 23)

/** A company the shipped model has never met. */
function aCompany(world: number, deals: number, change: (timeline: DealTimeline) => DealTimeline = (same) => same) {
  const company = simulate({ seed: world, deals, asOf: NOW, profile: worldOf(world) })
  const set = assembleTrainingSet(
    company.deals.map(({ timeline }) => change(timeline)),
    { now: NOW },
  )
  if (!set.ok) throw new Error(set.error.kind)
  return set.value
}

/** A company on the day of its so-many-th closing, with what was known then. */
function aYoungCompany(seed: number, closed: number) {
  const { deals } = simulate({ seed, deals: 2200, asOf: NOW, months: 14 })
  const at = deals.flatMap(({ closedAt }) => closedAt ?? []).sort((a, b) => a - b)[closed]!
  const set = assembleTrainingSet(
    deals
      .filter(({ openedAt }) => openedAt < at)
      .map(({ timeline }) => ({ ...timeline, events: timeline.events.filter((event) => event.at < at) })),
    { now: at },
  )
  if (!set.ok) throw new Error(set.error.kind)
  return set.value
}

const facts = (timeline: DealTimeline): DealTimeline => ({
  ...timeline,
  recordedFrom: null,
  source: null,
  competitor: null,
  priority: null,
  industry: null,
  companySize: null,
  productIds: [],
  custom: {},
  ownerId: 'one',
  customerId: timeline.opportunityId,
  events: timeline.events.filter(({ type }) => type === 'closed'),
})

const opposite = (timeline: DealTimeline): DealTimeline => ({
  ...timeline,
  events: timeline.events.map((event) =>
    event.type === 'closed' ? { ...event, outcome: event.outcome === 'won' ? 'lost' : 'won' } : event,
  ),
})

describe('climb', () => {
  it('judges nothing by a handful of deals, and keeps to the shipped model at the company’s rate', () => {
    const set = aCompany(651, 30)
    const climbed = climb(set)
    expect(climbed).toMatchObject({ tried: [], reached: null })
    expect(climbed.finish().report).toMatchObject({ wonDeals: set.window.won, lostDeals: set.window.lost })
    expect(isRefuted(set)).toBe(false)
  })

  it('ends the trying of settings in time, where there is too much to learn from, and serves what it has', () => {
    const set = aCompany(653, 700)
    const { rowCount, columns } = set.dataset
    const climbed = climb(set, null, 12 * rowCount * columns.length)
    expect(climbed.tried.find(({ rung }) => rung === 'own')?.model.report.stopped).toBe(true)
    const { report } = climbed.finish()
    expect(report.rounds).toBeLessThanOrEqual(climbed.reached?.rung === 'own' ? 14 : 100)
    expect(climbed.reached).not.toBeNull()
    // Also where so few were won that every deal has to judge.
    const few = climb(aCompany(652, 120), null, 1000)
    expect(few.judgedOn).toBe('all')
    expect(few.tried.find(({ rung }) => rung === 'own')?.model.report.stopped).toBe(true)
  })

  it('judges every rung on all deals, while the newest fifth is too little to judge a model by', () => {
    const climbed = climb(aCompany(652, 120))
    expect(climbed.judgedOn).toBe('all')
    expect(climbed.tried.map(({ rung }) => rung)).toEqual(['prior', 'prior_calibrated', 'residual', 'own'])
    expect(climbed.reached).not.toBeNull()
  })

  it('learns from deals too few for a holdout, once each is better told without having been seen', () => {
    const climbed = climb(aCompany(654, 240))
    expect(climbed.judgedOn).toBe('all')
    expect(climbed.reached?.rung).toMatch(/^(residual|own)$/)
    const borrowed = climbed.tried.find(({ rung }) => rung === 'prior_calibrated')
    expect(climbed.reached?.metrics.logLoss).toBeLessThan(borrowed?.metrics.logLoss ?? 0)
    expect(climbed.finish().report.rounds).toBeGreaterThan(0)
  })

  it('has no model of few deals vouch for itself by what it has learned by heart', () => {
    const lots = createRandom(7)
    const drawn = (timeline: DealTimeline): DealTimeline => ({
      ...timeline,
      events: timeline.events.map((event) =>
        event.type === 'closed' ? { ...event, outcome: lots() < 0.4 ? 'won' : 'lost' } : event,
      ),
    })
    const company = simulate({ seed: 651, deals: 240, asOf: NOW, profile: worldOf(651) })
    const timelines = company.deals.map(({ timeline }) => drawn(timeline))
    const set = assembleTrainingSet(timelines, { now: NOW })
    const climbed = set.ok ? climb(set.value) : null
    expect(climbed).toMatchObject({ reached: null, unproven: null })
  })

  it('goes on with the shipped model where so few deals can neither prove nor refute it', () => {
    const set = aYoungCompany(44, 250)
    const climbed = climb(set)
    expect(climbed.tried.length).toBeGreaterThan(1)
    expect(climbed).toMatchObject({ reached: null, unproven: { rung: 'prior' } })
    expect(climbed.finish().report).toMatchObject({ wonDeals: set.window.won, lostDeals: set.window.lost })
  })

  it('asks all deals together what the newest fifth of them is too few to tell', () => {
    const set = aYoungCompany(43, 1000)
    expect(Math.min(set.window.holdoutWon, set.window.holdoutLost)).toBeGreaterThanOrEqual(40)
    const climbed = climb(set)
    expect(climbed.judgedOn).toBe('all')
    expect(climbed.reached?.rung).toMatch(/^(residual|own)$/)
    expect(climbed.rows.length).toBeGreaterThan(set.holdout.length)
  })

  it('corrects the shipped model by what some hundred deals show', () => {
    const climbed = climb(aCompany(653, 420))
    expect(climbed.judgedOn).toBe('holdout')
    expect(climbed.tried.map(({ rung }) => rung)).toEqual(['prior', 'prior_calibrated', 'residual', 'own'])
    expect(climbed.reached?.rung).toBe('residual')
  })

  it('comes to a model of the company’s own, and each rung it leaves did no better', () => {
    const climbed = climb(aYoungCompany(42, 1000))
    expect(climbed.reached?.rung).toBe('own')
    const own = climbed.reached?.metrics.logLoss ?? 0
    for (const { decision, metrics } of climbed.tried) {
      if (decision.publish) expect(metrics.logLoss).toBeGreaterThanOrEqual(own)
    }
  })

  it('reaches no rung where the deals hold no signal, however many they are', () => {
    const climbed = climb(aCompany(652, 900, facts))
    expect(climbed.tried.map(({ rung }) => rung)).not.toContain('residual')
    expect(climbed).toMatchObject({ reached: null, unproven: null })
  })

  it('takes the shipped model back where even a few deals speak against it', () => {
    expect(isRefuted(aCompany(653, 90, opposite))).toBe(true)
    expect(isRefuted(aCompany(653, 90))).toBe(false)
  })
})
