import { describe, expect, it } from 'vitest'
import { changeWords, mainReasons, pendingWords, waterfallOf } from '../../../../web/src/features/sales/score-words'
import { waterfall } from '../../../../web/src/ui/waterfall-geometry'

const reason = (feature: string, words: string, contribution: number) => ({
  feature,
  words,
  value: null,
  contribution,
  points: Math.round(contribution * 20),
})

describe('changeWords', () => {
  const before = {
    probability: 0.57,
    reasons: [reason('reply', 'Buyer replies within a day', 0.3), reason('meeting', 'No meeting in 21 days', -0.4)],
  }

  it('names what moved most, in the direction the number went', () => {
    const now = {
      probability: 0.64,
      reasons: [reason('reply', 'Buyer replies within a day', 0.2), reason('call', 'Talked today', 0.5)],
    }
    expect(changeWords(before, now)).toBe('57 to 64: mostly talked today, and no meeting in 21 days')
  })

  it('says what the command itself moved, where that is known', () => {
    const now = {
      probability: 0.64,
      reasons: before.reasons,
      movedBy: ['Warm tone in what they say', '3 calls in 7 days'],
    }
    expect(changeWords(before, now)).toBe('57 to 64: mostly warm tone in what they say, and 3 calls in 7 days')
  })

  it('keeps names as they are written', () => {
    const now = { probability: 0.5, reasons: [...before.reasons, reason('product', 'VX-20 in the deal', -0.3)] }
    expect(changeWords(before, now)).toBe('57 to 50: mostly VX-20 in the deal')
  })

  it('does not make up a reason', () => {
    expect(changeWords(before, { ...before, probability: 0.6 })).toBe('57 to 60')
    expect(changeWords(before, { ...before, probability: 0.571 })).toBe('Still 57')
  })
})

describe('mainReasons', () => {
  it('takes the weightiest, in points, and puts those that help first', () => {
    const reasons = [reason('a', 'A', -0.5), reason('b', 'B', 0.3), reason('c', 'C', 0.9), reason('d', 'D', 0.01)]
    const prediction = { baseRate: 0.3, probability: 0.467, reasons } as Parameters<typeof mainReasons>[0]
    expect(mainReasons(prediction, 3).map(({ key, points }) => [key, Math.sign(points)])).toEqual([
      ['c', 1],
      ['b', 1],
      ['a', -1],
    ])
    expect(mainReasons(null, 3)).toEqual([])
  })
})

describe('what the server has summed already', () => {
  const reasons = [reason('a', 'A', 0.9), reason('', '24 smaller reasons', 0.4), reason('b', 'B', -0.2)]
  const prediction = { baseRate: 0.3, probability: 0.561, reasons } as Parameters<typeof waterfallOf>[0]

  it('stands after the reasons, under its own words', () => {
    const rows = waterfall(waterfallOf(prediction))
    expect(rows.map(({ label, kind }) => `${kind}: ${label}`)).toEqual([
      'base: Your usual win rate',
      'helps: A',
      'hurts: B',
      'rest: 24 smaller reasons',
      'total: This deal',
    ])
    const steps = rows.slice(1, -1).reduce((sum, { points }) => sum + points, 0)
    expect(30 + steps).toBe(56)
  })

  it('is no main reason, and explains no change', () => {
    expect(mainReasons(prediction as never, 5).map(({ label }) => label)).toEqual(['A', 'B'])
    expect(changeWords({ probability: 0.4, reasons: [] }, { probability: 0.5, reasons: [reasons[1]!] })).toBe(
      '40 to 50',
    )
  })
})

describe('pendingWords', () => {
  const overview = {
    champion: null,
    models: [],
    closedDeals: { won: 3, lost: 1 },
    needed: { won: 20, lost: 20 },
    baseRate: null,
    openDeals: 5,
    scoredDeals: 0,
    scoredByChampion: 0,
    isTraining: false,
    sweep: null,
    pooling: { agreedAt: null, terms: 1, deals: null, givenAt: null },
    pausedAt: null,
    watch: null,
    nextRung: null,
  }
  it('says how far it is to a model', () => {
    expect(pendingWords(overview)).toMatch(
      /not enough closed deals. 3 deals won and 1 lost so far; 20 and 20 are needed/,
    )
  })
  it('does not blame the deals when there are enough', () => {
    expect(pendingWords({ ...overview, closedDeals: { won: 30, lost: 30 } })).not.toMatch(/not enough/)
  })
  it('says when one is being made', () => {
    expect(pendingWords({ ...overview, isTraining: true })).toMatch(/learning/)
  })
})
