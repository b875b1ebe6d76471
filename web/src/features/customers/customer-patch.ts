import type { Customer, CustomerChange } from '../../../../worker/sales/contract'
import type { Effect } from '../../sync/effects'

export type CustomerPatch = Omit<CustomerChange, 'version'>

/** A customer with a patch laid over it; own fields one by one. */
export function withPatch(customer: Customer, { custom, ...patch }: CustomerPatch): Customer {
  return { ...customer, ...patch, custom: { ...customer.custom, ...custom } } as Customer
}

/** The patch that undoes a patch. */
export function backOf(customer: Customer, { custom, ...patch }: CustomerPatch): CustomerPatch {
  const facts = Object.keys(patch).map((key) => [key, customer[key as keyof Customer] ?? null])
  if (!custom) return Object.fromEntries(facts)
  const own = Object.keys(custom).map((key) => [key, customer.custom[key] ?? null])
  return { ...Object.fromEntries(facts), custom: Object.fromEntries(own) }
}

/** What of a change is seen on lists and cards. */
export function effectsOf({ id }: Pick<Customer, 'id'>, { name, ownerId, companyId }: CustomerPatch): Effect[] {
  const set = { ...(name && { name }), ...(ownerId && { ownerId }), ...(companyId !== undefined && { companyId }) }
  return Object.keys(set).length > 0 ? [{ entity: 'customers', id, set }] : []
}
