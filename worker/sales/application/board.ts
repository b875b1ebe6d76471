import { err, ok, type Result } from '../../kernel/result'
import type { Board, BoardQuery } from '../contract'
import type { OpportunityError } from '../domain/errors'
import type { SalesWork } from './work'

/** A pipeline's open stages as columns: what they hold in all, and the first cards of each. */
export async function showBoard(
  work: SalesWork,
  { pipelineId, ownerId, cards: perStage }: BoardQuery,
): Promise<Result<Board, OpportunityError>> {
  const board = await work.opportunityLists.board({ pipelineId, ownerId }, perStage)
  if (!board) return err({ kind: pipelineId ? 'pipeline_not_found' : 'no_pipeline' })
  return ok({
    pipelineId: board.pipelineId,
    columns: board.columns.map(({ stageId, count, totals }) => ({
      stageId,
      count,
      totals: [...totals],
      cards: board.cards.filter((card) => card.stageId === stageId),
    })),
  })
}
