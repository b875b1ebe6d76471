import type { Prediction } from '../../analytics'
import type { CustomerId, InteractionId, OpportunityId, ProductId, UserId } from '../../kernel/ids'
import type { SalesEvent } from '../domain/events'
import type { Opportunity } from '../domain/opportunity'

/** What made a score be taken. */
export type ScoreCause = 'opened' | 'changed' | 'moved' | 'interaction'

/** A deal to be scored once the command has decided what becomes of it. */
export interface ScoreSubject {
  /** The deal, or something that was said about it where the command knows no more. */
  readonly of: { readonly opportunityId: OpportunityId } | { readonly interactionId: InteractionId }
  /** What the command sets. Evidence is counted for these, and for the stored deal's own where it sets none. */
  readonly draft?: {
    readonly customerId?: CustomerId | undefined
    readonly ownerId?: UserId | undefined
    readonly source?: string | null | undefined
    readonly productIds?: readonly ProductId[] | undefined
  }
}

/** Holds all that was read about one deal, and scores what the command made of it. */
export interface Scorer {
  /**
   * Scores the deal as it is after `changes`, which the log does not hold yet, and collects the writes that keep the
   * score. Null when no model serves.
   */
  score(after: Opportunity, changes: readonly SalesEvent[], cause: ScoreCause): Promise<Prediction | null>
}

/**
 * Where probabilities come from. `load` is asked for in the same turn as a use case's other reads, so that a scored
 * command still costs one round trip to read and one to write.
 */
export interface Scores {
  load(subject: ScoreSubject): Promise<Scorer>
}
