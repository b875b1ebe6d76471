import { expect, it } from 'vitest'
import { closingPresets } from '../../../../web/src/features/sales/closing-presets'

const UTC = { language: 'en-GB', timeZone: 'UTC' }
const ends = (now: string) => closingPresets(new Date(now), UTC).map(({ before }) => before)

it.each([
  ['2026-11-22T10:00:00Z', ['2026-12-01', '2027-01-01', '2027-01-01', '2027-04-01']],
  ['2026-01-31T10:00:00Z', ['2026-02-01', '2026-03-01', '2026-04-01', '2026-07-01']],
  ['2026-12-31T10:00:00Z', ['2027-01-01', '2027-02-01', '2027-01-01', '2027-04-01']],
])('ends months and quarters on the right day, seen from %s', (now, wanted) => {
  expect(ends(now)).toEqual(wanted)
})

it('counts from the day it is where the reader is', () => {
  const auckland = { language: 'en-NZ', timeZone: 'Pacific/Auckland' }
  expect(closingPresets(new Date('2026-11-30T20:00:00Z'), auckland)[0]?.before).toBe('2027-01-01')
})
