import { describe, expect, it } from 'vitest'
import { changeSince } from '../../../../worker/analytics/domain/change-since'
import { shownPercent } from '../../../../worker/analytics/domain/points'
import { probabilityAt } from '../../../../worker/analytics/domain/scorer'
import { DAY_MS, type DealTimeline, inOrder } from '../../../../worker/analytics/domain/timeline'
import { byRate, NOW, servedCompany } from './served'

const WEEK_AGO = NOW - 7 * DAY_MS

describe('why a score changed', () => {
  const { model, open } = servedCompany()
  const older = open.filter(({ createdAt }) => createdAt < WEEK_AGO - 30 * DAY_MS).slice(0, 40)
  const scored = (deal: DealTimeline, at: number) => ({ at, probability: probabilityAt(model, deal, at, null) })
  const since = (deal: DealTimeline, then = scored(deal, WEEK_AGO)) => {
    const change = changeSince(model, deal, null, then, scored(deal, NOW))
    if (!change) throw new Error('a trained model knows why')
    return change
  }
  const sum = ({ from, facts, smaller, other }: ReturnType<typeof since>) =>
    from + facts.reduce((total, { points }) => total + points, smaller?.points ?? 0) + (other?.points ?? 0)

  it('is told in facts that moved, then and now, adding up to the change as shown', () => {
    const told = older.map((deal) => since(deal))
    expect(told.flatMap(({ facts }) => facts).length).toBeGreaterThan(10)
    older.forEach((deal, i) => {
      const change = told[i]!
      expect([change.from, change.to]).toEqual([WEEK_AGO, NOW].map((at) => shownPercent(scored(deal, at).probability)))
      expect(sum(change)).toBe(change.to)
      expect(change.other).toBeNull()
      for (const { before, after } of change.facts) expect(before).not.toBe(after)
    })
  })

  it('gives a meeting that was held the credit, and nothing that stayed as it was', () => {
    const deal = older[0]!
    const held = { ...deal, events: inOrder([...deal.events.filter(({ at }) => at < WEEK_AGO), MEETING]) }
    const topics = new Set(
      ['meetings', 'contact', 'people', 'outcome', 'replies', 'calls', 'emails', 'sentiment'].concat(
        ['age', 'stage_age', 'close_date', 'next_step', 'season', 'slips', 'pace'], // what time alone moves
      ),
    )
    const { facts } = since(held)
    for (const { key } of facts) expect(topics).toContain(key)
  })

  it('says apart what no fact of the deal explains, such as a new model', () => {
    const deal = older[0]!
    const then = { at: WEEK_AGO, probability: 0.9 }
    const change = since(deal, then)
    expect(change.other).not.toBeNull()
    expect(change.from).toBe(90)
    expect(sum(change)).toBe(change.to)
  })

  it('has nothing to say where the usual rate is all there is', () => {
    const one = { at: NOW, probability: 0.4 }
    expect(changeSince(byRate(), older[0]!, null, one, one)).toBeNull()
  })
})

const MEETING = {
  type: 'interaction',
  at: NOW - DAY_MS,
  channel: 'meeting',
  direction: null,
  personId: 'anna',
  durationMinutes: 60,
  sentiment: null,
  outcome: null,
} as const
