import { err, ok, type Result } from '../../kernel/result'
import type { Board, BoardQuery } from '../contract'
import type { OpportunityError } from '../domain/errors'
import { openStages } from '../domain/pipeline'
import type { SalesWork } from './work'

/** A pipeline's open stages as columns: what they hold in all, and the first cards of each. */
export async function showBoard(
  work: SalesWork,
  { pipelineId, ownerId, cards: perStage }: BoardQuery,
): Promise<Result<Board, OpportunityError>> {
  const [pipelines, { columns, cards }] = await Promise.all([
    work.pipelines.all(),
    work.opportunityLists.board({ pipelineId, ownerId }, perStage),
  ])
  const pipeline = pipelineId
    ? pipelines.find((p) => p.id === pipelineId)
    : (pipelines.find((p) => p.isDefault) ?? pipelines[0])
  if (!pipeline) return err({ kind: pipelineId ? 'pipeline_not_found' : 'no_pipeline' })
  return ok({
    pipelineId: pipeline.id,
    columns: openStages(pipeline).map(({ id }) => {
      const column = columns.find((c) => c.stageId === id)
      return {
        stageId: id,
        count: column?.count ?? 0,
        totals: [...(column?.totals ?? [])],
        cards: cards.filter((card) => card.stageId === id),
      }
    }),
  })
}
