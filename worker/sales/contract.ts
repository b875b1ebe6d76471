import { z } from 'zod'
import {
  CustomerId,
  CustomFieldId,
  ImportId,
  InteractionId,
  OpportunityId,
  PipelineId,
  ProductId,
  StageId,
  UserId,
} from '../kernel/ids'
import { AmountMinor, Currency } from '../kernel/money'
import { PageQuery } from '../kernel/page'
import { Day, line, Moment, prose } from '../kernel/text'
import { MAX_COLUMNS } from './domain/csv/limits'
import {
  ColumnMapping,
  ColumnTarget,
  Conventions,
  Dialect,
  MappedColumn,
  PreviewRow,
  VerdictCounts,
} from './domain/csv/mapping'

export const Priority = z.enum(['critical', 'high', 'medium', 'low'])
export type Priority = z.infer<typeof Priority>
export const DealStatus = z.enum(['open', 'won', 'lost'])
export type DealStatus = z.infer<typeof DealStatus>
export const Tags = z.array(line(50)).max(30, 'use at most 30 tags')
/** Values of the tenant's own fields by key: text, a finite number, a day as text, or null. */
export const CustomValues = z.record(z.string().min(1).max(100), z.union([prose(2000), z.number(), z.null()]))
export type CustomValues = z.infer<typeof CustomValues>

const version = z.int()
const optionalLine = (max: number) => line(max).nullable()

// --- pipelines ------------------------------------------------------------------------------------------------

export const Stage = z.object({
  id: StageId,
  pipelineId: PipelineId,
  name: z.string(),
  position: z.int(),
  status: DealStatus,
  /** The age in days past which a deal has been here too long. */
  expectedDays: z.int().nullable(),
  version,
})
export type Stage = z.infer<typeof Stage>
export const Pipeline = z.object({
  id: PipelineId,
  name: z.string(),
  position: z.int(),
  isDefault: z.boolean(),
  stages: z.array(Stage),
  version,
})
export type Pipeline = z.infer<typeof Pipeline>
const ExpectedDays = z.int().min(1).max(3650).nullable()
export const NewPipeline = z.object({
  name: line(100),
  stages: z
    .array(z.object({ name: line(100), expectedDays: ExpectedDays.default(null) }))
    .min(1)
    .max(20),
})
export type NewPipeline = z.infer<typeof NewPipeline>
export const PipelineChange = z.object({ version, name: line(100).optional(), isDefault: z.literal(true).optional() })
export type PipelineChange = z.infer<typeof PipelineChange>
export const NewStage = z.object({
  name: line(100),
  expectedDays: ExpectedDays.default(null),
  position: z.int().min(0).max(100),
})
export type NewStage = z.infer<typeof NewStage>
export const StageChange = z.object({
  version,
  name: line(100).optional(),
  expectedDays: ExpectedDays.optional(),
  position: z.int().min(0).max(100).optional(),
})
export type StageChange = z.infer<typeof StageChange>

// --- customers ------------------------------------------------------------------------------------------------

export const Address = z
  .object({ street: line(200), city: line(100), postalCode: line(20), country: line(100) })
  .partial()
