import { describe, expect, it } from 'vitest'
import { asOf } from '../../../../worker/analytics/domain/as-of'
import { STANDARD_FEATURES } from '../../../../worker/analytics/domain/features/catalogue'
import { NO_EVIDENCE } from '../../../../worker/analytics/domain/history'
import { type Change, suppose } from '../../../../worker/analytics/domain/what-if'
import { aDeal, amount, closesOn, day, enters, talks } from './builders'

const deal = aDeal({
  events: [
    enters(0, 0),
    amount(0, 50_000),
    closesOn(0, '2026-03-01'),
    talks(2, { channel: 'meeting', personId: 'anna' }),
    talks(30, { channel: 'call' }), // after the moment: not yet known, so not supposed either
  ],
})

const evidence = {
  ...NO_EVIDENCE,
  all: { won: 10, closed: 30 },
  usualAmount: { value: 20_000, count: 30 },
  customerAmount: { value: 30_000, count: 3 },
  stageDays: { 'stage-0': { value: 4, count: 9 }, 'stage-3': { value: 4, count: 9 } },
}

const changes: readonly Change[] = [
  { kind: 'amount', amountMinor: 4_200_000 },
  { kind: 'close_date', day: '2026-04-15' },
  { kind: 'stage', stageId: 'stage-3', stageIndex: 3, stageCount: 5 },
  { kind: 'meeting', personId: 'ben' },
  { kind: 'call', personId: 'ben' },
  { kind: 'people', more: 2 },
  { kind: 'next_step', day: '2026-01-30' },
]

describe('suppose', () => {
  it.each(changes)('moves features that say so, and no other: %j', (change) => {
    const read = (timeline: typeof deal) =>
      new Map(STANDARD_FEATURES.map((feature) => [feature, feature.read({ deal: asOf(timeline, day(20)), evidence })]))
    const before = read(deal)
    const after = read(suppose(deal, [change], day(20)))
    const moved = STANDARD_FEATURES.filter((feature) => !Object.is(before.get(feature), after.get(feature)))
    expect(moved.length).toBeGreaterThan(0)
    for (const feature of moved)
      expect([feature.name, feature.whatIf]).toEqual([feature.name, expect.arrayContaining([change.kind])])
  })

  it('scores as the real thing will', () => {
    const real = {
      ...deal,
      events: [...deal.events.slice(0, 4), talks(20, { channel: 'meeting', direction: null, personId: 'ben' })],
    }
    expect(asOf(suppose(deal, [{ kind: 'meeting', personId: 'ben' }], day(20)), day(20)).interactions).toEqual(
      asOf(real, day(20)).interactions,
    )
  })

  it('takes several changes at once and leaves the deal itself alone', () => {
    const kept = structuredClone(deal)
    expect(asOf(suppose(deal, changes, day(20)), day(20))).toMatchObject({ amount: 42_000, closeDateSlips: 1 })
    expect(deal).toEqual(kept)
  })
})
