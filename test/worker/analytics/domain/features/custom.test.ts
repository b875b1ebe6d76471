import { describe, expect, it } from 'vitest'
import { asOf } from '../../../../../worker/analytics/domain/as-of'
import { CustomFieldSurvey, customFeature } from '../../../../../worker/analytics/domain/features/custom'
import { NO_EVIDENCE } from '../../../../../worker/analytics/domain/history'
import { aDeal, day } from '../builders'

const COUNT = 200

/** What becomes of one field, filled by a rule. */
function survey(field: string, value: (i: number) => number | string | null, label?: string, deals = COUNT) {
  const fields = new CustomFieldSurvey()
  for (let i = 0; i < deals; i++) fields.add({ [field]: value(i) })
  const { taken, leftOut } = fields.verdict(label ? { [field]: label } : {})
  return taken[0]?.kind ?? leftOut[0]?.reason
}

const date = (i: number) => new Date(Date.UTC(2026, 0, 1 + (i % 90))).toISOString().slice(0, 10)

describe('CustomFieldSurvey', () => {
  it.each<[string, (i: number) => number | string | null, string]>([
    ['Region', (i) => ['North', 'South', 'West'][i % 3]!, 'choice'],
    ['Measuring points', (i) => (i * 7919) % 97, 'number'],
    ['Revenue', (i) => i * 1013.5, 'number'],
    ['Employees', (i) => (i * 7919) % 50_021, 'number'], // hardly repeats, but counts nothing up
    ['Score', (i) => (i % 2 === 0 ? i % 7 : null), 'number'],
    ['First visit', date, 'date'],
    ['Kick-off', (i) => `${date(i)}T09:30:00Z`, 'date'],
    ['Opportunity Number', (i) => 1_600_000 + i * 977, 'identifier'],
    ['externalId', (i) => i * 31, 'identifier'],
    ['Sequence', (i) => 5000 + i, 'identifier'],
    ['Code', (i) => `P-${i}`, 'identifier'],
    ['Country', () => 'Germany', 'constant'],
    ['Old field', () => null, 'empty'],
    ['Blank', () => '  ', 'empty'],
    ['Broken', () => Number.NaN, 'empty'],
    ['Remark', (i) => `They asked for a longer trial on line ${i}, to be decided`, 'free_text'],
  ])('reads “%s”', (field, value, verdict) => {
    expect(survey(field, value)).toBe(verdict)
  })

  it.each([
    'Loss Reason',
    'reason_for_losing',
    'Close Date',
    'closedAt',
    'Actual close',
    'Final Amount',
    'finalPrice',
    'Total Days Identified Through Closing',
    'Ratio Days Identified To Total Days',
    'Elapsed Days In Sales Stage',
    'Sales Stage Change Count',
    'Sales cycle length',
    'Deal age',
    'Outcome',
    'Is won',
  ])('leaves out “%s”, which is known when the deal is over', (field) => {
    expect(survey(field, (i) => i % 5)).toBe('known_at_close')
  })

  it.each([
    'Route To Market',
    'Region',
    'Competitor Type',
    'Client Size By Employee Count',
    'Revenue From Client Past Two Years (USD)',
    'Deal Size Category (USD)',
    'Supplies Subgroup',
    'Opportunity Amount USD',
    'Age of equipment',
    'Winter usage',
    'Open to pilot',
    'Wondrous',
  ])('takes “%s”', (field) => {
    expect(survey(field, (i) => i % 5)).toBe('number')
  })

  it.each<[string, (i: number) => number | string, string]>([
    ['Town', (i) => `town ${(i * 7919) % 30_011}`, 'choice'], // more towns than are remembered, but they come again
    ['Serial', (i) => `s-${i}`, 'identifier'],
    ['Weight', (i) => i * 1.5, 'number'],
  ])('judges “%s” of a hundred thousand deals without keeping its values', (field, value, verdict) => {
    const twice = (i: number) => value(field === 'Town' ? i % 12_000 : i)
    expect(survey(field, twice, undefined, 100_000)).toBe(verdict)
  })

  it('judges the label as well as the key', () => {
    expect(survey('field_17', (i) => i % 3, 'Loss reason')).toBe('known_at_close')
  })
})

describe('a custom feature', () => {
  const sight = (custom: Record<string, number | string | null>, on = 0) => ({
    deal: asOf(aDeal({ custom }), day(on)),
    evidence: NO_EVIDENCE,
  })

  it.each([
    ['choice', 'Approved', 'Approved', 'Budget: Approved'],
    ['choice', 3, '3', 'Budget: 3'],
    ['choice', ' ', null, 'Budget is empty'],
    ['number', 1200.5, 1200.5, 'Budget: 1,200.5'],
    ['number', 'many', null, 'Budget is empty'],
    ['number', Number.POSITIVE_INFINITY, null, 'Budget is empty'],
    ['date', 'soon', null, 'Budget is empty'],
  ] as const)('of kind %s reads %s as %s', (kind, stored, value, words) => {
    const feature = customFeature({ field: 'b', label: 'Budget', kind })
    const seen = sight({ b: stored })
    expect(feature.read(seen)).toBe(value)
    expect(feature.say(value, 0, seen)).toBe(words)
  })

  it('reads a date as its distance from the moment', () => {
    const feature = customFeature({ field: 'visit', label: 'Visit', kind: 'date' })
    const [early, late] = [sight({ visit: '2026-01-15T07:00Z' }, 3), sight({ visit: '2026-01-15T07:00Z' }, 12)]
    expect([feature.read(early), feature.read(late)]).toEqual([7, -2])
    expect(feature.say(7, 0, early)).toBe('Visit in 7 days')
    expect(feature.say(-2, 0, late)).toBe('Visit 2 days ago')
  })
})
