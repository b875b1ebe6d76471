import { describe, expect, it } from 'vitest'
import { type CustomFieldRule, layCustomValues } from '../../../../worker/sales/domain/custom-values'

const rule = (key: string, type: CustomFieldRule['type'], more: Partial<CustomFieldRule> = {}): CustomFieldRule => ({
  key,
  type,
  choices: null,
  isArchived: false,
  ...more,
})
const FIELDS = [
  rule('motto', 'text'),
  rule('budget', 'number'),
  rule('renewal', 'date'),
  rule('region', 'choice', { choices: ['North', 'South'] }),
  rule('old', 'text', { isArchived: true }),
]

describe('a value of a field', () => {
  it.each([
    ['motto', 'Onward', null],
    ['motto', 5, 'use text'],
    ['budget', 12.5, null],
    ['budget', '12', 'use a number'],
    ['budget', Number.NaN, 'use a number'],
    ['budget', Number.POSITIVE_INFINITY, 'use a number'],
    ['renewal', '2026-02-28', null],
    ['renewal', '2026-02-30', 'use a date such as 2026-03-31'],
    ['renewal', '1899-12-31', 'use a date such as 2026-03-31'],
    ['renewal', 20260228, 'use a date such as 2026-03-31'],
    ['region', 'North', null],
    ['region', 'north', 'use one of the choices'],
    ['region', 'West', 'use one of the choices'],
    ['old', 'new words', 'this field is archived'],
    ['unheard_of', 'x', 'there is no such field'],
    ['unheard_of', null, 'there is no such field'],
    ['__proto__', 'x', 'there is no such field'],
    ['constructor', 'x', 'there is no such field'],
  ])('%s = %s: %s', (key, value, reason) => {
    const laid = layCustomValues(FIELDS, {}, Object.fromEntries([[key, value]]))
    if (reason === null) expect(laid).toEqual({ ok: true, value: { [key]: value } })
    else {
      const errors = [{ field: `custom.${key}`, reason }]
      expect(laid).toEqual({ ok: false, error: { kind: 'custom_values_refused', errors } })
    }
  })
})

it('names every value that cannot be taken, and takes none of them', () => {
  expect(layCustomValues(FIELDS, {}, { motto: 'fine', budget: 'x', nope: 1 })).toEqual({
    ok: false,
    error: {
      kind: 'custom_values_refused',
      errors: [
        { field: 'custom.budget', reason: 'use a number' },
        { field: 'custom.nope', reason: 'there is no such field' },
      ],
    },
  })
})

it('keeps what is not mentioned and clears what is null', () => {
  const present = { motto: 'Onward', budget: 5 }
  expect(layCustomValues(FIELDS, present, { budget: null, region: 'South' })).toEqual({
    ok: true,
    value: { motto: 'Onward', region: 'South' },
  })
  expect(present).toEqual({ motto: 'Onward', budget: 5 })
})

it('takes a value back as it was read, even of a field that is archived or gone since', () => {
  const present = { old: 'words', gone: 1, region: 'Former choice' }
  expect(layCustomValues(FIELDS, present, present)).toEqual({ ok: true, value: present })
  expect(layCustomValues(FIELDS, present, { old: null, gone: null })).toEqual({
    ok: true,
    value: { region: 'Former choice' },
  })
})
