import { and, eq, sql } from 'drizzle-orm'
import { opportunities, opportunityProducts } from '../../../drizzle/schema'
import { isSame } from '../../kernel/difference'
import type { OpportunityId, ProductId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { OpportunityStore } from '../application/deal-stores'
import type { Opportunity } from '../domain/opportunity'
import { dealDocument } from './deal-documents'

const COLUMNS = [
  'customerId',
  'ownerId',
  'pipelineId',
  'stageId',
  'status',
  'title',
  'description',
  'amountMinor',
  'currency',
  'expectedCloseOn',
  'closedAt',
  'lossReason',
  'source',
  'priority',
  'competitor',
  'nextStep',
  'nextStepOn',
  'tags',
  'custom',
  'stageEnteredAt',
  'updatedAt',
  'version',
] as const satisfies readonly (keyof Opportunity & keyof typeof opportunities.$inferInsert)[]

/** Deals in the database, as far as the caller may see them. */
export function opportunityStore(unit: UnitOfWork): OpportunityStore {
  const { tenantId } = unit

  return {
    find: (id) => dealDocument(unit, id),

    ofInteraction: (id) =>
      dealDocument(unit, sql`(select opportunity_id from interactions where tenant_id = ${tenantId} and id = ${id})`),

    add(opportunity) {
      const { productIds, ...row } = opportunity
      const values = { ...row, tags: [...row.tags], tenantId, createdBy: unit.actor.userId }
      unit.write(unit.db.insert(opportunities).values(values).getSQL(), {
        opportunities_tenant_id_id_pk: { kind: 'opportunity_exists' },
      })
      addProducts(opportunity.id, productIds)
      expectStageInUse(opportunity)
    },

    save(before, after) {
      const changed = COLUMNS.filter((column) => !isSame(before[column], after[column]))
      unit.guard(
        unit.db
          .update(opportunities)
          .set(Object.fromEntries(changed.map((column) => [column, after[column]])))
          .where(
            and(
              eq(opportunities.tenantId, tenantId),
              eq(opportunities.id, before.id),
              eq(opportunities.version, before.version),
            ),
          )
          .returning({ id: opportunities.id })
          .getSQL(),
      )
      if (after.stageId !== before.stageId) expectStageInUse(after)
      // The score of an open deal; what it came to is kept in its history.
      if (after.status !== 'open') {
        unit.write(sql`delete from predictions where tenant_id = ${tenantId} and opportunity_id = ${after.id}`)
      }
      const gone = before.productIds.filter((id) => !after.productIds.includes(id))
      for (const id of gone) {
        unit.write(sql`delete from opportunity_products
          where tenant_id = ${tenantId} and opportunity_id = ${after.id} and product_id = ${id}`)
      }
      addProducts(
        after.id,
        after.productIds.filter((id) => !before.productIds.includes(id)),
      )
    },
  }

  function addProducts(id: OpportunityId, productIds: readonly ProductId[]): void {
    if (productIds.length === 0) return
    const values = productIds.map((productId) => ({ tenantId, opportunityId: id, productId }))
    unit.write(unit.db.insert(opportunityProducts).values(values).onConflictDoNothing().getSQL())
  }

  // The foreign key of the write before this has waited for whoever holds the stage's row, so an archiving that
  // came first is seen here and one that comes later sees the deal: none ends up in a stage out of use.
  function expectStageInUse({ stageId }: Opportunity): void {
    unit.write(sql`select app.expect(count(*), 1) from stages
      where tenant_id = ${tenantId} and id = ${stageId} and archived_at is null`)
  }
}
