import { describe, expect, it } from 'vitest'
import {
  driftRows,
  driftSentence,
  nextRungNote,
  outcomesNote,
  outcomesSentence,
  settingsWords,
  turnWords,
} from '../../../../web/src/features/model/watch-words'
import { formatDay } from '../../../../web/src/ui/format'
import type { WatchReport } from '../../../../worker/analytics/contract'
import { aModel, anOverview } from './builders'

const steady = { index: 0.02, level: 'steady' as const }
const input = (feature: string, index: number, level: 'steady' | 'warn' | 'act') => {
  return { feature, phrase: feature, index, level }
}

function aReport(facts: Partial<WatchReport> = {}): WatchReport {
  return {
    at: 0,
    modelId: 'm' as WatchReport['modelId'],
    deals: 120,
    since: Date.UTC(2026, 10, 1),
    dealsThen: 110,
    score: steady,
    inputs: [],
    outcomes: null,
    level: 'steady',
    ...facts,
  }
}

const outcomes = { deals: 90, won: 30, logLoss: 0.5, baseRateLogLoss: 0.6, slope: 1, months: [] }

describe('drift', () => {
  it.each([
    [[], 'Nothing has moved'],
    [[input('a', 0.14, 'warn')], 'One input has moved'],
    [[input('a', 0.24, 'act'), input('b', 0.12, 'warn'), input('c', 0.01, 'steady')], '2 inputs have moved'],
  ] as const)('says how many inputs have moved', (inputs, sentence) => {
    expect(driftSentence(aReport({ inputs: [...inputs] }))).toBe(sentence)
  })

  it('says so when only the scores have', () => {
    expect(driftSentence(aReport({ score: { index: 0.3, level: 'act' } }))).toBe('The scores have moved')
  })

  it('shows five inputs and the score, on a scale that ends', () => {
    const inputs = Array.from({ length: 8 }, (_, i) => input(`i${i}`, 0.9 - i / 10, 'act'))
    const rows = driftRows(aReport({ inputs }))
    expect(rows.map(({ label }) => label)).toEqual(['i0', 'i1', 'i2', 'i3', 'i4', 'Score itself'])
    for (const { at } of rows) expect(at).toBeLessThanOrEqual(1)
  })
})

describe('outcomes', () => {
  it('says whether scores are worth more than the usual rate', () => {
    expect(outcomesSentence(aReport())).toBe('No scored deal has closed yet')
    expect(outcomesSentence(aReport({ outcomes }))).toBe('Still ahead of the usual rate')
    expect(outcomesSentence(aReport({ outcomes: { ...outcomes, logLoss: 0.7 } }))).toBe('Behind the usual rate')
  })

  it.each([
    [0.5, /surer of themselves/],
    [1, /as sure of themselves as they should/],
    [1.6, /more cautious/],
    [null, /90 scored deals closed, 30 won\.$/],
  ])('says what a slope of %s means', (slope, words) => {
    expect(outcomesNote(aReport({ outcomes: { ...outcomes, slope } }))).toMatch(words)
  })
})

describe('the next rung', () => {
  it.each([
    [{ won: 10, lost: 60 }, '30 more won, and the next step can be tried: the same, adjusted to your deals.'],
    [
      { won: 10, lost: 10 },
      '30 more won and 30 more lost, and the next step can be tried: the same, adjusted to your deals.',
    ],
    [
      { won: 50, lost: 60 },
      'There are enough deals for the next step (the same, adjusted to your deals); it serves once it is better.',
    ],
  ])('says how many deals are missing', (closedDeals, words) => {
    const nextRung = { rung: 'prior_calibrated' as const, won: 40, lost: 40 }
    expect(nextRungNote(anOverview({ closedDeals, nextRung }))).toBe(words)
  })

  it('is none on the last', () => {
    expect(nextRungNote(anOverview({ nextRung: null }))).toBeUndefined()
  })
})

it('tells a version’s settings in a line', () => {
  const settings = {
    rounds: 120,
    maxDepth: 3,
    maxLeaves: 8,
    learningRate: 0.05,
    lambda: 3,
    linearLambda: 30,
    seed: 1,
    heldOut: 'folds',
    stopped: false,
  }
  expect(settingsWords(aModel({ settings, rows: 900, features: 40, artifactBytes: 18_000 }))).toBe(
    '40 inputs · 900 looks · 120 trees of depth 3 · rate 0.05 · λ 3 · seed 1 · 18 kB',
  )
  expect(settingsWords(aModel({ settings, rows: 900, features: 40, halfLifeDays: 90 }))).toBe(
    '40 inputs · 900 looks · half-life 90 days · 120 trees of depth 3 · rate 0.05 · λ 3 · seed 1',
  )
  expect(settingsWords(aModel({ settings: { ...settings, stopped: true }, features: 40 }))).toContain('in time')
  expect(settingsWords(aModel({ features: 0 }))).toBe('0 inputs')
})

describe('where the market has turned', () => {
  const turn = { since: '2026-03-27', deals: 257, won: 46, share: 0.364 }

  it('tells how much of what the model says still counts, and why', () => {
    expect(turnWords(turn)).toBe(
      `The 257 deals closed since ${formatDay(turn.since)} ended unlike what all before them taught. Until they are enough to ` +
        'learn from, chances keep 36% of their distance from the usual rate',
    )
  })

  it('says so where only the rate is another', () => {
    expect(turnWords({ ...turn, share: 1 })).toContain('moved to the rate at which they were won')
  })
})
