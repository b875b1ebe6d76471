import type { Actor } from '../../kernel/actor'
import type { SalesEvent } from '../domain/events'
import type { ChangeHistory, OpportunityStore, PipelineStore, References, StageHistory } from './deal-stores'
import type { Scores } from './scores'

/**
 * All a sales use case may touch. Stores read with the batch of the present turn and only collect their writes;
 * the unit of work sends those when the use case is done and was not a refusal.
 */
export interface SalesWork {
  readonly actor: Actor
  readonly now: Date
  readonly opportunities: OpportunityStore
  readonly stageHistory: StageHistory
  readonly pipelines: PipelineStore
  readonly references: References
  readonly changes: ChangeHistory
  readonly scores: Scores
  emit(event: SalesEvent): void
}
