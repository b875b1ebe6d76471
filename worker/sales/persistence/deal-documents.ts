import { type SQL, sql } from 'drizzle-orm'
import type { OpportunityId, PipelineId, StageId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { BoardDeals, BoardSelection } from '../application/deal-lists'
import type { KnownOpportunity } from '../application/deal-stores'
import type { OpportunityRow } from '../contract'
import type { Totals } from '../domain/forecast'
import type { Opportunity } from '../domain/opportunity'
import { type DealColumns, toRows } from './deal-columns'
import { weekBefore } from './opportunity-rows'

// The database writes these out as JSON: a board is then one value to read. As rows, fetching and decoding its four
// thousand fields one by one cost the Worker more than all else about it.

/** What the open deals of a stage come to in one currency. */
export type Sum = Totals & { readonly stageId: string; readonly count: number }

interface BoardDocument {
  readonly pipelineId: PipelineId
  readonly stageIds: readonly StageId[]
  readonly cards: DealColumns | null
  readonly sums: readonly Sum[] | null
}

/** A pipeline's open stages in their order, its cards as the reader may see them, newest first, and what each stage comes to. */
export async function boardDocument(
  unit: UnitOfWork,
  { pipelineId, ownerId }: BoardSelection,
  perStage: number,
): Promise<(Omit<BoardDocument, 'cards'> & { readonly cards: BoardDeals['cards'] }) | undefined> {
  const [row] = await unit.rows<{ board: BoardDocument | null }>(
    sql`select app.board(${pipelineId ?? null}::uuid, ${ownerId ?? null}::uuid, ${perStage}::int,
      ${weekBefore(unit.now)}::timestamptz) as board`,
  )
  return row?.board ? { ...row.board, cards: toRows(row.board.cards) } : undefined
}

type RestOfDeal = Omit<Opportunity, keyof OpportunityRow>

/** One deal whole, for its own page and for commands. */
export async function dealDocument(unit: UnitOfWork, id: OpportunityId | SQL): Promise<KnownOpportunity | undefined> {
  const [row] = await unit.rows<{ document: { deal: DealColumns | null; rest: RestOfDeal } | null }>(
    sql`select app.deal_document(${id}::uuid, ${weekBefore(unit.now)}::timestamptz) as document`,
  )
  if (!row?.document) return undefined
  const [known] = toRows(row.document.deal)
  if (!known) throw new Error('a deal is seen and not seen')
  const { customerName, score, ...deal } = known
  return { opportunity: { ...deal, ...row.document.rest } as Opportunity, customerName, score }
}
