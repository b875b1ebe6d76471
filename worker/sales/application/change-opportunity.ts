import type { OpportunityId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { OpportunityChange } from '../contract'
import { layCustomValues } from '../domain/custom-values'
import { tidyProducts, whyNotProducts } from '../domain/deal-products'
import type { OpportunityError } from '../domain/errors'
import { change } from '../domain/opportunity'
import { became } from '../domain/opportunity-events'
import { whyNotAssign } from '../domain/owner'
import { type OpportunityAnswer, toAnswer } from './wire'
import type { SalesWork } from './work'

/** Changes facts of a deal, among them whose it is. Made against one version, so that nobody's edit is lost unseen. */
export async function changeOpportunity(
  work: SalesWork,
  { id, version, ...patch }: OpportunityChange & { readonly id: OpportunityId },
): Promise<Result<OpportunityAnswer, OpportunityError>> {
  const { customerId, ownerId, source } = patch
  const productIds = patch.productIds && tidyProducts(patch.productIds)
  const [known, customerName, owner, products, fields, scorer] = await Promise.all([
    work.opportunities.find(id),
    customerId && work.references.customerName(customerId),
    ownerId && work.references.assignee(ownerId),
    productIds ? work.references.products(productIds) : [],
    patch.custom ? work.references.customFields('opportunity') : [],
    work.scores.load({ of: { opportunityId: id }, draft: { customerId, ownerId, source, productIds } }),
  ])
  if (!known) return err({ kind: 'opportunity_not_found' })
  const before = known.opportunity
  if (version !== before.version) return err({ kind: 'version_conflict', version: before.version })
  if (customerId && customerName === undefined) return err({ kind: 'customer_not_found' })
  if (ownerId && ownerId !== before.ownerId) {
    const refusal = whyNotAssign(work.actor, owner || undefined)
    if (refusal) return err(refusal)
  }
  const refusal = whyNotProducts(productIds ?? [], products, before.productIds)
  if (refusal) return err(refusal)
  const custom = layCustomValues(fields, before.custom, patch.custom ?? {})
  if (!custom.ok) return custom

  const changed = change(before, { ...patch, productIds, custom: patch.custom && custom.value }, work.now)
  if (!changed.ok) return changed
  const after = changed.value
  if (after === before) return ok(toAnswer(known, before, null))

  const event = became('opportunity.changed', before, after)
  work.opportunities.save(before, after)
  work.emit(event)
  const prediction = after.status === 'open' ? await scorer.score(after, [event], 'changed') : null
  return ok(toAnswer(known, after, prediction, customerName || known.customerName))
}
