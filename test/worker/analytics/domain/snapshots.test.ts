import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maturityFrontier, spanOf } from '../../../../worker/analytics/domain/maturity'
import { type Snapshot, snapshotsUntil, thinned } from '../../../../worker/analytics/domain/snapshots'
import { DAY_MS, type DealTimeline, inOrder } from '../../../../worker/analytics/domain/timeline'
import { aDeal, anyDeal, anyEvent, day, ends, enters } from './builders'

const days = (snapshots: readonly Snapshot[]) => snapshots.map(({ at }) => (at - day(0)) / DAY_MS)

describe('snapshotsUntil', () => {
  it('looks at each stage entry and weekly, never at or after the end', () => {
    const deal = aDeal({ events: [enters(0, 0), enters(3, 1), enters(14, 2), enters(21, 3)] })
    expect(snapshotsUntil(deal, day(21))).toEqual([
      { at: day(0), weight: 1 },
      { at: day(3), weight: 1 / 2 },
      { at: day(7), weight: 1 / 3 },
      { at: day(14), weight: 1 / 4 },
    ])
  })

  it('begins when recording began', () => {
    const deal = aDeal({ recordedFrom: day(10), events: [enters(0, 0), enters(12, 1)] })
    expect(days(snapshotsUntil(deal, day(20)))).toEqual([10, 12, 17])
  })

  it.each([
    ['nothing was recorded', null],
    ['recording began after the end', day(50)],
  ])('looks once, at the beginning, when %s', (_, recordedFrom) => {
    const deal = aDeal({ recordedFrom, events: [enters(0, 0), enters(9, 1)] })
    expect(snapshotsUntil(deal, day(40))).toEqual([{ at: day(0), weight: 1 }])
  })

  it('looks neither sooner nor harder at a deal for what becomes of it later', () => {
    fc.assert(
      fc.property(
        anyDeal,
        anyEvent,
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 400 }),
        (deal, event, a, b) => {
          fc.pre(deal.recordedFrom !== null && deal.recordedFrom < day(Math.min(a, b)))
          const known = day(Math.min(a, b))
          const later = inOrder([...deal.events, { ...event, at: Math.max(event.at, known) }])
          const seen = snapshotsUntil(deal, known)
          expect(snapshotsUntil({ ...deal, events: later }, day(Math.max(a, b))).slice(0, seen.length)).toEqual(seen)
        },
      ),
    )
  })

  it('looks at no deal more than thirty times or so, however long it lies', () => {
    const events = Array.from({ length: 100 }, (_, i) => enters(i * 20, i % 2))
    expect(snapshotsUntil(aDeal({ events }), day(2000)).length).toBeLessThanOrEqual(32)
  })
})

describe('thinned', () => {
  const looks = Array.from({ length: 20 }, (_, i) => ({ at: i, weight: 1 }))

  it.each([0.25, 0.5, 0.8])('keeps a share of %f, early and late alike, and the same ones every time', (share) => {
    const kept = Array.from({ length: 500 }, (_, i) => thinned(looks, share, `deal ${i}`))
    const count = (from: number, to: number) => kept.flat().filter(({ at }) => at >= from && at < to).length
    expect(Math.abs(count(0, 10) / 5000 - share)).toBeLessThan(0.03)
    expect(Math.abs(count(10, 20) / 5000 - share)).toBeLessThan(0.03)
    expect(thinned(looks, share, 'deal 7')).toEqual(kept[7])
  })

  it('keeps all where there is room', () => {
    expect(thinned(looks, 3, 'deal')).toEqual(looks)
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

  const frontier = (timelines: readonly DealTimeline[]) =>
    maturityFrontier(
      timelines.flatMap((timeline) => spanOf(timeline, now) ?? []),
      now,
    )

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
