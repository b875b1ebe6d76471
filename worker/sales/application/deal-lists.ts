import type { OpportunityId, PipelineId, StageId, UserId } from '../../kernel/ids'
import type { HistoryEntry, OpportunityQuery, OpportunityRow, WorkingSetPage } from '../contract'
import type { Totals } from '../domain/forecast'

/** A place in a list of deals: the value by which it is ordered, and the id of the row before it. */
export type DealPlace = readonly [value: string | number | null, id: string]

export interface ColumnTotals {
  readonly stageId: StageId
  readonly count: number
  readonly totals: readonly Totals[]
}

export interface BoardDeals {
  readonly pipelineId: PipelineId
  /** Of each open stage, in their order. */
  readonly columns: readonly ColumnTotals[]
  readonly cards: readonly OpportunityRow[]
}

/** Which deals a board shows; without a pipeline the default one's. */
export interface BoardSelection {
  readonly pipelineId?: PipelineId | undefined
  readonly ownerId?: UserId | undefined
}

/** Deals as lists show them, as far as the caller may see them. */
export interface OpportunityLists {
  /** At most one row more than `query.limit`, which tells whether there is another page. */
  page(query: OpportunityQuery, after: DealPlace | null): Promise<readonly OpportunityRow[]>
  /** What the open stages hold in all, and the newest so many of each, newest first. Unset where there is no such pipeline. */
  board(selection: BoardSelection, perStage: number): Promise<BoardDeals | undefined>
}

/** The parts of a device's working set that are read here; the rest comes from the other stores. */
export interface WorkingSet {
  /** The newest change. Asked for before the rows: they are then true as of it or later, never earlier. */
  head(): Promise<number>
  /** Open deals in the order of their ids, one more than `limit` if there is another page; the names are with the customers. */
  openDeals(after: OpportunityId | null, limit: number): Promise<readonly Omit<OpportunityRow, 'customerName'>[]>
  /** The customers of those deals, and the companies those people work for. */
  customersOf(after: OpportunityId | null, limit: number): Promise<WorkingSetPage['customers']>
  people(): Promise<NonNullable<WorkingSetPage['first']>['users']>
  /** What the caller may see of the changes after `since` and up to `until`, oldest first. */
  changes(since: number, until: number, limit: number): Promise<readonly HistoryEntry[]>
}
