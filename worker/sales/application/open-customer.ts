import { type CustomerId, newId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { NewCustomer } from '../contract'
import { type Customer, openCustomer as open } from '../domain/customer'
import type { CustomerError } from '../domain/customer-errors'
import { customerOpened } from '../domain/customer-events'
import { whyNotAssign } from '../domain/owner'
import type { SalesWork } from './work'

/** Adds a customer. Somebody of the same name whom the caller may see is pointed out first. */
export async function openCustomer(
  work: SalesWork,
  { isAnother, ...wanted }: NewCustomer,
): Promise<Result<Customer, CustomerError>> {
  const ownerId = wanted.ownerId ?? work.actor.userId
  const [owner, namesake, employer, fields] = await Promise.all([
    work.references.assignee(ownerId),
    isAnother ? undefined : work.customers.namesake(wanted.kind, wanted.name),
    wanted.companyId ? work.customers.employer(wanted.companyId) : undefined,
    work.references.customFields('customer'),
  ])
  const refusal = whyNotAssign(work.actor, owner)
  if (refusal) return err(refusal)

  const id = wanted.id ?? newId<CustomerId>()
  const opened = open({ ...wanted, id, ownerId }, { fields, employer, now: work.now })
  if (!opened.ok) return opened
  if (namesake) return err({ kind: 'customer_exists', customerId: namesake })

  work.customers.add(opened.value)
  work.emit(customerOpened(opened.value))
  return ok(opened.value)
}
