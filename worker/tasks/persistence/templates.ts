import { and, asc, eq, sql } from 'drizzle-orm'
import { taskTemplates } from '../../../drizzle/schema'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { TemplateStore } from '../application/stores'
import type { Template } from '../contract'

/** Templates: the caller's own, and those shared with everybody. */
export function templateStore(unit: UnitOfWork): TemplateStore {
  const { db, tenantId } = unit
  const t = taskTemplates
  const columns = {
    id: t.id,
    name: t.name,
    createdBy: t.createdBy,
    isShared: t.isShared,
    content: t.content,
    version: t.version,
  }
  return {
    async all() {
      const rows = await unit.read(
        db.select(columns).from(t).where(eq(t.tenantId, tenantId)).orderBy(asc(t.name), asc(t.id)).limit(500),
      )
      return rows as unknown as Template[]
    },
    async find(id) {
      const [row] = await unit.read(
        db
          .select(columns)
          .from(t)
          .where(and(eq(t.tenantId, tenantId), eq(t.id, id))),
      )
      return row as unknown as Template | undefined
    },
    add(template) {
      unit.write(
        db
          .insert(t)
          .values({ ...template, tenantId })
          .getSQL(),
      )
    },
    save({ id, name, isShared, content, version }) {
      unit.guard(
        db
          .update(t)
          .set({ name, isShared, content, version })
          .where(and(eq(t.tenantId, tenantId), eq(t.id, id), eq(t.version, version - 1)))
          .returning({ id: t.id })
          .getSQL(),
      )
    },
    remove({ id }) {
      unit.guard(sql`delete from task_templates where tenant_id = ${tenantId} and id = ${id} returning id`)
    },
  }
}
