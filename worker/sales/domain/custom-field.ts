import { mentioned } from '../../kernel/difference'
import type { CustomFieldId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import { plain } from './csv/plain-text'

export const CUSTOM_FIELDS_PER_ENTITY = 300 // archived ones included: as many columns as an import may bring

export interface CustomField {
  readonly id: CustomFieldId
  readonly entity: 'opportunity' | 'customer'
  /** The name under which records hold the value; never changes, whatever the label becomes. */
  readonly key: string
  readonly label: string
  readonly type: 'text' | 'number' | 'date' | 'choice'
  readonly choices: readonly string[] | null
  readonly position: number
  readonly isArchived: boolean
  readonly version: number
}

export type CustomFieldRefused =
  | { readonly kind: 'custom_field_label_taken'; readonly id: CustomFieldId }
  | { readonly kind: 'custom_field_needs_choices' }
  | { readonly kind: 'custom_field_takes_no_choices' }
  | { readonly kind: 'too_many_custom_fields'; readonly limit: number }

/** A key for a label: lower-case ASCII words joined by `_`, different from every key that is taken. */
export function customFieldKey(label: string, taken: Iterable<string>): string {
  const words = plain(label)
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 50)
    .replace(/^_+|_+$/g, '')
  const used = new Set(taken)
  const base = words || 'field'
  for (let key = base, n = 2; ; key = `${base}_${n++}`) if (!used.has(key)) return key
}

export interface NewCustomField {
  readonly entity: CustomField['entity']
  readonly label: string
  readonly type: CustomField['type']
  readonly choices: readonly string[] | null
}

/** Adds a field after those the entity has. */
export function addCustomField(
  id: CustomFieldId,
  wanted: NewCustomField,
  existing: readonly CustomField[],
): Result<CustomField, CustomFieldRefused> {
  const siblings = existing.filter((field) => field.entity === wanted.entity)
  if (siblings.length >= CUSTOM_FIELDS_PER_ENTITY) {
    return err({ kind: 'too_many_custom_fields', limit: CUSTOM_FIELDS_PER_ENTITY })
  }
  const key = customFieldKey(
    wanted.label,
    siblings.map((field) => field.key),
  )
  const position = siblings.reduce((last, field) => Math.max(last, field.position), -1) + 1
  return checked({ id, ...wanted, key, position, isArchived: false, version: 1 }, siblings)
}

export interface CustomFieldPatch {
  readonly label?: string | undefined
  readonly choices?: readonly string[] | undefined
  readonly position?: number | undefined
  readonly isArchived?: boolean | undefined
}

/** Key, entity and type stay: values are kept under them. A choice that is taken away stays where it was chosen. */
export function changeCustomField(
  field: CustomField,
  patch: CustomFieldPatch,
  existing: readonly CustomField[],
): Result<CustomField, CustomFieldRefused> {
  const siblings = existing.filter((other) => other.entity === field.entity && other.id !== field.id)
  return checked({ ...field, ...mentioned(patch) }, siblings)
}

function checked(field: CustomField, siblings: readonly CustomField[]): Result<CustomField, CustomFieldRefused> {
  const label = field.label.toLowerCase()
  const namesake = siblings.find((other) => !other.isArchived && other.label.toLowerCase() === label)
  if (namesake && !field.isArchived) return err({ kind: 'custom_field_label_taken', id: namesake.id })
  if (field.type !== 'choice') {
    return field.choices?.length ? err({ kind: 'custom_field_takes_no_choices' }) : ok({ ...field, choices: null })
  }
  const choices = [...new Set(field.choices ?? [])]
  return choices.length > 0 ? ok({ ...field, choices }) : err({ kind: 'custom_field_needs_choices' })
}
