import { describe, expect, it } from 'vitest'
import { log10 } from '../../../../../worker/analytics/domain/arithmetic'
import { asOf } from '../../../../../worker/analytics/domain/as-of'
import { STANDARD_FEATURES } from '../../../../../worker/analytics/domain/features/catalogue'
import { type Evidence, NO_EVIDENCE } from '../../../../../worker/analytics/domain/history'
import type { DealTimeline } from '../../../../../worker/analytics/domain/timeline'
import { aDeal, amount, closesOn, day, enters, talks } from '../builders'

const NORMS: Evidence = {
  ...NO_EVIDENCE,
  all: { won: 29, closed: 98 }, // (29 + 1) / (98 + 2) = 30 %
  stageDays: {
    'stage-0': { value: 5, count: 30 },
    'stage-1': { value: 10, count: 30 },
    'stage-2': { value: 20, count: 4 },
  },
}

function read(name: string, deal: DealTimeline, on: number, evidence: Evidence = NORMS) {
  const feature = STANDARD_FEATURES.find((candidate) => candidate.name === name)
  if (!feature) throw new Error(`no feature ${name}`)
  const sight = { deal: asOf(deal, day(on)), evidence }
  const value = feature.read(sight)
  return [value, feature.say(value, 0.1, sight)]
}

describe('stage', () => {
  const moves = [enters(0, 0), enters(4, 1), enters(10, 3), enters(12, 2)]
  it.each([
    ['stage', 5, 'stage-1', 'Stage 2 of 5'],
    ['stage_progress', 12, 0.5, 'Stage 3 of 5'],
    ['stage_age_days', 9, 5, '5 days in this stage'],
    ['stage_age_ratio', 9, 0.5, '5 days in this stage, usually 10 days'],
    ['stage_age_ratio', 14, null, 'No norm for this stage yet'], // four won deals make no norm
    ['pace', 3, null, 'No pace to compare yet'],
    ['pace', 10, 10 / 15, 'Faster than usual so far'],
    ['stage_regressions', 11, 0, 'Never moved back'],
    ['stage_regressions', 12, 1, 'Moved back once'],
    ['stages_skipped', 12, 1, 'Skipped a stage'],
    ['velocity', 15, 4, '4.0 stages gained in 30 days'],
  ])('%s on day %i is %s: %s', (name, on, value, words) => {
    expect(read(name, aDeal({ events: moves }), on)).toEqual([value, words])
  })

  it('is unknown without a stage history', () => {
    expect(read('stage_regressions', aDeal({ events: [] }), 3)).toEqual([null, 'Stage history unknown'])
  })
})

describe('deal', () => {
  const events = [
    amount(0, 100_000),
    closesOn(0, '2026-02-04'),
    amount(9, 80_000),
    closesOn(10, '2026-02-10'),
    closesOn(20, '2026-03-01'),
  ]
  it.each([
    ['deal_age_days', 12, 12, 'Open for 12 days'],
    ['close_date_slips', 9, 0, 'Close date never moved'],
    ['close_date_slips', 20, 2, 'Close date moved twice'],
    ['slipped_days', 20, 25, 'Close date moved by 25 days in all'],
    ['days_to_close', 0, 30, 'Closes in 30 days'],
    ['days_to_close', 30 + 25, 0, 'Closes today'],
    ['days_to_close', 60, -5, 'Close date passed 5 days ago'],
    ['amount_log', 0, 5, 'Amount of €100K'],
    ['amount_changes', 9, 1, 'Amount changed once'],
    ['amount_trend', 9, log10(0.8), 'Amount cut by 20%'],
  ])('%s on day %i is %s: %s', (name, on, value, words) => {
    expect(read(name, aDeal({ events }), on)).toEqual([value, words])
  })

  it('compares the amount with what is usual', () => {
    const evidence = {
      ...NORMS,
      customerAmount: { value: 10_000, count: 3 },
      usualAmount: { value: 100_000, count: 80 },
    }
    expect(read('amount_vs_customer', aDeal({ events }), 0, evidence)).toEqual([1, '10× this customer’s usual amount'])
    expect(read('amount_vs_usual', aDeal({ events }), 0, evidence)).toEqual([0, 'About your usual amount'])
  })

  it('does not read the close date of a deal of which only facts were imported', () => {
    expect(read('days_to_close', aDeal({ events, recordedFrom: null }), 9)).toEqual([null, 'No close date set'])
  })
})

