import type { CustomerId, InteractionId, OpportunityId, ProductId, StageId, UserId } from '../../kernel/ids'
import type { Currency } from '../../kernel/money'
import type { HistoryEntry, ScoreBrief } from '../contract'
import type { CustomFieldRule } from '../domain/custom-values'
import type { Opportunity } from '../domain/opportunity'
import type { Assignee } from '../domain/owner'
import type { Pipeline } from '../domain/pipeline'
import type { Spell, Step } from '../domain/stage-history'

/** A deal with what a screen shows beside it. */
export interface KnownOpportunity {
  readonly opportunity: Opportunity
  readonly customerName: string
  readonly score: ScoreBrief | null
}

export interface OpportunityStore {
  find(id: OpportunityId): Promise<KnownOpportunity | undefined>
  /** The deal that something was said about. */
  ofInteraction(id: InteractionId): Promise<KnownOpportunity | undefined>
  add(opportunity: Opportunity): void
  /** Writes what changed, if nobody else changed the deal meanwhile. */
  save(before: Opportunity, after: Opportunity): void
}

export interface StageHistory {
  /** The latest two spells of a deal, newest first: all that a move needs to know. */
  recent(id: OpportunityId): Promise<readonly Spell[]>
  /** The latest spells of a deal, newest first. */
  all(id: OpportunityId, limit: number): Promise<readonly Spell[]>
  begin(opportunity: Opportunity): void
  record(opportunity: Opportunity, step: Step): void
}

export interface PipelineStore {
  /** Every pipeline in order, archived stages included. */
  all(): Promise<readonly Pipeline[]>
  openDeals(stageId: StageId): Promise<number>
  add(pipeline: Pipeline): void
  /** Writes what changed of a pipeline and its stages, if nobody else rearranged it meanwhile. */
  save(before: Pipeline, after: Pipeline): void
}

/** What a command about a deal or a customer refers to and must find. */
export interface References {
  /** The name of a customer the caller may see. */
  customerName(id: CustomerId): Promise<string | undefined>
  assignee(id: UserId): Promise<Assignee | undefined>
  products(ids: readonly ProductId[]): Promise<readonly { readonly id: ProductId; readonly isArchived: boolean }[]>
  customFields(entity: 'opportunity' | 'customer'): Promise<readonly CustomFieldRule[]>
  company(): Promise<{ readonly currency: Currency; readonly lossReasons: readonly string[] }>
}

/** A record's past, as the change log tells it. */
export interface ChangeHistory {
  of(entity: string, id: string, limit: number): Promise<readonly HistoryEntry[]>
}
