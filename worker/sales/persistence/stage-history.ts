import { and, desc, eq, sql } from 'drizzle-orm'
import { stageHistory } from '../../../drizzle/schema'
import { newId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { StageHistory } from '../application/deal-stores'
import type { Spell } from '../domain/stage-history'

/** Where deals have been. One spell of a deal is current; each begins when the one before it ends. */
export function stageHistoryStore(unit: UnitOfWork): StageHistory {
  const { tenantId } = unit

  const spells = (opportunityId: string, limit: number) =>
    unit.db
      .select({ stageId: stageHistory.stageId, enteredAt: stageHistory.enteredAt, leftAt: stageHistory.leftAt })
      .from(stageHistory)
      .where(and(eq(stageHistory.tenantId, tenantId), eq(stageHistory.opportunityId, opportunityId)))
      // Two spells may begin in one millisecond; the current one is the newer.
      .orderBy(desc(stageHistory.enteredAt), sql`left_at desc nulls first`, desc(stageHistory.id))
      .limit(limit)

  const enter = (opportunityId: string, stageId: string, enteredAt: string) =>
    unit.db
      .insert(stageHistory)
      .values({ tenantId, id: newId(), opportunityId, stageId, enteredAt, movedBy: unit.actor.userId })
      .getSQL()

  return {
    async recent(id) {
      return (await unit.read(spells(id, 2))) as Spell[]
    },
    async all(id, limit) {
      return (await unit.read(spells(id, limit))) as Spell[]
    },
    begin({ id, stageId, stageEnteredAt }) {
      unit.write(enter(id, stageId, stageEnteredAt))
    },
    record({ id }, step) {
      const current = sql`tenant_id = ${tenantId} and opportunity_id = ${id} and left_at is null`
      switch (step.kind) {
        case 'entered':
          unit.write(sql`update stage_history set left_at = greatest(entered_at, ${step.enteredAt}::timestamptz)
            where ${current}`)
          unit.write(enter(id, step.stageId, step.enteredAt))
          return
        case 'taken_back':
          unit.write(sql`delete from stage_history where ${current}`)
          unit.guard(sql`update stage_history set left_at = null where id = (
            select id from stage_history where tenant_id = ${tenantId} and opportunity_id = ${id}
              and stage_id = ${step.stageId} order by entered_at desc, id desc limit 1)
            and tenant_id = ${tenantId} returning id`)
      }
    },
  }
}
