import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asOf } from '../../../../worker/analytics/domain/as-of'
import { featuresAsOf, featuresWith, STANDARD_FEATURES } from '../../../../worker/analytics/domain/features/catalogue'
import type { Evidence } from '../../../../worker/analytics/domain/history'
import { closingOf, inOrder } from '../../../../worker/analytics/domain/timeline'
import { aDeal, amount, anyDeal, anyEvent, closesOn, day, ends, enters, talks } from './builders'

const EVIDENCE: Evidence = {
  all: { won: 30, closed: 100 },
  customer: { won: 3, closed: 4 },
  owner: { won: 10, closed: 20 },
  source: { won: 5, closed: 12 },
  products: [{ won: 8, closed: 16 }],
  customerAmount: { value: 20_000, count: 4 },
  usualAmount: { value: 50_000, count: 90 },
  stageDays: {
    'stage-0': { value: 5, count: 30 },
    'stage-1': { value: 12, count: 30 },
    'stage-2': { value: 20, count: 4 },
  },
}

const FEATURES = featuresWith([
  { field: 'budget', label: 'Budget', kind: 'choice' },
  { field: 'points', label: 'Points', kind: 'number' },
  { field: 'visit', label: 'Visit', kind: 'date' },
])

describe('a deal as of a moment', () => {
  it('does not know what came later, whatever it was', () => {
    fc.assert(
      fc.property(anyDeal, anyEvent, fc.double({ min: 0, max: 150, noNaN: true }), (deal, later, on) => {
        const at = day(on)
        const event = { ...later, at: Math.max(later.at, at + 1) }
        const before = featuresAsOf(FEATURES, deal, at, EVIDENCE)
        const after = featuresAsOf(FEATURES, { ...deal, events: inOrder([...deal.events, event]) }, at, EVIDENCE)
        expect(after).toEqual(before)
      }),
      { numRuns: 400 },
    )
  })

  it('does not know how it ended, even at the moment of its end', () => {
    fc.assert(
      fc.property(anyDeal, (deal) => {
        const without = { ...deal, events: deal.events.filter(({ type }) => type !== 'closed') }
        for (const outcome of ['won', 'lost'] as const) {
          const closed = { ...without, events: inOrder([...without.events, ends(60, outcome)]) }
          expect(featuresAsOf(FEATURES, closed, day(60), EVIDENCE)).toEqual(
            featuresAsOf(FEATURES, without, day(60), EVIDENCE),
          )
        }
      }),
    )
  })

  it('does not know a call before it was written down', () => {
    const deal = aDeal({ events: [talks(3, { channel: 'call', knownAt: day(40) })] })
    expect(asOf(deal, day(39)).interactions).toHaveLength(0)
    expect(asOf(deal, day(40)).interactions).toHaveLength(1)
  })

  it('holds the facts as they were then', () => {
    const deal = aDeal({
      source: 'Website',
      events: [
        { type: 'facts_set', at: day(5), facts: { source: 'Referral' } },
        { type: 'owner_set', at: day(6), ownerId: 'owner-2' },
      ],
    })
    expect(asOf(deal, day(4))).toMatchObject({ facts: { source: 'Website' }, ownerId: 'owner-1' })
    expect(asOf(deal, day(6))).toMatchObject({ facts: { source: 'Referral', industry: 'Paper' }, ownerId: 'owner-2' })
  })

  it('counts a slip only when a date moves later', () => {
    const events = [
      closesOn(0, '2026-03-01'),
      closesOn(1, '2026-03-11'),
      closesOn(2, '2026-03-05'),
      closesOn(3, '2026-03-06'),
    ]
    expect(asOf(aDeal({ events }), day(9))).toMatchObject({ closeDateSlips: 2, slippedMs: 11 * 86_400_000 })
  })

  it('takes an amount of zero for one that nobody has put', () => {
    const deal = aDeal({ events: [amount(0, 0), amount(1, 500), amount(2, 500), amount(3, 600)] })
    expect(asOf(deal, day(0)).amount).toBeNull()
    expect(asOf(deal, day(3))).toMatchObject({ amount: 600, firstAmount: 500, amountChanges: 1 })
  })
})

describe('closingOf', () => {
  it.each([
    [[enters(0, 0)], null],
    [[enters(0, 0), ends(9, 'won')], { at: day(9), won: true }],
    [[ends(9, 'lost')], { at: day(9), won: false }],
  ])('%j closes as %j', (events, closing) => {
    expect(closingOf(aDeal({ events }))).toEqual(closing)
  })
})

describe('the standard features', () => {
  it('have a name of their own each, and words for what they are', () => {
    expect(new Set(STANDARD_FEATURES.map(({ name }) => name)).size).toBe(STANDARD_FEATURES.length)
    for (const { phrase } of STANDARD_FEATURES) expect(phrase).toMatch(/^\p{Lu}.*[^.\s]$/u)
  })

  it('answer a number, a word or null, never anything else, and always have words for it', () => {
    fc.assert(
      fc.property(anyDeal, fc.double({ min: 0, max: 150, noNaN: true }), fc.boolean(), (deal, on, known) => {
        const evidence = known ? EVIDENCE : { ...EVIDENCE, all: { won: 0, closed: 0 }, source: null, products: [] }
        const sight = { deal: asOf(deal, day(on)), evidence }
        for (const feature of FEATURES) {
          const value = feature.read(sight)
          if (value !== null) expect(typeof value).toBe(feature.kind === 'numeric' ? 'number' : 'string')
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
          expect(feature.say(value, 0.1, sight)).toMatch(/^[^\s].*[^.\s]$/u)
        }
      }),
    )
  })
})
