import { err, ok, type Result } from '../../kernel/result'
import { Day } from '../../kernel/text'

/** Values of the tenant's own fields, by key. A date is a day as text, a choice one of the field's choices. */
export type CustomValues = Record<string, string | number | null>

/** A field as far as its values are concerned. */
export interface CustomFieldRule {
  readonly key: string
  readonly type: 'text' | 'number' | 'date' | 'choice'
  readonly choices: readonly string[] | null
  readonly isArchived: boolean
}

export interface CustomValuesRefused {
  readonly kind: 'custom_values_refused'
  readonly errors: readonly { readonly field: string; readonly reason: string }[]
}

/**
 * Lays the given values over what a record has. A key that is given is set, null clears it, and what is not
 * mentioned stays, so that two people may fill in two fields at once. An archived field keeps its values but
 * takes no new ones. Every value that cannot be taken is named.
 */
export function layCustomValues(
  fields: readonly CustomFieldRule[],
  present: Readonly<CustomValues>,
  given: Readonly<CustomValues>,
): Result<CustomValues, CustomValuesRefused> {
  const byKey = new Map(fields.map((field) => [field.key, field]))
  const values = new Map(Object.entries(present))
  const errors: { field: string; reason: string }[] = []
  for (const [key, value] of Object.entries(given)) {
    // Sent back as it was read: nothing is asked for.
    if (values.has(key) && values.get(key) === value) continue
    if (value === null && values.has(key)) {
      values.delete(key)
      continue
    }
    const reason = reasonAgainst(byKey.get(key), value)
    if (reason) errors.push({ field: `custom.${key}`, reason })
    else if (value !== null) values.set(key, value)
  }
  return errors.length > 0 ? err({ kind: 'custom_values_refused', errors }) : ok(Object.fromEntries(values))
}

function reasonAgainst(field: CustomFieldRule | undefined, value: string | number | null): string | undefined {
  if (!field) return 'there is no such field'
  if (field.isArchived) return 'this field is archived'
  if (value === null) return undefined
  switch (field.type) {
    case 'text':
      return typeof value === 'string' ? undefined : 'use text'
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : 'use a number'
    case 'date':
      return Day.safeParse(value).success ? undefined : 'use a date such as 2026-03-31'
    case 'choice':
      return typeof value === 'string' && (field.choices ?? []).includes(value) ? undefined : 'use one of the choices'
  }
}
