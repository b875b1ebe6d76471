import type { Change } from '../../kernel/change'
import type { Difference } from '../../kernel/difference'
import { CUSTOMER_FIELDS, type Customer } from './customer'
import { INTERACTION_FIELDS, type Interaction } from './interaction'

export interface CustomerEvent extends Change {
  readonly type: 'customer.opened' | 'customer.changed'
  readonly entity: 'customer'
}

export interface InteractionEvent extends Change {
  readonly type: 'interaction.logged' | 'interaction.changed' | 'interaction.removed'
  readonly entity: 'interaction'
}

/** Says that a customer is now known. */
export function customerOpened(customer: Customer): CustomerEvent {
  return {
    type: 'customer.opened',
    entity: 'customer',
    entityId: customer.id,
    before: null,
    after: pick(customer, ['kind', ...CUSTOMER_FIELDS, 'companyName', 'createdAt', 'version']),
    audience: 'owner',
    ownerBefore: null,
    ownerAfter: customer.ownerId,
  }
}

/** Says what became different about a customer. */
export function customerChanged(before: Customer, after: Customer, changed: Difference): CustomerEvent {
  return {
    type: 'customer.changed',
    entity: 'customer',
    entityId: after.id,
    before: { ...changed.before, version: before.version },
    after: { ...changed.after, version: after.version },
    audience: 'owner',
    ownerBefore: before.ownerId,
    ownerAfter: after.ownerId,
  }
}

const FACTS = [
  'customerId',
  'opportunityId',
  'userId',
  'personName',
  ...INTERACTION_FIELDS,
  'sentiment',
  'createdAt',
  'version',
] as const satisfies readonly (keyof Interaction)[]

/** `ownerId` is whose record it hangs on: the deal's owner, or the customer's where there is no deal. */
export function interactionLogged(interaction: Interaction, ownerId: string): InteractionEvent {
  return {
    ...of('interaction.logged', interaction),
    before: null,
    after: pick(interaction, FACTS),
    ownerAfter: ownerId,
  }
}

export function interactionChanged(
  before: Interaction,
  after: Interaction,
  changed: Difference,
  ownerId: string,
): InteractionEvent {
  return {
    ...of('interaction.changed', after),
    before: { ...changed.before, version: before.version },
    after: { ...changed.after, version: after.version },
    ownerBefore: ownerId,
    ownerAfter: ownerId,
  }
}

/** What was said is kept in the log, though it is gone from the list. */
export function interactionRemoved(interaction: Interaction, ownerId: string): InteractionEvent {
  return {
    ...of('interaction.removed', interaction),
    before: pick(interaction, FACTS),
    after: null,
    ownerBefore: ownerId,
  }
}

function of<T extends InteractionEvent['type']>(type: T, { id }: Interaction) {
  return { type, entity: 'interaction', entityId: id, audience: 'owner' } as const
}

function pick<T extends object>(record: T, keys: readonly (keyof T & string)[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, record[key]]))
}
