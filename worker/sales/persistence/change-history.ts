import { and, desc, eq } from 'drizzle-orm'
import { changeLog } from '../../../drizzle/schema'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { ChangeHistory } from '../application/deal-stores'
import type { HistoryEntry } from '../contract'

export const changeColumns = {
  seq: changeLog.seq,
  at: changeLog.at,
  actorId: changeLog.actorId,
  type: changeLog.type,
  entity: changeLog.entity,
  entityId: changeLog.entityId,
  before: changeLog.before,
  after: changeLog.after,
}

/** What the change log tells the caller of a record, newest first. */
export function changeHistory(unit: UnitOfWork): ChangeHistory {
  return {
    async of(entity, id, limit) {
      const rows = await unit.read(
        unit.db
          .select(changeColumns)
          .from(changeLog)
          .where(and(eq(changeLog.tenantId, unit.tenantId), eq(changeLog.entity, entity), eq(changeLog.entityId, id)))
          .orderBy(desc(changeLog.seq))
          .limit(limit),
      )
      return rows as HistoryEntry[]
    },
  }
}
