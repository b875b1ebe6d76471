import type { Actor } from '../../kernel/actor'
import type { ImportId, InteractionId, OpportunityId } from '../../kernel/ids'
import type { FollowUpPlanner } from '../../tasks'
import type { SalesEvent } from '../domain/events'
import type { CustomerLists, CustomerStore, CustomFieldStore, InteractionStore, ProductStore } from './customer-stores'
import type { OpportunityLists, WorkingSet } from './deal-lists'
import type { ChangeHistory, OpportunityStore, PipelineStore, References, StageHistory } from './deal-stores'
import type { ExportStore } from './export-records'
import type { ImportStore } from './imports/import-store'
import type { Scores } from './scores'

/**
 * All a sales use case may touch. Stores read with the batch of the present turn and only collect their writes;
 * the unit of work sends those when the use case is done and was not a refusal.
 */
export interface SalesWork {
  readonly actor: Actor
  readonly now: Date
  readonly opportunities: OpportunityStore
  readonly opportunityLists: OpportunityLists
  readonly stageHistory: StageHistory
  readonly pipelines: PipelineStore
  readonly references: References
  readonly changes: ChangeHistory
  readonly workingSet: WorkingSet
  readonly customers: CustomerStore
  readonly customerLists: CustomerLists
  readonly interactions: InteractionStore
  readonly products: ProductStore
  readonly customFields: CustomFieldStore
  readonly exports: ExportStore
  readonly imports: ImportStore
  readonly scores: Scores
  /** How warm a text is, from −1 to 1; null when there is nothing to read it from. Never refuses, never takes long. */
  readTone(text: string): Promise<number | null>
  /** Readies what a conversation's follow-up, a task of its own, needs to be planned. */
  followUp(id: InteractionId): Promise<FollowUpPlanner>
  emit(event: SalesEvent): void
  /** Has a deal scored in the background, for what a command learns too late to score at once. */
  scoreSoon(id: OpportunityId): void
  /** Has an import worked through in the background. */
  importSoon(id: ImportId): void
}
