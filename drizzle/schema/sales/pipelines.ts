import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, moment, rowId, tenantId, updatedAt, version } from '../columns'
import { tenants } from '../tenancy'

export const pipelines = pgTable(
  'pipelines',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
    id: rowId(),
    name: text('name').notNull(),
    position: integer('position').notNull(),
    isDefault: boolean('is_default').notNull().default(false),
    archivedAt: moment('archived_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('pipelines_name').on(t.tenantId, t.name),
    uniqueIndex('pipelines_one_default').on(t.tenantId).where(sql`is_default`),
    check('pipelines_name_length', sql`char_length(${t.name}) between 1 and 100`),
  ],
)

export const stages = pgTable(
  'stages',
  {
    tenantId: tenantId(),
    id: rowId(),
    pipelineId: uuid('pipeline_id').notNull(),
    name: text('name').notNull(),
    position: integer('position').notNull(),
    status: text('status', { enum: ['open', 'won', 'lost'] }).notNull(),
    /** The age in days at which a deal has been here too long; null until there is a norm. */
    expectedDays: integer('expected_days'),
    archivedAt: moment('archived_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({
      name: 'stages_pipeline',
      columns: [t.tenantId, t.pipelineId],
      foreignColumns: [pipelines.tenantId, pipelines.id],
    }).onDelete('cascade'),
    // What an opportunity points at, so that its stage, pipeline and status always agree.
    unique('stages_agree').on(t.tenantId, t.pipelineId, t.id, t.status),
    uniqueIndex('stages_name').on(t.tenantId, t.pipelineId, sql`lower(${t.name})`).where(sql`archived_at is null`),
    uniqueIndex('stages_one_won').on(t.tenantId, t.pipelineId).where(sql`status = 'won' and archived_at is null`),
    uniqueIndex('stages_one_lost').on(t.tenantId, t.pipelineId).where(sql`status = 'lost' and archived_at is null`),
    check('stages_status', sql`${t.status} in ('open','won','lost')`),
    check('stages_name_length', sql`char_length(${t.name}) between 1 and 100`),
    check('stages_expected_days', sql`${t.expectedDays} between 1 and 3650`),
  ],
)
