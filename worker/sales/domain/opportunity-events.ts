import type { Change } from '../../kernel/change'
import { difference } from '../../kernel/difference'
import type { Opportunity } from './opportunity'

export interface OpportunityEvent extends Change {
  readonly type:
    | 'opportunity.opened'
    | 'opportunity.changed'
    | 'opportunity.moved'
    | 'opportunity.won'
    | 'opportunity.lost'
  readonly entity: 'opportunity'
}

const KEYS = [
  'title',
  'description',
  'customerId',
  'ownerId',
  'pipelineId',
  'stageId',
  'status',
  'amountMinor',
  'currency',
  'expectedCloseOn',
  'source',
  'priority',
  'competitor',
  'nextStep',
  'nextStepOn',
  'tags',
  'custom',
  'productIds',
  'openedAt',
  'stageEnteredAt',
  'closedAt',
  'lossReason',
  'externalId',
  'version',
] as const satisfies readonly (keyof Opportunity)[]

/** Says that a deal began. */
export function opened(opportunity: Opportunity): OpportunityEvent {
  return {
    type: 'opportunity.opened',
    entity: 'opportunity',
    entityId: opportunity.id,
    before: null,
    after: Object.fromEntries(KEYS.map((key) => [key, opportunity[key]])),
    audience: 'owner',
    ownerBefore: null,
    ownerAfter: opportunity.ownerId,
  }
}

/** Says what became different about a deal. */
export function became(
  type: Exclude<OpportunityEvent['type'], 'opportunity.opened'>,
  before: Opportunity,
  after: Opportunity,
): OpportunityEvent {
  return {
    type,
    entity: 'opportunity',
    entityId: after.id,
    ...difference(before, after, KEYS),
    audience: 'owner',
    ownerBefore: before.ownerId,
    ownerAfter: after.ownerId,
  }
}
