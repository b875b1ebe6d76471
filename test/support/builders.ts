import { customers, interactions, opportunities, stageHistory, tasks } from '../../drizzle/schema'
import { type CustomerId, type InteractionId, newId, type OpportunityId, type TaskId } from '../../worker/kernel/ids'
import { type Company, owner } from './actors'

type CustomerRow = typeof customers.$inferInsert
type DealRow = typeof opportunities.$inferInsert
type InteractionRow = typeof interactions.$inferInsert
type TaskRow = typeof tasks.$inferInsert

/** A customer of the rep's, laid straight into the database. */
export async function aCustomer(company: Company, given: Partial<CustomerRow> = {}): Promise<CustomerId> {
  const id = newId<CustomerId>()
  const ownerId = company.rep.userId
  const { tenantId } = company
  await owner()
    .insert(customers)
    .values({ tenantId, id, kind: 'company', name: `Customer ${id}`, ownerId, createdBy: ownerId, ...given })
  return (given.id ?? id) as CustomerId
}

/** An open deal of the rep's in its first stage, with the spell that began it. */
export async function aDeal(
  company: Company,
  given: Partial<DealRow> & Pick<DealRow, 'customerId'>,
): Promise<OpportunityId> {
  const id = newId<OpportunityId>()
  const ownerId = company.rep.userId
  const { tenantId, pipelineId, stages } = company
  const status = given.status ?? 'open'
  const stageId = status === 'open' ? stages.lead : stages[status]
  const openedAt = new Date().toISOString()
  const deal = {
    tenantId,
    id,
    ownerId,
    pipelineId,
    stageId,
    status,
    title: `Deal ${id}`,
    amountMinor: 100_00,
    currency: 'EUR',
    createdBy: ownerId,
    openedAt,
    stageEnteredAt: openedAt,
    closedAt: status === 'open' ? null : openedAt,
    ...given,
  } satisfies DealRow
  await owner().insert(opportunities).values(deal)
  await owner()
    .insert(stageHistory)
    .values({
      tenantId,
      opportunityId: given.id ?? id,
      stageId: given.stageId ?? stageId,
      enteredAt: given.stageEnteredAt ?? openedAt,
    })
  return (given.id ?? id) as OpportunityId
}

/** A call of the rep's with a customer. */
export async function anInteraction(
  company: Company,
  given: Partial<InteractionRow> & Pick<InteractionRow, 'customerId'>,
): Promise<InteractionId> {
  const id = newId<InteractionId>()
  const occurredAt = new Date().toISOString()
  await owner()
    .insert(interactions)
    .values({ tenantId: company.tenantId, id, userId: company.rep.userId, channel: 'call', occurredAt, ...given })
  return (given.id ?? id) as InteractionId
}

/** A task of the rep's that only they see. */
export async function aTask(company: Company, given: Partial<TaskRow> = {}): Promise<TaskId> {
  const id = newId<TaskId>()
  const mine = company.rep.userId
  await owner()
    .insert(tasks)
    .values({ tenantId: company.tenantId, id, title: `Task ${id}`, assignedTo: mine, assignedBy: mine, ...given })
  return (given.id ?? id) as TaskId
}
