import type { OpportunityId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { MoveOpportunity } from '../contract'
import type { OpportunityError } from '../domain/errors'
import { moveTo } from '../domain/opportunity'
import { became } from '../domain/opportunity-events'
import { type OpportunityAnswer, toAnswer } from './wire'
import type { SalesWork } from './work'

/** Moves a deal to another open stage of its pipeline. */
export async function moveOpportunity(
  work: SalesWork,
  { id, stageId, version }: MoveOpportunity & { readonly id: OpportunityId },
): Promise<Result<OpportunityAnswer, OpportunityError>> {
  const [known, pipelines, recent, scorer] = await Promise.all([
    work.opportunities.find(id),
    work.pipelines.all(),
    work.stageHistory.recent(id),
    work.scores.load({ of: { opportunityId: id } }),
  ])
  if (!known) return err({ kind: 'opportunity_not_found' })
  const before = known.opportunity
  // Without a version the move is meant for the deal as it is, whoever moved it last.
  if (version !== undefined && version !== before.version) {
    return err({ kind: 'version_conflict', version: before.version })
  }
  const stage = pipelines.flatMap((pipeline) => pipeline.stages).find((s) => s.id === stageId)
  if (!stage) return err({ kind: 'stage_not_found' })

  const moved = moveTo(before, stage, recent, work.now)
  if (!moved.ok) return moved
  const { opportunity: after, step } = moved.value
  if (!step) return ok(toAnswer(known, before, null))

  const event = became('opportunity.moved', before, after)
  work.opportunities.save(before, after)
  work.stageHistory.record(after, step)
  work.emit(event)
  const prediction = await scorer.score(after, [event], 'moved')
  return ok(toAnswer(known, after, prediction))
}
