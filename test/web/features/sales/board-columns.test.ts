import { beforeEach, describe, expect, it } from 'vitest'
import {
  columnsOf,
  keepUnchanged,
  moneyWords,
  neighbour,
  sumTotals,
  weightedShare,
  weightedWords,
} from '../../../../web/src/features/sales/board-columns'
import { setLocale } from '../../../../web/src/ui/locale'
import { aDeal } from './builders'

type Stages = Parameters<typeof columnsOf>[1]
const STAGES = [{ id: 'qualified' }, { id: 'proposal' }] as unknown as Stages

beforeEach(() => setLocale({ language: 'en-GB', timeZone: 'UTC' }))

describe('columnsOf', () => {
  const columns = columnsOf(
    [
      aDeal({ id: 'a', score: { probability: 0.25 }, amountMinor: 40_000_00 }),
      aDeal({ id: 'b', score: { probability: 0.5 }, amountMinor: 10_000_00 }),
      aDeal({ id: 'c', score: null, amountMinor: 5_000_00, currency: 'USD' }),
      aDeal({ id: 'd', stageId: 'archived' }),
    ],
    STAGES,
    'probability',
  )
  const qualified = columns.get('qualified')!
  const proposal = columns.get('proposal')!

  it('lays deals out by stage, in order, and keeps empty stages', () => {
    expect(qualified.ids).toEqual(['b', 'a', 'c'])
    expect(proposal.ids).toEqual([])
  })

  it('adds up each currency for itself, weighted by the chance to win', () => {
    expect(qualified.totals).toEqual([
      { currency: 'EUR', amountMinor: 50_000_00, weightedMinor: 15_000_00 },
      { currency: 'USD', amountMinor: 5_000_00, weightedMinor: 0 },
    ])
    expect(qualified.scored).toBe(2)
  })

  it('writes them with the company’s currency first', () => {
    expect(moneyWords(qualified.totals, 'amountMinor', 'USD')).toBe('$5k + €50k')
    expect(moneyWords(proposal.totals, 'amountMinor', 'EUR')).toBe('€0')
    expect(weightedWords(qualified, 'EUR')).toBe('€15k + $0 weighted')
  })

  it('says so where nothing has been scored', () => {
    const unscored = columnsOf([aDeal({ score: null })], STAGES, 'newest').get('qualified')!
    expect(weightedWords(unscored, 'EUR')).toBe('no scores yet')
    expect(weightedWords(proposal, 'EUR')).toBe('€0 weighted')
  })

  it('draws the share by the currency most of the money is in', () => {
    expect(weightedShare(qualified.totals)).toBeCloseTo(0.3)
    expect(weightedShare(proposal.totals)).toBe(0)
  })

  it('sums columns', () => {
    expect(sumTotals([qualified, qualified])).toContainEqual({
      currency: 'EUR',
      amountMinor: 100_000_00,
      weightedMinor: 30_000_00,
    })
  })
})

describe('neighbour', () => {
  const columns = [['a', 'b', 'c'], [], ['d', 'e']]
  it.each([
    ['a', 'next', 'b'],
    ['c', 'next', 'd'],
    ['e', 'next', undefined],
    ['d', 'previous', 'c'],
    ['a', 'previous', undefined],
    ['c', 'right', 'e'],
    ['e', 'left', 'b'],
    ['a', 'left', undefined],
    [undefined, 'next', 'a'],
    ['gone', 'previous', 'a'],
  ] as const)('from %s %s is %s', (from, step, to) => {
    expect(neighbour(columns, from, step)).toBe(to)
  })

  it('is nothing on an empty board', () => {
    expect(neighbour([[], []], undefined, 'next')).toBeUndefined()
  })
})

it('takes over the columns that a change left as they were', () => {
  const before = columnsOf([aDeal({ id: 'a' }), aDeal({ id: 'b', stageId: 'proposal' })], STAGES, 'newest')
  const after = columnsOf(
    [aDeal({ id: 'a', title: 'Another' }), aDeal({ id: 'c', stageId: 'proposal' })],
    STAGES,
    'newest',
  )
  const kept = keepUnchanged(before, after)
  expect(kept.get('qualified')).toBe(before.get('qualified'))
  expect(kept.get('proposal')).toBe(after.get('proposal'))
  expect([...kept.keys()]).toEqual([...after.keys()])
})
