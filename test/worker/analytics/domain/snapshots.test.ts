import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maturityFrontier, spanOf } from '../../../../worker/analytics/domain/maturity'
import { snapshotMoments, snapshotsOf, snapshotsPerDeal, thinned } from '../../../../worker/analytics/domain/snapshots'
import { closingOf, DAY_MS, type DealTimeline } from '../../../../worker/analytics/domain/timeline'
import { aDeal, anyDeal, day, ends, enters } from './builders'

describe('snapshotMoments', () => {
  it('looks at each stage entry and weekly, never at or after the end', () => {
    const deal = aDeal({ events: [enters(0, 0), enters(3, 1), enters(14, 2), enters(21, 3)] })
    expect(snapshotMoments(deal, day(21))).toEqual([0, 3, 7, 14].map(day))
  })

  it('begins when recording began', () => {
    const deal = aDeal({ recordedFrom: day(10), events: [enters(0, 0), enters(12, 1)] })
    expect(snapshotMoments(deal, day(20))).toEqual([10, 12, 17].map(day))
  })

  it.each([
    ['nothing was recorded', null],
    ['recording began after the end', day(50)],
  ])('looks once, at the beginning, when %s', (_, recordedFrom) => {
    expect(snapshotMoments(aDeal({ recordedFrom, events: [enters(0, 0), enters(9, 1)] }), day(40))).toEqual([day(0)])
  })
})

describe('snapshotsOf', () => {
  it('weighs every closed deal 1, within the limit', () => {
    fc.assert(
      fc.property(anyDeal, fc.integer({ min: 1, max: 9 }), (deal, limit) => {
        const snapshots = snapshotsOf(deal, limit)
        const closed = deal.events.some(({ type }) => type === 'closed')
        expect(snapshots.length).toBeLessThanOrEqual(limit)
        expect(snapshots.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(closed ? 1 : 0, 9)
      }),
    )
  })

  it('spreads a thinned choice over the whole life, differently for each deal', () => {
    const moments = Array.from({ length: 30 }, (_, i) => i)
    const first = new Set(Array.from({ length: 300 }, (_, i) => thinned(moments, 1, `deal ${i}`)[0]))
    expect(first.size).toBeGreaterThan(28)
    expect(thinned(moments, 3, 'deal')).toEqual(thinned(moments, 3, 'deal'))
    const [a, b, c] = thinned(moments, 3, 'deal') as [number, number, number]
    expect([b - a, c - b]).toEqual([10, 10])
  })

  it.each([
    [1000, 120_000, 16],
    [20_000, 120_000, 6],
    [500_000, 120_000, 1],
    [0, 120_000, 16],
  ])('gives each of %i deals within %i rows %i snapshots', (deals, rows, each) => {
    expect(snapshotsPerDeal(deals, rows)).toBe(each)
  })
})

describe('maturityFrontier', () => {
  // Ten deals a month for a year; each closes after 60 days, except those still open at the end.
  const now = day(360)
  const deals = (stuck: number) =>
    Array.from({ length: 120 }, (_, i) => {
      const opened = i * 3
      const closes = opened + 60
      const isOpen = closes >= 360 || i % 10 < stuck
      return aDeal({
        opportunityId: `d${i}`,
        createdAt: day(opened),
        recordedFrom: day(opened),
        events: isOpen ? [enters(opened, 0)] : [enters(opened, 0), ends(closes, 'lost')],
      })
    })

  function frontier(timelines: readonly DealTimeline[]): number {
    const lives = timelines.flatMap((timeline) => {
      const closing = closingOf(timeline)
      return closing ? [closing.at - timeline.createdAt] : []
    })
    return maturityFrontier(
      timelines.flatMap((timeline) => spanOf(timeline, now) ?? []),
      lives,
      now,
    )
  }

  it('is never when everything has closed', () => {
    expect(frontier(deals(0).filter((deal) => deal.events.length > 1))).toBe(Number.POSITIVE_INFINITY)
    expect(frontier([aDeal({ dated: false })])).toBe(Number.POSITIVE_INFINITY)
  })

  it('lies about one cycle back, where outcomes are not settled yet', () => {
    const back = (now - frontier(deals(0))) / DAY_MS
    expect(back).toBeGreaterThan(28)
    expect(back).toBeLessThan(100)
  })

  it('does not wait for deals that nobody will ever close', () => {
    const back = (now - frontier(deals(2))) / DAY_MS
    expect(back).toBeLessThan(130)
  })

  it('is four weeks back at the least while deals are open', () => {
    const quick = [...deals(0).slice(0, 90), aDeal({ createdAt: day(358), recordedFrom: day(358) })]
    expect(frontier(quick)).toBeLessThanOrEqual(now - 28 * DAY_MS)
  })
})
