import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDataset, numericColumn } from '../../../../../worker/analytics/domain/boosting/dataset'
import { climb } from '../../../../../worker/analytics/domain/ladder'
import { type Contribution, contributionOf } from '../../../../../worker/analytics/domain/pool/contribution'
import { correctedBy, type PooledCell, poolOfOthers } from '../../../../../worker/analytics/domain/pool/pooled'
import { FEWEST_COMPANIES, FEWEST_DEALS, FEWEST_IN_CELL } from '../../../../../worker/analytics/domain/pool/terms'
import { PRIOR_FEATURES } from '../../../../../worker/analytics/domain/prior/features'
import { shippedPrior } from '../../../../../worker/analytics/domain/prior/serve'
import { worldOf } from '../../../../../worker/analytics/domain/prior/worlds'
import { simulate } from '../../../../../worker/analytics/domain/simulator/simulate'
import type { DealTimeline } from '../../../../../worker/analytics/domain/timeline'
import { assembleTrainingSet } from '../../../../../worker/analytics/domain/training-set'

const NOW = Date.UTC(2026, 10, 23)

/** In these companies a deal that is talked about is lost: nothing the simulator has taught the shipped model. */
const contrary = (timeline: DealTimeline): DealTimeline => {
  const talks = timeline.events.filter(({ type }) => type === 'interaction').length
  return {
    ...timeline,
    events: timeline.events.map((event) =>
      event.type === 'closed' ? { ...event, outcome: talks > 6 ? 'lost' : 'won' } : event,
    ),
  }
}

function setOf(world: number, deals: number, change: (timeline: DealTimeline) => DealTimeline = (same) => same) {
  const set = assembleTrainingSet(
    simulate({ seed: world, deals, asOf: NOW, profile: worldOf(world) }).deals.map(({ timeline }) => change(timeline)),
    { now: NOW },
  )
  if (!set.ok) throw new Error(set.error.kind)
  return set.value
}

const given = (world: number, deals: number, change?: (timeline: DealTimeline) => DealTimeline) => {
  const { dataset, window } = setOf(world, deals, change)
  return contributionOf(dataset, window)
}

/** As the database adds them up. */
function pooled(contributions: readonly Contribution[]): PooledCell[] {
  const cells = Map.groupBy(
    contributions.flatMap((one) => one.cells),
    ({ feature, group }) => `${feature} ${group}`,
  )
  return [...cells.values()]
    .filter((some) => some.length >= FEWEST_COMPANIES)
    .map((some) => ({
      feature: some[0]!.feature,
      group: some[0]!.group,
      companies: some.length,
      gradient: some.reduce((sum, { gradient }) => sum + gradient, 0),
      hessian: some.reduce((sum, { hessian }) => sum + hessian, 0),
    }))
}

describe('what a company contributes', () => {
  it('is nothing while one deal could be told from the others', () => {
    const few = setOf(11, 120)
    expect(few.window.deals).toBeLessThan(FEWEST_DEALS)
    expect(contributionOf(few.dataset, few.window)).toBeNull()
  })

  it('holds sums of groups of deals, and no group of fewer than twenty', () => {
    const { dataset, window } = setOf(12, 700)
    const contribution = contributionOf(dataset, window)!
    expect(contribution.cells.length).toBeGreaterThan(50)
    for (const { deals } of contribution.cells) expect(deals).toBeGreaterThanOrEqual(FEWEST_IN_CELL)
  })

  it('holds back at least twenty deals of an input, or none: what is missing could be told from the other inputs', () => {
    // Three deals were called about far more often than any other; how long ago is told of all.
    const calls = Array.from({ length: 300 }, (_, deal) => (deal < 3 ? 60 : deal < 63 ? 4 : 0))
    const dataset = createDataset({
      columns: [
        numericColumn('calls_30d', calls),
        numericColumn(
          'days_since_contact',
          calls.map(() => 12),
        ),
      ],
      labels: calls.map((_, deal) => deal % 2),
    })
    if (!dataset.ok) throw new Error(dataset.error.kind)
    const { cells } = contributionOf(dataset.value, { won: 150, lost: 150 })!
    const told = (feature: string) =>
      cells.filter((cell) => cell.feature === feature).reduce((deals, cell) => deals + cell.deals, 0)
    expect(told('days_since_contact')).toBe(300)
    // Not 297: the three are missing, and the sixty with them.
    expect(told('calls_30d')).toBeLessThanOrEqual(300 - FEWEST_IN_CELL)
    expect(told('calls_30d')).toBeGreaterThan(0)
  })

  it('names nothing of the company: only inputs that every company has, and numbers', () => {
    const { dataset, window } = setOf(13, 700)
    const words = JSON.stringify(contributionOf(dataset, window)).match(/[a-z_]+(\d+d)?/g) ?? []
    const known = new Set<string>(PRIOR_FEATURES.map(({ name }) => name))
    const shape = ['version', 'deals', 'cells', 'feature', 'group', 'gradient', 'hessian']
    expect(words.filter((word) => !known.has(word) && !shape.includes(word))).toEqual([])
    expect(words.filter((word) => word.startsWith('amount'))).toEqual([])
  })

  it('does not change with what its deals, customers, people, sources, products and fields are called', () => {
    const renamed = (timeline: DealTimeline): DealTimeline => ({
      ...timeline,
      opportunityId: `x${timeline.opportunityId}`,
      customerId: `x${timeline.customerId}`,
      source: timeline.source && 'Somewhere',
      competitor: timeline.competitor && 'Somebody',
      industry: timeline.industry && 'Something',
      custom: {},
      productIds: [],
    })
    const cells = given(14, 500, renamed)!.cells
    expect(cells).toEqual(given(14, 500)!.cells)
  })
})

