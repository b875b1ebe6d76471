import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ClosedDeal,
  closedDealOf,
  type Evidence,
  HistoryBook,
  type Subject,
  type Tally,
} from '../../../../worker/analytics/domain/history'
import { RunningMedian } from '../../../../worker/analytics/domain/running-median'
import { aDeal, amount, day, ends, enters } from './builders'

const anyClosed: fc.Arbitrary<ClosedDeal> = fc.record({
  at: fc.nat(60).map(day),
  won: fc.boolean(),
  customerId: fc.constantFrom('a', 'b'),
  ownerId: fc.constantFrom('x', 'y'),
  source: fc.constantFrom('Referral', 'Website', null),
  productIds: fc.subarray(['p', 'q']),
  currency: fc.constantFrom('EUR', 'SEK'),
  amount: fc.option(fc.integer({ min: 1, max: 900_000 }), { nil: null }),
  stageDays: fc.dictionary(fc.constantFrom('s0', 's1'), fc.double({ min: 0, max: 90, noNaN: true }), { maxKeys: 2 }),
})

const anySubject: fc.Arbitrary<Subject & { at: number }> = fc.record({
  at: fc.nat(70).map(day),
  customerId: fc.constantFrom('a', 'b', 'new'),
  ownerId: fc.constantFrom('x', 'new'),
  source: fc.constantFrom('Referral', 'Website', null),
  productIds: fc.subarray(['p', 'q']),
  currency: fc.constantFrom('EUR', 'SEK'),
})

/** The same evidence as a database would count it: filter, count, `percentile_cont(0.5)`. */
function counted(deals: readonly ClosedDeal[], subject: Subject & { at: number }): Evidence {
  const before = deals.filter(({ at }) => at < subject.at)
  const tally = (wanted: (deal: ClosedDeal) => boolean): Tally => {
    const found = before.filter(wanted)
    return { won: found.filter(({ won }) => won).length, closed: found.length }
  }
  const median = (values: readonly number[]) => {
    if (values.length === 0) return null
    const sorted = values.toSorted((a, b) => a - b)
    const low = sorted[Math.floor((sorted.length - 1) / 2)]!
    const high = sorted[Math.ceil((sorted.length - 1) / 2)]!
    return { value: low === high ? low : low + (high - low) * 0.5, count: sorted.length }
  }
  const amounts = (wanted: (deal: ClosedDeal) => boolean) =>
    median(
      before.filter((deal) => deal.currency === subject.currency && wanted(deal)).flatMap((deal) => deal.amount ?? []),
    )
  const stages = new Set(before.filter(({ won }) => won).flatMap((deal) => Object.keys(deal.stageDays)))
  return {
    all: tally(() => true),
    customer: tally((deal) => deal.customerId === subject.customerId),
    owner: tally((deal) => deal.ownerId === subject.ownerId),
    source: subject.source === null ? null : tally((deal) => deal.source === subject.source),
    products: subject.productIds.map((id) => tally((deal) => deal.productIds.includes(id))),
    customerAmount: amounts((deal) => deal.customerId === subject.customerId),
    usualAmount: amounts(() => true),
    stageDays: Object.fromEntries(
      [...stages].map((id) => [
        id,
        median(before.filter(({ won }) => won).flatMap((deal) => deal.stageDays[id] ?? []))!,
      ]),
    ),
  }
}

describe('history', () => {
  const anyDeals = fc.array(anyClosed, { maxLength: 40 })

  it('is, at any moment, what a database would count then', () => {
    fc.assert(
      fc.property(anyDeals, fc.array(anySubject, { maxLength: 10 }), (deals, subjects) => {
        const book = HistoryBook.of(deals)
        for (const subject of subjects) expect(book.evidenceAt(subject.at, subject)).toEqual(counted(deals, subject))
      }),
    )
  })

  it('is the same looked up afterwards as accumulated at the time', () => {
    fc.assert(
      fc.property(anyDeals, anySubject, (deals, subject) => {
        const inTime = new HistoryBook()
        const ordered = deals.toSorted((a, b) => a.at - b.at)
        for (const deal of ordered.filter(({ at }) => at < subject.at)) inTime.add(deal)
        expect(HistoryBook.of(deals).evidenceAt(subject.at, subject)).toEqual(inTime.evidenceAt(subject.at, subject))
      }),
    )
  })

  it('does not count a deal at the moment it closes', () => {
    const closed = closedDealOf(aDeal({ events: [enters(0, 0), ends(9, 'won')] }))!
    const book = HistoryBook.of([closed])
    expect([day(9), day(9) + 1].map((at) => book.evidenceAt(at, closed).all.closed)).toEqual([0, 1])
  })

  it('refuses to be told out of order', () => {
    const book = new HistoryBook()
    const closed = closedDealOf(aDeal({ events: [ends(9, 'won')] }))!
    book.add(closed)
    expect(() => book.add({ ...closed, at: day(8) })).toThrow('order')
  })

  it('keeps of a deal its last owner and amount, and the days in each stage over all visits', () => {
    const deal = aDeal({
      events: [
        enters(0, 0),
        amount(0, 10_000),
        enters(4, 1),
        enters(6, 0),
        { type: 'owner_set', at: day(7), ownerId: 'owner-2' },
        amount(8, 12_000),
        enters(9, 2),
        ends(20, 'won'),
      ],
    })
    expect(closedDealOf(deal)).toMatchObject({
      at: day(20),
      won: true,
      ownerId: 'owner-2',
      amount: 12_000,
      stageDays: { 'stage-0': 4 + 3, 'stage-1': 2, 'stage-2': 11 },
    })
  })

  it.each([
    ['an open deal', aDeal()],
    ['a deal without a place in time', aDeal({ dated: false, events: [ends(9, 'won')] })],
  ])('keeps nothing of %s', (_, deal) => {
    expect(closedDealOf(deal)).toBeNull()
  })
})

describe('RunningMedian', () => {
  it('is the middle of everything so far', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 60 }),
        (drawn) => {
          // Two zeros of different sign are the same amount, in either order.
          const values = drawn.map((value) => value + 0)
          const median = new RunningMedian()
          values.forEach((value, i) => {
            median.add(value)
            const sorted = values.slice(0, i + 1).sort((a, b) => a - b)
            const low = sorted[Math.floor(i / 2)]!
            const high = sorted[Math.ceil(i / 2)]!
            expect(median.value).toBe(i % 2 === 0 ? low : low + (high - low) * 0.5)
          })
        },
      ),
    )
  })

  it('is null before there is anything', () => {
    expect(new RunningMedian().value).toBeNull()
  })
})
