import { and, asc, eq, sql } from 'drizzle-orm'
import { customFields } from '../../../drizzle/schema'
import type { CustomFieldId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { CustomFieldStore } from '../application/customer-stores'
import type { CustomField } from '../domain/custom-field'

export function customFieldStore(unit: UnitOfWork): CustomFieldStore {
  const { db, tenantId } = unit
  return {
    async all() {
      const rows = await unit.read(
        db
          .select()
          .from(customFields)
          .where(eq(customFields.tenantId, tenantId))
          .orderBy(asc(customFields.entity), asc(customFields.position), asc(customFields.id)),
      )
      return rows.map(toCustomField)
    },

    add({ isArchived: _, choices, ...field }) {
      // A key taken in the meantime is a lost race, not a refusal: the next try derives another.
      unit.guard(
        db
          .insert(customFields)
          .values({ ...field, choices: choices && [...choices], tenantId })
          .onConflictDoNothing()
          .returning({ id: customFields.id })
          .getSQL(),
      )
    },

    save({ id, label, choices, position, isArchived, version }) {
      const now = unit.now.toISOString()
      unit.guard(
        db
          .update(customFields)
          .set({
            label,
            choices: choices && [...choices],
            position,
            archivedAt: isArchived ? sql`coalesce(${customFields.archivedAt}, ${now}::timestamptz)` : null,
            updatedAt: now,
            version,
          })
          .where(
            and(eq(customFields.tenantId, tenantId), eq(customFields.id, id), eq(customFields.version, version - 1)),
          )
          .returning({ id: customFields.id })
          .getSQL(),
      )
    },
  }
}

function toCustomField(row: typeof customFields.$inferSelect): CustomField {
  return {
    id: row.id as CustomFieldId,
    entity: row.entity,
    key: row.key,
    label: row.label,
    type: row.type,
    choices: row.choices,
    position: row.position,
    isArchived: row.archivedAt !== null,
    version: row.version,
  }
}
