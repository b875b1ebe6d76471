import { beforeAll, describe, expect, it } from 'vitest'
import {
  gateRow,
  leftOutWords,
  measures,
  measuresSentence,
  pointsOf,
  reliabilityNote,
  reliabilitySentence,
  triedFigures,
  verdictWords,
  windowWords,
} from '../../../../web/src/features/model/model-words'
import { setLocale } from '../../../../web/src/ui/locale'
import { aModel, someMetrics } from './builders'

beforeAll(() => setLocale({ language: 'en-GB', timeZone: 'UTC' }))

const bin = (predicted: number, observed: number, count: number) => ({ predicted, observed, count, low: 0, high: 1 })

describe('reliabilitySentence', () => {
  it.each([
    ['the group nearest to 70 %', [bin(0.3, 0.3, 90), bin(0.69, 0.72, 40)], 'When it says 69%, about 7 in 10 are won'],
    ['what came, even when it is not what was said', [bin(0.7, 0.48, 40)], 'When it says 70%, about 5 in 10 are won'],
    ['no group of a handful', [bin(0.7, 1, 3), bin(0.55, 0.6, 30)], 'When it says 55%, about 6 in 10 are won'],
    ['nearly none', [bin(0.08, 0.03, 50)], 'When it says 8%, hardly any are won'],
    ['nearly all', [bin(0.9, 0.97, 50)], 'When it says 90%, nearly all are won'],
    ['nothing where there is nothing', [], 'How often it was right'],
  ])('speaks of %s', (_, bins, sentence) => {
    expect(reliabilitySentence(bins)).toBe(sentence)
  })
})

describe('reliabilityNote', () => {
  it('says which deals, and how far it is off', () => {
    expect(reliabilityNote(someMetrics({ holdoutFrom: '2025-08-01' }))).toBe(
      '495 deals closed since 1 Aug 2025, which the model had never seen. Off by 1.8 points on average; the band is what chance alone allows.',
    )
  })

  it('does not speak of time where the deals have none', () => {
    expect(reliabilityNote(someMetrics({ holdout: 'hashed', holdoutFrom: null }))).toContain('set aside by lot')
  })
})

describe('leftOutWords', () => {
  it('names fields as people do, with what gives the outcome away first, and says nothing of our own inputs', () => {
    const labels = new Map([
      ['contract_no', 'Contract number'],
      ['signed_on', 'Signed on'],
    ])
    const leftOut = [
      { kind: 'field', name: 'contract_no', reason: 'identifier' },
      { kind: 'feature', name: 'currency', reason: 'constant' },
      { kind: 'leak', name: 'custom:signed_on', reason: 'only_on_closed' },
      { kind: 'field', name: 'gone_field', reason: 'empty' },
    ] as const
    expect(leftOutWords([...leftOut], labels).map(({ name, why }) => `${name}: ${why}`)).toEqual([
      'Signed on: filled in on closed deals only',
      'Contract number: another for every deal',
      'gone field: hardly ever filled in',
    ])
  })
})

describe('measures', () => {
  it('says in plain words what each figure means', () => {
    const [auc, logLoss] = measures(someMetrics())
    expect(auc?.words).toBe('Picks the winner out of a won and a lost deal 81 times in 100.')
    expect(logLoss?.words).toBe('25% less surprised than by always saying 33%.')
    expect(logLoss?.guessing).toBe('your usual rate: 0.618')
  })

  it.each([
    [{}, 'Ahead of guessing on all three measures'],
    [{ brier: 0.3 }, 'Ahead of guessing on two of three measures'],
    [{ brier: 0.3, logLoss: 0.7, auc: 0.49 }, 'Not ahead of guessing on any measure'],
  ])('counts how many are ahead: %o', (figures, sentence) => {
    expect(measuresSentence(measures(someMetrics(figures)))).toBe(sentence)
  })

  it('says so when telling apart could not be measured', () => {
    const [auc] = measures(someMetrics({ auc: null }))
    expect(auc).toMatchObject({ value: '–', isAhead: false })
  })
})