// Shown as a link: any scheme but the web's could run something when it is followed.
const Website = line(300).refine((url) => /^https?:\/\//i.test(url) || !url.includes(':'), 'use a web address')
const customerFields = {
  name: line(200),
  jobTitle: optionalLine(200),
  email: z.email('use an e-mail address').max(254).nullable(),
  phone: optionalLine(50),
  website: Website.nullable(),
  industry: optionalLine(100),
  employees: z.int().min(0).max(10_000_000).nullable(),
  address: Address.nullable(),
  notes: prose(20_000),
  tags: Tags,
  custom: CustomValues,
  companyId: CustomerId.nullable(),
}
export const Customer = z.object({
  id: CustomerId,
  kind: z.enum(['company', 'person']),
  ...customerFields,
  companyName: z.string().nullable(),
  ownerId: UserId,
  createdAt: Moment,
  updatedAt: Moment,
  version,
})
export type Customer = z.infer<typeof Customer>
/** A row of the list: the customer with what is going on with them. */
export const CustomerRow = Customer.pick({
  id: true,
  kind: true,
  name: true,
  companyId: true,
  companyName: true,
  jobTitle: true,
  email: true,
  phone: true,
  industry: true,
  tags: true,
  ownerId: true,
}).extend({
  openDeals: z.int(),
  wonDeals: z.int(),
  lostDeals: z.int(),
  openAmounts: z.array(z.object({ currency: Currency, amountMinor: z.number() })),
  lastInteractionAt: Moment.nullable(),
})
export type CustomerRow = z.infer<typeof CustomerRow>
export const NewCustomer = z.object({
  /** Made by the client, so that a repeated command is the same customer. */
  id: CustomerId.optional(),
  kind: z.enum(['company', 'person']),
  ...z.object(customerFields).partial().required({ name: true }).shape,
  ownerId: UserId.optional(),
  /** Said after `customer_exists`: this one is somebody else of the same name. */
  isAnother: z.boolean().optional(),
})
export type NewCustomer = z.infer<typeof NewCustomer>
export const CustomerChange = z.object({
  version,
  ...z.object(customerFields).partial().shape,
  ownerId: UserId.optional(),
})
export type CustomerChange = z.infer<typeof CustomerChange>
export const CustomerQuery = PageQuery.extend({
  q: prose(200).optional(),
  kind: z.enum(['company', 'person']).optional(),
  ownerId: UserId.optional(),
  tag: prose(50).optional(),
  industry: prose(100).optional(),
  companyId: CustomerId.optional(),
  sort: z.enum(['name', '-name']).default('name'),
})
export type CustomerQuery = z.infer<typeof CustomerQuery>

// --- opportunities --------------------------------------------------------------------------------------------

/** The score as lists and cards show it. Probabilities are between 0 and 1. */
export const ScoreBrief = z.object({
  probability: z.number(),
  low: z.number(),
  high: z.number(),
  confidence: z.enum(['high', 'medium', 'low']),
  /** Against the score of about a week ago; null when there was none. */
  weekChange: z.number().nullable(),
  /** At risk: fell fast in a week, or far below what deals of its stage usually do; why, in three words. */
  risk: z.object({ kind: z.enum(['falling', 'below_stage']), points: z.int(), words: z.string() }).nullable(),
  /** Worth a push: what would raise it most now, and by how many points. */
  push: z
    .object({ action: z.enum(['meeting', 'meeting_with_somebody_new', 'call', 'next_step']), points: z.int() })
    .nullable(),
  scoredAt: Moment,
})
export type ScoreBrief = z.infer<typeof ScoreBrief>

const opportunityFields = {
  title: line(200),
  description: prose(20_000),
  amountMinor: AmountMinor,
  currency: Currency,
  expectedCloseOn: Day.nullable(),
  source: optionalLine(100),
  priority: Priority,
  competitor: optionalLine(200),
  nextStep: optionalLine(300),
  nextStepOn: Day.nullable(),
  tags: Tags,
  custom: CustomValues,
}
/** A card of the board, a row of a list: what the device keeps of every open deal. */
export const OpportunityRow = z.object({
  id: OpportunityId,
  title: z.string(),
  customerId: CustomerId,
  customerName: z.string(),
  ownerId: UserId,
  pipelineId: PipelineId,
  stageId: StageId,
  status: DealStatus,
  amountMinor: z.number(),
  currency: Currency,
  expectedCloseOn: z.string().nullable(),
  priority: Priority,
  nextStep: z.string().nullable(),
  nextStepOn: z.string().nullable(),
  openedAt: Moment,
  stageEnteredAt: Moment,
  lastActivityAt: Moment.nullable(),
  closedAt: Moment.nullable(),
  score: ScoreBrief.nullable(),
  version,
})
export type OpportunityRow = z.infer<typeof OpportunityRow>
/** `stageName` because the stage may be archived since, and then no pipeline lists it. */
export const StageSpell = z.object({
  stageId: StageId,
  stageName: z.string(),
  enteredAt: Moment,
  leftAt: Moment.nullable(),
  days: z.number(),
})
export type StageSpell = z.infer<typeof StageSpell>
export const Opportunity = OpportunityRow.extend({
  description: z.string(),
  source: z.string().nullable(),
  competitor: z.string().nullable(),
  lossReason: z.string().nullable(),
  tags: z.array(z.string()),
  custom: CustomValues,
  externalId: z.string().nullable(),
  productIds: z.array(ProductId),
  createdAt: Moment,
  updatedAt: Moment,
})
export type Opportunity = z.infer<typeof Opportunity>
/** Without a currency it is the company's, without an owner the caller's, without a stage the first of the pipeline. */
export const NewOpportunity = z.object({
  /** Made by the client, so that a repeated command is the same deal. */
  id: OpportunityId.optional(),
  ...z.object(opportunityFields).partial().required({ title: true, amountMinor: true }).shape,
  customerId: CustomerId,
  pipelineId: PipelineId.optional(),
  stageId: StageId.optional(),
  ownerId: UserId.optional(),
  productIds: z.array(ProductId).max(50).default([]),
})
export type NewOpportunity = z.infer<typeof NewOpportunity>
export const OpportunityChange = z.object({
  version,
  ...z.object(opportunityFields).partial().shape,
  customerId: CustomerId.optional(),
  ownerId: UserId.optional(),
  productIds: z.array(ProductId).max(50).optional(),
})
export type OpportunityChange = z.infer<typeof OpportunityChange>
/** `version` is optional: a move names its target, so it may be applied to whatever is there now. */
export const MoveOpportunity = z.object({ stageId: StageId, version: version.optional() })
export type MoveOpportunity = z.infer<typeof MoveOpportunity>
export const CloseOpportunity = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('won'), version: version.optional() }),
  z.object({
    outcome: z.literal('lost'),
    lossReason: line(100),
    note: prose(2000).optional(),
    version: version.optional(),
  }),
])
export type CloseOpportunity = z.infer<typeof CloseOpportunity>
export const OpportunityQuery = PageQuery.extend({
  q: prose(200).optional(),
  status: DealStatus.optional(),
  pipelineId: PipelineId.optional(),
  stageId: StageId.optional(),
  ownerId: UserId.optional(),
  customerId: CustomerId.optional(),
  priority: Priority.optional(),
  /** Only deals marked so. */
  signal: z.enum(['risk', 'push']).optional(),
  tag: prose(50).optional(),
  minAmountMinor: z.coerce.number().pipe(AmountMinor).optional(),
  maxAmountMinor: z.coerce.number().pipe(AmountMinor).optional(),
  closesFrom: Day.optional(),
  closesTo: Day.optional(),
  /** Won or lost from then on. */
  closedFrom: Moment.optional(),
  sort: z
    .enum([
      '-opened',
      'opened',
      'title',
      '-title',
      'amount',
      '-amount',
      'closes',
      '-closes',
      'probability',
      '-probability',
    ])
    .default('-opened'),
})
export type OpportunityQuery = z.infer<typeof OpportunityQuery>
/** The board: each column's true totals, and its first cards. */
export const BoardQuery = z.object({
  pipelineId: PipelineId.optional(),
  ownerId: UserId.optional(),
  cards: z.coerce.number().int().min(1).max(100).default(50),
})
export type BoardQuery = z.infer<typeof BoardQuery>
export const BoardColumn = z.object({
  stageId: StageId,
  count: z.int(),
  /** One entry a currency; weighted is Σ amount × probability, unscored deals at the stage's base rate left out. */
  totals: z.array(z.object({ currency: Currency, amountMinor: z.number(), weightedMinor: z.number() })),
  cards: z.array(OpportunityRow),
})
export const Board = z.object({ pipelineId: PipelineId, columns: z.array(BoardColumn) })
export type Board = z.infer<typeof Board>

