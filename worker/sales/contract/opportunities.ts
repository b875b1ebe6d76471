import { z } from 'zod'
import { CustomerId, OpportunityId, PipelineId, ProductId, StageId, UserId } from '../../kernel/ids'
import { AmountMinor, Currency } from '../../kernel/money'
import { PageQuery } from '../../kernel/page'
import { Day, line, Moment, prose } from '../../kernel/text'
import { CustomValues, DealStatus, optionalLine, Priority, Tags, version } from './facts'

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
