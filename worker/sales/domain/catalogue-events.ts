import type { Change } from '../../kernel/change'
import { difference } from '../../kernel/difference'
import type { CustomField } from './custom-field'
import { PRODUCT_FIELDS, type Product } from './product'

export interface CatalogueEvent extends Change {
  readonly type: 'product.added' | 'product.changed' | 'product.removed' | 'custom_field.added' | 'custom_field.changed'
  readonly entity: 'product' | 'custom_field'
  readonly audience: 'tenant'
}

const OF_PRODUCT = [...PRODUCT_FIELDS, 'version'] as const
const OF_FIELD = [
  'entity',
  'key',
  'label',
  'type',
  'choices',
  'position',
  'isArchived',
  'version',
] as const satisfies readonly (keyof CustomField)[]

/** What happened to a product between two states, one of which may be that there is none. */
export function productEvent(before: Product | null, after: Product | null): CatalogueEvent {
  const type = before === null ? 'product.added' : after === null ? 'product.removed' : 'product.changed'
  return { type, entity: 'product', audience: 'tenant', ...between(before, after, OF_PRODUCT) }
}

export function customFieldEvent(before: CustomField | null, after: CustomField): CatalogueEvent {
  const type = before === null ? 'custom_field.added' : 'custom_field.changed'
  return { type, entity: 'custom_field', audience: 'tenant', ...between(before, after, OF_FIELD) }
}

function between<T extends { readonly id: string }>(
  before: T | null,
  after: T | null,
  keys: readonly (keyof T & string)[],
): Pick<Change, 'entityId' | 'before' | 'after'> {
  const whole = (record: T | null) => record && Object.fromEntries(keys.map((key) => [key, record[key]]))
  const entityId = (after ?? before)!.id // an event is about something
  return {
    entityId,
    ...((before && after && difference(before, after, keys)) ?? { before: whole(before), after: whole(after) }),
  }
}
