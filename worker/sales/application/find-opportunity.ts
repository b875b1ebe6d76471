import type { OpportunityId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { Opportunity } from '../contract'
import type { OpportunityError } from '../domain/errors'
import { toWire } from './wire'
import type { SalesWork } from './work'

/** One deal, whole. */
export async function findOpportunity(
  work: SalesWork,
  id: OpportunityId,
): Promise<Result<Opportunity, OpportunityError>> {
  const known = await work.opportunities.find(id)
  return known ? ok(toWire(known)) : err({ kind: 'opportunity_not_found' })
}