describe('activity', () => {
  const events = [
    talks(0, { channel: 'meeting', direction: null, personId: 'anna', sentiment: 0.6 }),
    talks(1, { direction: 'out', personId: 'anna' }),
    talks(1.5, { direction: 'in', personId: 'ben', sentiment: 0.3 }),
    talks(20, { channel: 'call', direction: 'out', personId: 'ben', sentiment: -0.3, outcome: 'Price concern' }),
    talks(20, { channel: 'note', direction: null }),
  ]
  it.each([
    ['emails_7d', 6, 2, '2 e-mails in 7 days'],
    ['emails_7d', 20, 0, 'No e-mail in 7 days'],
    ['calls_30d', 21, 1, '1 call in 30 days'],
    ['meetings_90d', 21, 1, '1 meeting in 90 days'],
    ['days_since_meeting', 21, 21, 'No meeting in 21 days'],
    ['days_since_meeting', 2, 2, 'Met 2 days ago'],
    ['days_since_contact', 24, 4, 'Last contact 4 days ago'],
    ['days_since_reply', 21.5, 20, 'Nothing from the buyer in 20 days'],
    ['reply_ratio', 21, 1 / 3, '33% of e-mails and calls come from the buyer'],
    ['reply_days', 21, 0.5, 'Buyer replies within a day'],
    ['people_engaged', 21, 2, '2 people engaged'],
    ['people_30d', 40, 1, '1 person engaged in 30 days'],
    ['sentiment_mean', 21, 0.2, 'Warm tone in what they say'],
    ['last_outcome', 21, 'Price concern', 'Last outcome: Price concern'],
    ['next_step_planned', 21, 0, 'No next step planned'],
  ])('%s on day %s is %s: %s', (name, on, value, words) => {
    const [read_, said] = read(name, aDeal({ events }), on)
    if (typeof value === 'number') expect(read_).toBeCloseTo(value, 9)
    else expect(read_).toBe(value)
    expect(said).toBe(words)
  })

  it('hears the tone cooling', () => {
    const [slope, words] = read('sentiment_slope', aDeal({ events }), 21)
    expect(slope).toBeLessThan(-0.9)
    expect(words).toBe('Tone is cooling')
  })

  it('knows when a next step is late', () => {
    const planned = aDeal({ events: [{ type: 'next_step_set', at: day(1), planned: true, day: '2026-01-10' }] })
    expect(read('next_step_in_days', planned, 2)).toEqual([3, 'Next step in 3 days'])
    expect(read('next_step_in_days', planned, 9)).toEqual([-4, 'Next step is 4 days late'])
  })

  it('says nothing of what is not recorded, rather than none', () => {
    for (const name of ['emails_30d', 'people_engaged', 'next_step_planned', 'days_since_contact']) {
      expect(read(name, aDeal({ recordedFrom: null }), 5)[0]).toBeNull()
    }
  })
})

describe('history', () => {
  const evidence: Evidence = {
    ...NORMS,
    customer: { won: 3, closed: 4 },
    owner: { won: 0, closed: 0 },
    source: { won: 20, closed: 40 },
    products: [
      { won: 10, closed: 10 },
      { won: 0, closed: 10 },
    ],
  }
  it.each([
    ['customer_win_rate', (3 + 10 * 0.3) / (4 + 10), 'Won 3 of 4 here before'],
    ['customer_deals', 4, 'Won 3 of 4 here before'],
    ['owner_win_rate', 0.3, 'The owner’s first deal'],
    ['source_win_rate', (20 + 3) / 50, 'Referral wins 46% of the time'],
    ['product_win_rate', (13 / 20 + 3 / 20) / 2, 'These products win 40% of the time'],
    ['product_deals', 20, '20 deals closed with these products'],
  ])('%s is shrunk towards the usual rate: %s, %s', (name, value, words) => {
    const [rate, said] = read(name, aDeal(), 1, evidence)
    expect(rate).toBeCloseTo(value, 12)
    expect(said).toBe(words)
  })

  it('writes many deals so that they can be read', () => {
    const busy: Evidence = { ...evidence, owner: { won: 739, closed: 1_739 } }
    expect(read('owner_win_rate', aDeal(), 1, busy)[1]).toBe('The owner won 739 of 1,739 before')
    expect(read('owner_deals', aDeal(), 1, busy)[1]).toBe('The owner has closed 1,739 deals')
  })

  it('is unknown before the first deal has closed', () => {
    expect(read('owner_win_rate', aDeal(), 1, NO_EVIDENCE)).toEqual([null, 'No closed deals to compare with yet'])
  })
})

describe('context', () => {
  it.each([
    ['source', 'Referral', 'Came from Referral'],
    ['industry', 'Paper', 'Industry: Paper'],
    ['company_size_log', Math.log10(301), 'Company of 300 people'],
    ['competitor', null, 'No competitor known'],
    ['priority', 'medium', 'Marked medium priority'],
    ['month', 'January', 'It is January'],
    ['days_to_quarter_end', 86, '86 days to the end of the quarter'],
  ])('%s is %s: %s', (name, value, words) => {
    expect(read(name, aDeal(), 0)).toEqual([value, words])
  })

  it.each(['month', 'days_to_quarter_end', 'deal_age_days'])(
    '%s is unknown for a deal without a place in time',
    (name) => {
      expect(read(name, aDeal({ dated: false }), 0)[0]).toBeNull()
    },
  )
})
