import type { CustomerId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { CustomerChange } from '../contract'
import { type Customer, changeCustomer as change } from '../domain/customer'
import type { CustomerError } from '../domain/customer-errors'
import { customerChanged } from '../domain/customer-events'
import { whyNotReassign } from '../domain/owner'
import type { SalesWork } from './work'

/** Changes what the edit mentions, if it was made on the customer as it is now. */
export async function changeCustomer(
  work: SalesWork,
  id: CustomerId,
  { version, ...patch }: CustomerChange,
): Promise<Result<Customer, CustomerError>> {
  const [customer, from, to, employer, fields] = await Promise.all([
    work.customers.find(id),
    patch.ownerId ? work.customers.ownerOf(id) : undefined,
    patch.ownerId ? work.references.assignee(patch.ownerId) : undefined,
    patch.companyId ? work.customers.employer(patch.companyId) : undefined,
    work.references.customFields('customer'),
  ])
  if (!customer) return err({ kind: 'customer_not_found' })
  if (customer.version !== version) return err({ kind: 'version_conflict', version: customer.version })
  if (patch.ownerId && patch.ownerId !== customer.ownerId) {
    const refusal = whyNotReassign(work.actor, from, to)
    if (refusal) return err(refusal)
  }

  const changed = change(customer, patch, { fields, employer, now: work.now })
  if (!changed.ok) return changed
  const { customer: next, difference } = changed.value
  if (!difference) return ok(customer)

  work.customers.save(next)
  work.emit(customerChanged(customer, next, difference))
  return ok(next)
}
