import { describe, expect, it } from 'vitest'
import { gate, type HoldoutMetrics } from '../../../../worker/analytics/domain/gate'

const good = (given: Partial<HoldoutMetrics> = {}): HoldoutMetrics => ({
  won: 162,
  lost: 333,
  logLoss: 0.462,
  baseLogLoss: 0.618,
  gainError: 0.015,
  auc: 0.812,
  calibrationError: 0.018,
  calibrationByChance: 0.02,
  ...given,
})

const kinds = (challenger: HoldoutMetrics, champion: HoldoutMetrics | null) =>
  gate(challenger, champion).reasons.map(({ kind }) => kind)

describe('gate', () => {
  it.each<[string, Partial<HoldoutMetrics>, Partial<HoldoutMetrics> | null, string[]]>([
    ['a good first model', {}, null, ['beats_base_rate']],
    ['a good second model', { logLoss: 0.45 }, {}, ['beats_base_rate']],
    ['one a little worse, within the slack', { logLoss: 0.4666, auc: 0.8021 }, {}, ['beats_base_rate']],
    ['39 won', { won: 39 }, null, ['too_few']],
    ['39 lost', { lost: 39 }, null, ['too_few']],
    ['40 and 40', { won: 40, lost: 40 }, null, ['beats_base_rate']],
    ['worse than the base rate', { logLoss: 0.63 }, null, ['no_signal']],
    ['a gain of less than 1 %', { logLoss: 0.6125, gainError: 0.001 }, null, ['no_signal']],
    ['a gain that may be luck', { logLoss: 0.6, gainError: 0.015 }, null, ['no_signal']],
    ['log loss 1.01 times the champion’s and more', { logLoss: 0.467 }, {}, ['worse_than_champion']],
    ['AUC 0.01 below the champion’s and more', { auc: 0.8019 }, {}, ['worse_than_champion']],
    ['both', { logLoss: 0.5, auc: 0.75 }, {}, ['worse_than_champion', 'worse_than_champion']],
    ['percentages that are off', { calibrationError: 0.058 }, {}, ['calibration_off']],
    [
      'percentages off, but no more than the champion’s',
      { calibrationError: 0.058 },
      { calibrationError: 0.06 },
      ['beats_base_rate'],
    ],
    [
      'percentages off by no more than chance',
      { calibrationError: 0.058, calibrationByChance: 0.07 },
      {},
      ['beats_base_rate'],
    ],
    [
      'several things',
      { logLoss: 0.7, calibrationError: 0.2 },
      {},
      ['no_signal', 'worse_than_champion', 'calibration_off'],
    ],
  ])('answers %s', (_, challenger, champion, reasons) => {
    const decided = gate(good(challenger), champion && good(champion))
    expect(decided.reasons.map(({ kind }) => kind)).toEqual(reasons)
    expect(decided.publish).toBe(reasons[0] === 'beats_base_rate')
    expect(decided.checks.every(({ passed }) => passed)).toBe(decided.publish)
  })

  it('says nothing of the rest while there are too few deals to tell', () => {
    expect(kinds(good({ won: 3, logLoss: 2, auc: 0.4, calibrationError: 0.5 }), good())).toEqual(['too_few'])
  })

  it('shows challenger, champion and limit side by side', () => {
    const { checks } = gate(good({ calibrationError: 0.058 }), good())
    expect(checks.find(({ check }) => check === 'calibration')).toEqual({
      check: 'calibration',
      challenger: 0.058,
      champion: 0.018,
      limit: Math.hypot(0.05, 0.02),
      passed: false,
    })
  })
})
