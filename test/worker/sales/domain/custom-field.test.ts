import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CustomFieldId, newId } from '../../../../worker/kernel/ids'
import {
  addCustomField,
  CUSTOM_FIELDS_PER_ENTITY,
  type CustomField,
  changeCustomField,
  customFieldKey,
} from '../../../../worker/sales/domain/custom-field'

const aField = (given: Partial<CustomField> = {}): CustomField => ({
  id: newId<CustomFieldId>(),
  entity: 'customer',
  key: 'region',
  label: 'Region',
  type: 'text',
  choices: null,
  position: 0,
  isArchived: false,
  version: 1,
  ...given,
})
const add = (wanted: Partial<Parameters<typeof addCustomField>[1]>, existing: CustomField[] = []) =>
  addCustomField(
    newId<CustomFieldId>(),
    { entity: 'customer', label: 'L', type: 'text', choices: null, ...wanted },
    existing,
  )

describe('the key of a label', () => {
  it.each([
    ['Annual revenue (EUR)', [], 'annual_revenue_eur'],
    ['  Größe & Öl  ', [], 'grosse_ol'],
    ['Café', [], 'cafe'],
    ['株式会社', [], 'field'],
    ['🎉', ['field'], 'field_2'],
    ['Region', ['region', 'region_2'], 'region_3'],
    ['__proto__', [], 'proto'],
    ['x'.repeat(200), [], 'x'.repeat(50)],
  ])('%s beside %j is %s', (label, taken, key) => {
    expect(customFieldKey(label, taken)).toBe(key)
  })

  it('is always new, short and plain', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), { maxLength: 20 }),
        (labels) => {
          const keys: string[] = []
          for (const label of labels) keys.push(customFieldKey(label, keys))
          expect(new Set(keys).size).toBe(keys.length)
          for (const key of keys) expect(key).toMatch(/^[a-z0-9][a-z0-9_]{0,54}$/)
        },
      ),
    )
  })
})

describe('a new field', () => {
  it('comes after those of its kind of record', () => {
    const existing = [
      aField({ position: 4 }),
      aField({ entity: 'opportunity', key: 'size', label: 'Size', position: 9 }),
    ]
    expect(add({ label: 'Size' }, existing)).toMatchObject({
      ok: true,
      value: { key: 'size', position: 5, version: 1 },
    })
  })

  it.each([
    ['a label that is taken', { label: 'REGION' }, 'custom_field_label_taken'],
    ['a choice without choices', { type: 'choice', choices: [] }, 'custom_field_needs_choices'],
    ['a choice that says nothing of choices', { type: 'choice' }, 'custom_field_needs_choices'],
    ['text with choices', { choices: ['a'] }, 'custom_field_takes_no_choices'],
  ] as const)('is refused with %s', (_, wanted, kind) => {
    expect(add(wanted, [aField()])).toMatchObject({ ok: false, error: { kind } })
  })

  it('may have the label of an archived one, under a key of its own', () => {
    const added = add({ label: 'Region' }, [aField({ isArchived: true })])
    expect(added).toMatchObject({ ok: true, value: { key: 'region_2' } })
  })

  it('has each choice once', () => {
    expect(add({ type: 'choice', choices: ['a', 'b', 'a'] })).toMatchObject({ value: { choices: ['a', 'b'] } })
  })

  it('is refused when there are as many as there can be', () => {
    const full = Array.from({ length: CUSTOM_FIELDS_PER_ENTITY }, (_, i) => aField({ key: `f${i}`, label: `F${i}` }))
    expect(add({ label: 'One more' }, full)).toMatchObject({ error: { kind: 'too_many_custom_fields' } })
    expect(add({ entity: 'opportunity', label: 'Elsewhere' }, full)).toMatchObject({ ok: true })
  })
})

describe('a field that is changed', () => {
  it('keeps its key when its label changes', () => {
    expect(changeCustomField(aField(), { label: 'Area' }, [])).toMatchObject({
      value: { key: 'region', label: 'Area' },
    })
  })

  it('cannot take the label of another, nor come back from the archive beside one', () => {
    const other = aField({ key: 'area', label: 'Area' })
    expect(changeCustomField(aField(), { label: 'area' }, [other])).toMatchObject({
      error: { kind: 'custom_field_label_taken', id: other.id },
    })
    const archived = aField({ label: 'Area', isArchived: true })
    expect(changeCustomField(archived, { position: 3 }, [other])).toMatchObject({ ok: true })
    expect(changeCustomField(archived, { isArchived: false }, [other])).toMatchObject({ ok: false })
  })
})