/** One line of a deal's or customer's past. */
export const HistoryEntry = z.object({
  seq: z.number().nullable(),
  at: Moment,
  actorId: UserId.nullable(),
  type: z.string(),
  entity: z.string(),
  entityId: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>
/** A line of a customer's past; `title` names the deal it is about, if it is about one. */
export const TimelineEntry = HistoryEntry.extend({ title: z.string().nullable() })
export type TimelineEntry = z.infer<typeof TimelineEntry>
export const OpportunityHistory = z.object({ stages: z.array(StageSpell), changes: z.array(HistoryEntry) })
export type OpportunityHistory = z.infer<typeof OpportunityHistory>

// --- interactions ---------------------------------------------------------------------------------------------

export const Channel = z.enum(['call', 'email', 'meeting', 'note'])
export type Channel = z.infer<typeof Channel>
export const OUTCOMES = [
  'reached',
  'no_answer',
  'left_message',
  'positive',
  'neutral',
  'negative',
  'next_step_agreed',
] as const
export const Interaction = z.object({
  id: InteractionId,
  customerId: CustomerId,
  opportunityId: OpportunityId.nullable(),
  personId: CustomerId.nullable(),
  personName: z.string().nullable(),
  userId: UserId,
  channel: Channel,
  direction: z.enum(['in', 'out']).nullable(),
  subject: z.string(),
  content: z.string(),
  outcome: z.string().nullable(),
  durationMinutes: z.int().nullable(),
  followUpOn: z.string().nullable(),
  sentiment: z.number().nullable(),
  occurredAt: Moment,
  createdAt: Moment,
  version,
})
export type Interaction = z.infer<typeof Interaction>
const interactionFields = {
  personId: CustomerId.nullable(),
  channel: Channel,
  direction: z.enum(['in', 'out']).nullable(),
  subject: prose(300),
  content: prose(20_000),
  outcome: z.enum(OUTCOMES).nullable(),
  durationMinutes: z.int().min(0).max(1440).nullable(),
  followUpOn: Day.nullable(),
  occurredAt: Moment,
}
export const NewInteraction = z.object({
  /** Made by the client, so that a repeated command is the same interaction. */
  id: InteractionId.optional(),
  /** Either a deal, whose customer it then is, or a customer. */
  opportunityId: OpportunityId.optional(),
  customerId: CustomerId.optional(),
  ...z.object(interactionFields).partial().required({ channel: true }).shape,
})
export type NewInteraction = z.infer<typeof NewInteraction>
export const InteractionChange = z.object({ version, ...z.object(interactionFields).partial().shape })
export type InteractionChange = z.infer<typeof InteractionChange>
export const InteractionQuery = PageQuery.extend({
  q: prose(200).optional(),
  opportunityId: OpportunityId.optional(),
  customerId: CustomerId.optional(),
  channel: Channel.optional(),
})
export type InteractionQuery = z.infer<typeof InteractionQuery>

// --- products, fields -----------------------------------------------------------------------------------------

export const Product = z.object({
  id: ProductId,
  name: z.string(),
  sku: z.string().nullable(),
  listPrice: z.object({ amountMinor: AmountMinor, currency: Currency }).nullable(),
  isArchived: z.boolean(),
  version,
})
export type Product = z.infer<typeof Product>
// Without defaults: an edit that does not mention a field must not find one filled in.
const productFields = {
  name: line(200),
  sku: optionalLine(100),
  listPrice: z.object({ amountMinor: AmountMinor, currency: Currency }).nullable(),
}
export const NewProduct = z.object(productFields).partial().required({ name: true })
export type NewProduct = z.infer<typeof NewProduct>
export const ProductChange = z.object({
  version,
  ...z.object(productFields).partial().shape,
  isArchived: z.boolean().optional(),
})
export type ProductChange = z.infer<typeof ProductChange>

export const CustomField = z.object({
  id: CustomFieldId,
  entity: z.enum(['opportunity', 'customer']),
  key: z.string(),
  label: z.string(),
  type: z.enum(['text', 'number', 'date', 'choice']),
  choices: z.array(z.string()).nullable(),
  position: z.int(),
  isArchived: z.boolean(),
  version,
})
export type CustomField = z.infer<typeof CustomField>
export const NewCustomField = z.object({
  entity: z.enum(['opportunity', 'customer']),
  label: line(200),
  type: z.enum(['text', 'number', 'date', 'choice']),
  choices: z.array(line(200)).max(500).nullable().default(null),
})
export type NewCustomField = z.infer<typeof NewCustomField>
export const CustomFieldChange = z.object({
  version,
  label: line(200).optional(),
  choices: z.array(line(200)).max(500).optional(),
  position: z.int().min(0).max(10_000).optional(),
  isArchived: z.boolean().optional(),
})
export type CustomFieldChange = z.infer<typeof CustomFieldChange>

// --- tags -----------------------------------------------------------------------------------------------------

export const TagUse = z.object({ tag: z.string(), uses: z.int() })
export type TagUse = z.infer<typeof TagUse>

// --- exports --------------------------------------------------------------------------------------------------

/** An export takes the filters of the list it copies; it has no pages. */
export const CustomerExport = CustomerQuery.omit({ limit: true, cursor: true, sort: true })
export type CustomerExport = z.infer<typeof CustomerExport>
export const InteractionExport = InteractionQuery.omit({ limit: true, cursor: true })
export type InteractionExport = z.infer<typeof InteractionExport>
export const OpportunityExport = OpportunityQuery.omit({ limit: true, cursor: true, sort: true })
export type OpportunityExport = z.infer<typeof OpportunityExport>

// --- the device's working set ---------------------------------------------------------------------------------

/** Open deals in pages; the first page brings what everything else refers to, and the change it is true as of. */
export const WorkingSetQuery = z.object({ cursor: z.string().max(200).optional() })
export const WorkingSetPage = z.object({
  seq: z.number(),
  first: z
    .object({
      pipelines: z.array(Pipeline),
      users: z.array(
        z.object({ id: UserId, name: z.string(), status: z.enum(['active', 'deactivated', 'placeholder']), version }),
      ),
      products: z.array(Product),
      customFields: z.array(CustomField),
    })
    .nullable(),
  opportunities: z.array(OpportunityRow),
  customers: z.array(
    z.object({
      id: CustomerId,
      kind: z.enum(['company', 'person']),
      name: z.string(),
      companyId: CustomerId.nullable(),
      ownerId: UserId,
      version,
    }),
  ),
  nextCursor: z.string().nullable(),
})
export type WorkingSetPage = z.infer<typeof WorkingSetPage>

/** What happened since a change the device knows of; `seq` is where to ask from next. */
export const WorkingSetChangesQuery = z.object({ since: z.coerce.number().int().min(0) })
export const WorkingSetChanges = z.object({
  seq: z.number(),
  changes: z.array(HistoryEntry),
  /** There is more to ask for at once. */
  more: z.boolean(),
  /** The device is too far behind, or ahead of a database that was put back: it fetches the working set again. */
  resync: z.boolean(),
})
export type WorkingSetChanges = z.infer<typeof WorkingSetChanges>

// --- imports --------------------------------------------------------------------------------------------------

export const ImportStatus = z.enum(['uploaded', 'ready', 'running', 'done', 'failed', 'canceled'])
export const ImportRun = z.object({
  id: ImportId,
  fileName: z.string(),
  bytes: z.number(),
  status: ImportStatus,
  rowsTotal: z.int().nullable(),
  rowsRead: z.int(),
  rowsCreated: z.int(),
  rowsUpdated: z.int(),
  rowsUnchanged: z.int(),
  rowsFailed: z.int(),
  failure: z.string().nullable(),
  /** Whether it broke off with its file still here: it can be taken up where it stood. */
  canResume: z.boolean(),
  createdBy: UserId,
  createdAt: Moment,
  startedAt: Moment.nullable(),
  finishedAt: Moment.nullable(),
  version,
})
export type ImportRun = z.infer<typeof ImportRun>
export const ImportError = z.object({ rowNumber: z.int(), column: z.string(), value: z.string(), reason: z.string() })
export type ImportError = z.infer<typeof ImportError>

/** What a person confirms or corrects before an import runs. */
export const ImportDraft = z.object({ dialect: Dialect, mapping: ColumnMapping, conventions: Conventions })
export type ImportDraft = z.infer<typeof ImportDraft>
export const ImportStart = ImportDraft.extend({ pipelineId: PipelineId.optional() })
export const ImportPreview = z.object({ rows: z.array(PreviewRow), counts: VerdictCounts, rowsLookedAt: z.int() })
export type ImportPreview = z.infer<typeof ImportPreview>
/** How a file is to be looked at again: cut otherwise, or its columns taken for something else. */
export const ImportCorrections = z.object({
  dialect: Dialect.optional(),
  columns: z.array(MappedColumn).max(MAX_COLUMNS).optional(),
})
export type ImportCorrections = z.infer<typeof ImportCorrections>
/** What was understood of a file: a guess for each column, and what a person should look at. */
export const ImportInspection = ImportDraft.extend({
  guesses: z.array(
    z.object({
      column: z.int(),
      name: z.string(),
      target: ColumnTarget,
      confidence: z.number(),
      why: z.enum(['name', 'values', 'unknown']),
      mark: z.enum(['identifier', 'constant', 'empty']).nullable(),
      examples: z.array(z.string()),
    }),
  ),
  /** The words of the stage and outcome columns, also those of no known meaning, and how many rows say each. */
  words: z.array(z.object({ field: z.enum(['stage', 'outcome']), word: z.string(), rows: z.int() })),
  warnings: z.array(z.looseObject({ kind: z.string() })),
  rows: z.int(),
  ambiguousDate: z.string().nullable(),
  decimalsCertain: z.boolean(),
  blankCustomers: z.int(),
})
export type ImportInspection = z.infer<typeof ImportInspection>
export const ImportDetail = z.object({ run: ImportRun, inspection: ImportInspection })
export type ImportDetail = z.infer<typeof ImportDetail>
