import type { CustomField } from '../../../../worker/sales/contract'

export const ENTITY_WORDS: Readonly<Record<CustomField['entity'], string>> = {
  opportunity: 'Deals',
  customer: 'Customers',
}

export const TYPE_WORDS: Readonly<Record<CustomField['type'], string>> = {
  text: 'Text',
  number: 'Number',
  date: 'Date',
  choice: 'Choice',
}

/** The fields of one kind of record, in their order, those out of use last. */
export function fieldsOf(fields: readonly CustomField[], entity: CustomField['entity']): readonly CustomField[] {
  return fields
    .filter((field) => field.entity === entity)
    .toSorted((a, b) => Number(a.isArchived) - Number(b.isArchived) || a.position - b.position)
}
