import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ConfidenceInput, confidenceOf } from '../../../../worker/analytics/domain/confidence'

const input = (given: Partial<ConfidenceInput> = {}): ConfidenceInput => ({
  probability: 0.64,
  rung: 'own',
  deals: 12_000,
  features: 50,
  customerDeals: 5,
  ownerDeals: 100,
  stageDeals: 400,
  missingShare: 0.1,
  unseen: 0,
  ...given,
})

describe('confidenceOf', () => {
  it.each<[string, Partial<ConfidenceInput>, string, string]>([
    ['much to go by', {}, 'high', 'many_deals'],
    ['fewer deals', { deals: 1500 }, 'medium', 'wide_interval'],
    ['few deals', { deals: 300 }, 'low', 'wide_interval'],
    ['few deals, but a clear case', { deals: 1500, probability: 0.04 }, 'high', 'many_deals'],
    ['another’s model', { rung: 'prior' }, 'low', 'not_own_model'],
    ['another’s model, adjusted', { rung: 'prior_calibrated' }, 'low', 'wide_interval'],
    [
      'another’s model, adjusted, and a clear case',
      { rung: 'prior_calibrated', probability: 0.03 },
      'medium',
      'not_own_model',
    ],
    ['another’s model, corrected', { rung: 'residual', probability: 0.2 }, 'medium', 'not_own_model'],
    ['the usual rate only', { rung: 'base_rate' }, 'low', 'not_own_model'],
    ['half of it unknown', { missingShare: 0.6 }, 'medium', 'much_missing'],
    ['nearly all unknown', { missingShare: 0.8 }, 'low', 'much_missing'],
    ['a source never seen', { unseen: 1, probability: 0.04 }, 'medium', 'unseen_values'],
    ['a stage hardly ever won', { stageDeals: 3, probability: 0.02 }, 'medium', 'stage_rarely_won'],
    ['a new owner at a new customer', { customerDeals: 0, ownerDeals: 2 }, 'medium', 'little_known_customer_and_owner'],
    ['a new owner at an old customer', { customerDeals: 8, ownerDeals: 0 }, 'high', 'many_deals'],
    ['deals that name neither', { customerDeals: null, ownerDeals: null, stageDeals: null }, 'high', 'many_deals'],
  ])('with %s', (_, given, level, first) => {
    const confidence = confidenceOf(input(given))
    expect([confidence.level, confidence.reasons[0]?.kind]).toEqual([level, first])
  })

  it('names what limits most before what limits less, and then what it rests on', () => {
    const { level, reasons } = confidenceOf(input({ rung: 'prior_calibrated', missingShare: 0.9, unseen: 2 }))
    expect(level).toBe('low')
    expect(reasons.map(({ kind }) => kind)).toEqual([
      'wide_interval',
      'much_missing',
      'not_own_model',
      'unseen_values',
      'many_deals',
      'known_customer',
      'known_owner',
    ])
  })

  it('always holds the probability, and widens with whatever is lacking', () => {
    const width = (given: Partial<ConfidenceInput>, probability: number) => {
      const { low, high } = confidenceOf(input({ ...given, probability }))
      expect(low).toBeLessThan(probability)
      expect(high).toBeGreaterThan(probability)
      expect(low).toBeGreaterThan(0)
      expect(high).toBeLessThan(1)
      return high - low
    }
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), (p) => {
        const usual = width({}, p)
        for (const lack of [
          { deals: 500 },
          { stageDeals: 5 },
          { missingShare: 0.7 },
          { unseen: 1 },
          { features: 90 },
        ]) {
          expect(width(lack, p)).toBeGreaterThan(usual)
        }
      }),
    )
  })
})
