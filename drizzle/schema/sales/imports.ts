import { sql } from 'drizzle-orm'
import { bigint, check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, rowId, tenantId, updatedAt, version } from '../columns'
import { users } from '../organization'
import { tenants } from '../tenancy'

export const imports = pgTable(
  'imports',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
    id: rowId(),
    createdBy: uuid('created_by').notNull(),
    fileName: text('file_name').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    /** SHA-256 of the file as sent, hex. */
    digest: text('digest'),
    status: text('status', { enum: ['uploaded', 'ready', 'running', 'done', 'failed', 'canceled'] }).notNull(),
    /** What the file turned out to be, how its columns map, and where a resumed run goes on. */
    layout: jsonb('layout').$type<Record<string, unknown>>().notNull().default({}),
    mapping: jsonb('mapping').$type<Record<string, unknown>>(),
    progress: jsonb('progress').$type<Record<string, unknown>>().notNull().default({}),
    rowsTotal: integer('rows_total'),
    rowsRead: integer('rows_read').notNull().default(0),
    rowsCreated: integer('rows_created').notNull().default(0),
    rowsUpdated: integer('rows_updated').notNull().default(0),
    rowsUnchanged: integer('rows_unchanged').notNull().default(0),
    rowsFailed: integer('rows_failed').notNull().default(0),
    failure: text('failure'),
    startedAt: moment('started_at'),
    finishedAt: moment('finished_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({
      name: 'imports_user',
      columns: [t.tenantId, t.createdBy],
      foreignColumns: [users.tenantId, users.id],
    }),
    index('imports_newest').on(t.tenantId, t.createdAt, t.id),
    check('imports_status', sql`${t.status} in ('uploaded','ready','running','done','failed','canceled')`),
  ],
)

export const importErrors = pgTable(
  'import_errors',
  {
    tenantId: tenantId(),
    importId: uuid('import_id').notNull(),
    rowNumber: integer('row_number').notNull(),
    columnName: text('column_name').notNull(),
    value: text('value').notNull(),
    reason: text('reason').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.importId, t.rowNumber, t.columnName] }),
    foreignKey({
      name: 'import_errors_import',
      columns: [t.tenantId, t.importId],
      foreignColumns: [imports.tenantId, imports.id],
    }).onDelete('cascade'),
  ],
)