describe('verdictWords', () => {
  const kept = (why: 'worse' | 'miscalibrated' | 'no_signal' | 'too_little_data') =>
    verdictWords(
      aModel({ number: 15, status: 'kept_back', verdict: { published: false, why, checks: [], detail: null } }),
      14,
    )

  it.each([
    ['worse', 'It tells deals apart less well, so v14 stays.'],
    ['miscalibrated', 'Its percentages are less honest, so v14 stays.'],
    ['no_signal', 'It knows no more about a deal than your usual rate, so v14 stays.'],
    ['too_little_data', 'There were too few deals to judge it by, so v14 stays.'],
  ] as const)('says why a challenger was kept back: %s', (why, sentence) => {
    expect(kept(why)).toEqual({ title: 'Challenger v15 was not published', why: sentence })
  })

  it('names nothing that stays when there is no other', () => {
    const first = aModel({ number: 1, verdict: { published: false, why: 'no_signal', checks: [], detail: null } })
    expect(verdictWords(first, 1).why).toBe('It knows no more about a deal than your usual rate.')
  })

  it('gives the reason of a failure', () => {
    const failed = aModel({
      status: 'failed',
      verdict: { published: false, why: 'failed', checks: [], detail: 'Out of time.' },
    })
    expect(verdictWords(failed, undefined)).toEqual({ title: 'Training v14 failed', why: 'Out of time.' })
  })
})

describe('gateRow', () => {
  const check = (name: 'log_loss' | 'enough_deals' | 'auc', champion: number | null, passed = true) => ({
    check: name,
    champion,
    challenger: 0.464,
    limit: 0.4666,
    passed,
  })

  it('states the rule with its limit and both figures', () => {
    expect(gateRow(check('log_loss', 0.462), null)).toMatchObject({
      rule: 'Log loss, at most 0.467',
      champion: '0.462',
      challenger: '0.464',
      word: 'pass',
    })
  })

  it('states another rule while nothing serves yet', () => {
    expect(gateRow(check('log_loss', null, false), null)).toMatchObject({
      rule: 'Log loss, below 0.467',
      champion: undefined,
      word: 'too high',
    })
  })

  it('shows how many were won and lost rather than the smaller number', () => {
    const row = gateRow({ ...check('enough_deals', null), challenger: 162, limit: 40 }, someMetrics())
    expect(row).toMatchObject({ rule: 'Won and lost in holdout, 40 each', challenger: '162 / 333' })
  })

  it('leaves out what could not be computed', () => {
    expect(gateRow({ ...check('auc', 0.8), challenger: null, limit: null }, null).challenger).toBe('–')
  })
})

describe('triedFigures', () => {
  it('finds what the challenger scored, beside the usual rate', () => {
    const checks = [
      { check: 'beats_base_rate', champion: null, challenger: -0.002, limit: 0.007, passed: false },
      { check: 'log_loss', champion: null, challenger: 0.656, limit: 0.654, passed: false },
      { check: 'auc', champion: null, challenger: 0.52, limit: 0.5, passed: true },
    ]
    const model = aModel({ metrics: null, verdict: { published: false, why: 'no_signal', checks, detail: null } })
    expect(triedFigures(model)).toEqual({ tried: 0.656, usual: 0.654, auc: 0.52, gain: -0.002, gainNeeded: 0.007 })
  })
})

it('tells a window in days, or that it is not known', () => {
  expect(windowWords({ trainedFrom: '2024-01-01', trainedTo: '2025-11-15' })).toBe('1 Jan 2024 – 15 Nov 2025')
  expect(windowWords({ trainedFrom: null, trainedTo: null })).toBe('–')
})

it('turns a contribution into points at the usual rate', () => {
  expect(pointsOf(0.4, 0.5)).toBeCloseTo(10)
})