describe('the pool', () => {
  const cell = fc.record({
    feature: fc.constantFrom('pace', 'velocity', 'calls_30d'),
    group: fc.integer({ min: 0, max: 8 }),
    deals: fc.integer({ min: 20, max: 500 }),
    gradient: fc.double({ min: -50, max: 50, noNaN: true }),
    hessian: fc.double({ min: 0, max: 100, noNaN: true }),
  })
  const contribution = fc
    .uniqueArray(cell, { selector: ({ feature, group }) => `${feature} ${group}`, maxLength: 20 })
    .map((cells): Contribution => ({ version: 1, deals: 500, cells }))

  it('tells a company nothing that does not come from at least five others', () => {
    fc.assert(
      fc.property(fc.array(contribution, { minLength: 1, maxLength: 9 }), (all) => {
        const [own, ...others] = all
        for (const { feature, group } of poolOfOthers(pooled(all), own!)) {
          const from = others.filter(({ cells }) => cells.some((one) => one.feature === feature && one.group === group))
          expect(from.length).toBeGreaterThanOrEqual(FEWEST_COMPANIES)
        }
      }),
    )
  })

  it('says nothing at all of fewer, and then there is no rung to try', () => {
    const all = [21, 22, 23, 24].flatMap((world) => given(world, 500) ?? [])
    expect(pooled(all)).toEqual([])
    expect(correctedBy([], shippedPrior())).toBeNull()
  })

  it('leaves a company’s own deals out of what they are judged by', () => {
    const all = [31, 32, 33, 34, 35, 36].map((world) => given(world, 500)!)
    const without = poolOfOthers(pooled(all), all[0]!)
    const others = pooled(all.slice(1))
    expect(without.map(({ feature, group, companies }) => [feature, group, companies])).toEqual(
      without.map(({ feature, group }) => {
        const same = others.find((one) => one.feature === feature && one.group === group)!
        return [feature, group, same.companies]
      }),
    )
    for (const { feature, group, gradient } of without) {
      const same = others.find((one) => one.feature === feature && one.group === group)!
      expect(gradient).toBeCloseTo(same.gradient, 9)
    }
  })

  it('brings what companies have in common to one with few deals, through the gate like any rung', () => {
    const others = [41, 42, 43, 44, 45, 46, 47].map((world) => given(world, 900, contrary)!)
    const prior = correctedBy(pooled(others), shippedPrior())
    const set = setOf(48, 260, contrary)
    const alone = climb(set)
    const together = climb(set, prior)
    const lossOf = (rung: string, { tried }: ReturnType<typeof climb>) =>
      tried.find((one) => one.rung === rung)?.metrics.logLoss ?? Number.NaN
    expect(alone.tried.map(({ rung }) => rung)).not.toContain('pooled')
    expect(lossOf('pooled', together)).toBeLessThan(lossOf('prior_calibrated', together))
    expect(together.reached?.rung === 'prior_calibrated').toBe(false)
  })
})
