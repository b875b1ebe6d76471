import { sql } from 'drizzle-orm'
import {
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, moment, rowId, tenantId, updatedAt, version } from './columns'
import { opportunities } from './sales'
import { tenants } from './tenancy'

export const predictionModels = pgTable(
  'prediction_models',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
    id: rowId(),
    /** 1, 2, 3 … within the tenant: what people call it. */
    number: integer('number').notNull(),
    status: text('status', { enum: ['training', 'champion', 'retired', 'kept_back', 'failed'] }).notNull(),
    /** What it rests on: one number for every deal, the shipped model, or more and more the tenant's own deals. */
    rung: text('rung', { enum: ['base_rate', 'prior', 'prior_calibrated', 'pooled', 'residual', 'own'] }),
    artifactKey: text('artifact_key'),
    artifactDigest: text('artifact_digest'),
    artifactBytes: integer('artifact_bytes'),
    settings: jsonb('settings').$type<Record<string, unknown>>().notNull().default({}),
    metrics: jsonb('metrics').$type<Record<string, unknown>>().notNull().default({}),
    features: jsonb('features').$type<readonly unknown[]>().notNull().default([]),
    /** Why it was or was not published, as the gate said it. */
    verdict: jsonb('verdict').$type<Record<string, unknown>>().notNull().default({}),
    trainedFrom: date('trained_from', { mode: 'string' }),
    trainedTo: date('trained_to', { mode: 'string' }),
    deals: integer('deals').notNull().default(0),
    won: integer('won').notNull().default(0),
    lost: integer('lost').notNull().default(0),
    requestedBy: uuid('requested_by'),
    startedAt: moment('started_at'),
    finishedAt: moment('finished_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('prediction_models_number').on(t.tenantId, t.number),
    uniqueIndex('prediction_models_one_champion').on(t.tenantId).where(sql`status = 'champion'`),
    uniqueIndex('prediction_models_one_training').on(t.tenantId).where(sql`status = 'training'`),
    check('prediction_models_status', sql`${t.status} in ('training','champion','retired','kept_back','failed')`),
  ],
)

/** How a tenant's models are kept: whether they are trained by themselves, and what was last seen of the one that serves. */
export const modelCare = pgTable('model_care', {
  tenantId: tenantId()
    .primaryKey()
    .references(() => tenants.id, { onDelete: 'cascade' }),
  /** Set while an administrator has stopped automatic training. */
  pausedAt: moment('paused_at'),
  pausedBy: uuid('paused_by'),
  /** The terms of pooling that were agreed to, when and by whom; null while nothing is shared. */
  poolingTerms: integer('pooling_terms'),
  poolingAt: moment('pooling_at'),
  poolingBy: uuid('pooling_by'),
  /** How the open deals spread at the first sweep of the model that serves: counts only. */
  reference: jsonb('reference').$type<Record<string, unknown>>(),
  /** What the newest sweep saw beside it. */
  report: jsonb('report').$type<Record<string, unknown>>(),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
})

/** What a company that agreed to it lets others learn from: sums over groups of its closed deals. */
export const poolContributions = pgTable('pool_contributions', {
  tenantId: tenantId()
    .primaryKey()
    .references(() => tenants.id, { onDelete: 'cascade' }),
  /** What is counted, and how it is grouped. */
  poolVersion: integer('pool_version').notNull(),
  deals: integer('deals').notNull(),
  cells: jsonb('cells').$type<readonly unknown[]>().notNull(),
  madeAt: moment('made_at').notNull().default(sql`now()`),
})

/** The sums of at least five companies each, nobody's in particular. */
export const pool = pgTable('pool', {
  poolVersion: integer('pool_version').primaryKey(),
  companies: integer('companies').notNull(),
  cells: jsonb('cells').$type<readonly unknown[]>().notNull(),
  madeAt: moment('made_at').notNull().default(sql`now()`),
})

/** Point-in-time features of closed deals, computed once and read by every later training. */
export const featureRows = pgTable(
  'feature_rows',
  {
    tenantId: tenantId(),
    opportunityId: uuid('opportunity_id').notNull(),
    asOf: moment('as_of').notNull(),
    schemaVersion: integer('schema_version').notNull(),
    values: jsonb('values').$type<Record<string, string | number | null>>().notNull(),
    isWon: integer('is_won').notNull(),
    weight: real('weight').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.opportunityId, t.asOf, t.schemaVersion] }),
    foreignKey({
      name: 'feature_rows_opportunity',
      columns: [t.tenantId, t.opportunityId],
      foreignColumns: [opportunities.tenantId, opportunities.id],
    }).onDelete('cascade'),
    check('feature_rows_label', sql`${t.isWon} in (0, 1)`),
  ],
)

/** The newest score of each open deal. Derived data: told by the hub, never in the change log. */
export const predictions = pgTable(
  'predictions',
  {
    tenantId: tenantId(),
    opportunityId: uuid('opportunity_id').notNull(),
    modelId: uuid('model_id').notNull(),
    /** The moment the features describe; a sweep never overwrites a newer one. */
    asOf: moment('as_of').notNull(),
    successProbability: doublePrecision('success_probability').notNull(),
    low: doublePrecision('low').notNull(),
    high: doublePrecision('high').notNull(),
    confidence: text('confidence', { enum: ['high', 'medium', 'low'] }).notNull(),
    baseRate: doublePrecision('base_rate').notNull(),
    /** Signed log-odds by feature, with the value and the words; they add up to the score. */
    contributions: jsonb('contributions').$type<readonly unknown[]>().notNull(),
    /** What lists mark: at risk and why, worth a push and by what. Apart, so that lists need not read the reasons. */
    signals: jsonb('signals').$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.opportunityId] }),
    foreignKey({
      name: 'predictions_opportunity',
      columns: [t.tenantId, t.opportunityId],
      foreignColumns: [opportunities.tenantId, opportunities.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'predictions_model',
      columns: [t.tenantId, t.modelId],
      foreignColumns: [predictionModels.tenantId, predictionModels.id],
    }),
    index('predictions_by_probability').on(t.tenantId, t.successProbability, t.opportunityId),
    check(
      'predictions_range',
      sql`${t.low} >= 0 and ${t.low} <= ${t.successProbability} and ${t.successProbability} <= ${t.high} and ${t.high} <= 1`,
    ),
    check('predictions_confidence', sql`${t.confidence} in ('high','medium','low')`),
  ],
)

export const predictionHistory = pgTable(
  'prediction_history',
  {
    tenantId: tenantId(),
    opportunityId: uuid('opportunity_id').notNull(),
    asOf: moment('as_of').notNull(),
    modelId: uuid('model_id').notNull(),
    successProbability: doublePrecision('success_probability').notNull(),
    /** What made the score be taken: `moved`, `interaction`, `sweep` … */
    cause: text('cause').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.opportunityId, t.asOf] }),
    foreignKey({
      name: 'prediction_history_opportunity',
      columns: [t.tenantId, t.opportunityId],
      foreignColumns: [opportunities.tenantId, opportunities.id],
    }).onDelete('cascade'),
    check('prediction_history_range', sql`${t.successProbability} between 0 and 1`),
  ],
)
