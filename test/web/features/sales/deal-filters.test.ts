import { describe, expect, it } from 'vitest'
import {
  compareDeals,
  type DealFilters,
  isNarrowed,
  passes,
  readFilters,
  writeFilters,
} from '../../../../web/src/features/sales/deal-filters'
import { aDeal } from './builders'

describe('passes', () => {
  it.each<[string, DealFilters, boolean]>([
    ['everything when nothing is asked', {}, true],
    ['mine when I ask for mine', { owner: 'me' }, true],
    ['not another’s', { owner: 'ines' }, false],
    ['what closes before the day', { before: '2026-12-19' }, true],
    ['not what closes on it', { before: '2026-12-18' }, false],
    ['its priority', { priority: 'medium' }, true],
    ['no other priority', { priority: 'high' }, false],
    ['the least amount itself', { min: 1000 }, true],
    ['no smaller amount', { min: 1000.01 }, false],
    ['words of title and customer in any order, without accents', { text: 'munchen press' }, true],
    ['only when every word is there', { text: 'press berlin' }, false],
  ])('lets through %s', (_, filters, shown) => {
    expect(passes(aDeal(), filters, 'kofi')).toBe(shown)
  })

  it('leaves out a deal without a close date when a date is asked for', () => {
    expect(passes(aDeal({ expectedCloseOn: null }), { before: '2030-01-01' }, 'kofi')).toBe(false)
  })

  it('finds deals at risk and those worth a push, of those that have a score', () => {
    const risky = aDeal({ score: { probability: 0.3, risk: { words: 'Buyer gone quiet' }, push: null } })
    expect(passes(risky, { mark: 'risk' }, 'kofi')).toBe(true)
    expect(passes(risky, { mark: 'push' }, 'kofi')).toBe(false)
    expect(passes(aDeal(), { mark: 'risk' }, 'kofi')).toBe(false)
    expect(passes(aDeal({ score: null }), { mark: 'push' }, 'kofi')).toBe(false)
  })

  it('compares amounts in whole units of their own currency', () => {
    expect(passes(aDeal({ amountMinor: 1000, currency: 'JPY' }), { min: 1000 }, 'kofi')).toBe(true)
  })
})

describe('filters in the address', () => {
  it('come back as they were written', () => {
    const filters = {
      owner: 'me',
      before: '2027-01-01',
      priority: 'high',
      min: 2500,
      text: 'press line',
      mark: 'push',
    } as const
    const written = Object.fromEntries(Object.entries(writeFilters(filters)).map(([key, value]) => [key, value ?? '']))
    expect(readFilters(written)).toEqual(filters)
  })

  it('are left out where they make no sense', () => {
    const read = readFilters({ before: 'soon', priority: 'urgent', min: '-3', q: '  ', owner: '', mark: 'luck' })
    expect(isNarrowed(read)).toBe(false)
  })
})

describe('compareDeals', () => {
  const deals = [
    aDeal({ id: 'a', score: { probability: 0.2 }, amountMinor: 300, expectedCloseOn: null, openedAt: '2026-01-03' }),
    aDeal({ id: 'b', score: null, amountMinor: 900, expectedCloseOn: '2026-12-02', openedAt: '2026-01-01' }),
    aDeal({
      id: 'c',
      score: { probability: 0.7 },
      amountMinor: 500,
      expectedCloseOn: '2026-12-01',
      openedAt: '2026-01-02',
    }),
  ]
  it.each([
    ['probability', 'cab'],
    ['amount', 'bca'],
    ['closes', 'cba'],
    ['newest', 'acb'],
  ] as const)('by %s puts what lacks it last', (sort, order) => {
    expect(
      deals
        .toSorted(compareDeals(sort))
        .map(({ id }) => id)
        .join(''),
    ).toBe(order)
  })

  it('weighs amounts by their worth in units, not by how many decimals their currency has', () => {
    const yen = aDeal({ id: 'yen', amountMinor: 5_000, currency: 'JPY' })
    const euro = aDeal({ id: 'euro', amountMinor: 100_000, currency: 'EUR' })
    expect([euro, yen].sort(compareDeals('amount')).map(({ id }) => id)).toEqual(['yen', 'euro'])
  })
})
