import { describe, expect, it } from 'vitest'
import { asOf } from '../../../../worker/analytics/domain/as-of'
import { STANDARD_FEATURES } from '../../../../worker/analytics/domain/features/catalogue'
import { NO_EVIDENCE } from '../../../../worker/analytics/domain/history'
import { explain, type Reading } from '../../../../worker/analytics/domain/reasons'
import { aDeal, closesOn, day, enters, talks } from './builders'

const sight = {
  deal: asOf(
    aDeal({
      events: [
        enters(0, 0),
        closesOn(0, '2026-02-01'),
        talks(1, { channel: 'meeting', personId: 'anna' }),
        closesOn(10, '2026-02-08'),
        closesOn(12, '2026-02-20'),
        talks(20, { direction: 'out', personId: 'anna' }),
        talks(20.5, { direction: 'in', personId: 'ben' }),
      ],
    }),
    day(22),
  ),
  evidence: { ...NO_EVIDENCE, all: { won: 31, closed: 100 }, customer: { won: 3, closed: 4 } },
}

function readings(contributions: Readonly<Record<string, number>>): Reading[] {
  return STANDARD_FEATURES.map((feature) => ({
    feature,
    value: feature.read(sight),
    contribution: contributions[feature.name] ?? 0,
  }))
}

/** The probability to which the contributions add up. */
function explained(base: number, contributions: Readonly<Record<string, number>>) {
  const logOdds = Object.values(contributions).reduce((sum, value) => sum + value, Math.log(base / (1 - base)))
  return explain(base, 1 / (1 + Math.exp(-logOdds)), readings(contributions), sight)
}

describe('explain', () => {
  const contributions = {
    reply_days: 0.5,
    days_since_reply: 0.2,
    people_engaged: 0.4,
    customer_win_rate: 0.3,
    days_since_meeting: -0.5,
    meetings_7d: -0.1,
    meetings_90d: 0.1,
    close_date_slips: -0.3,
    source: 0.02,
  }
  const explanation = explained(0.31, contributions)

  it('says the facts in words, one reason a topic, biggest first', () => {
    expect(explanation.helping.map(({ text }) => text)).toEqual([
      'Buyer replies within a day',
      '2 people engaged',
      'Won 3 of 4 here before',
    ])
    expect(explanation.hurting.map(({ text }) => text)).toEqual(['No meeting in 21 days', 'Close date moved twice'])
  })

  it('adds up in log-odds and in points', () => {
    const steps = [...explanation.helping, ...explanation.hurting]
    const [reply] = explanation.helping
    expect(reply).toMatchObject({ key: 'replies', feature: 'reply_days', logOdds: 0.7 })
    const points = steps.reduce((sum, step) => sum + step.points, explanation.smaller?.points ?? 0)
    expect(explanation.base + points).toBe(explanation.total)
    const logOdds = steps.reduce((sum, step) => sum + step.logOdds, explanation.smaller?.logOdds ?? 0)
    expect(logOdds).toBeCloseTo(
      Object.values(contributions).reduce((sum, value) => sum + value, 0),
      12,
    )
  })

  it('lets the member speak that pulls the way the topic goes', () => {
    const { hurting } = explained(0.31, { days_since_meeting: 0.3, meetings_30d: -0.9 })
    expect(hurting.map(({ feature, text }) => [feature, text])).toEqual([['meetings_30d', '1 meeting in 30 days']])
  })

  it('counts what is too small to tell', () => {
    expect(explanation.smaller?.count).toBeGreaterThan(5)
    expect(explained(0.31, {})).toMatchObject({ helping: [], hurting: [], base: 31, total: 31, smaller: { points: 0 } })
  })
})
