import { expect, it } from 'vitest'
import { Moment } from '../../../worker/kernel/text'

it.each([
  ['2026-03-01T12:00:00Z', true],
  ['2026-03-01T12:00:00+14:00', true],
  ['0001-01-02T00:00:00Z', true],
  ['9999-12-31T23:59:59.999Z', true],
  // In a zone that no place keeps, and no database reads.
  ['2026-03-01T12:00:00+15:00', false],
  ['2026-03-01T12:00:00-23:59', false],
  // In UTC these years have five digits, or none.
  ['9999-12-31T23:59:59-12:00', false],
  ['0001-01-01T00:00:00+12:00', false],
  ['2026-02-30T00:00:00Z', false],
])('takes the moment %s: %s', (moment, isTaken) => {
  expect(Moment.safeParse(moment).success).toBe(isTaken)
})
