import type { OpportunityId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { OpportunityHistory } from '../contract'
import type { OpportunityError } from '../domain/errors'
import { daysIn } from '../domain/stage-history'
import type { SalesWork } from './work'

const MAX_SPELLS = 200 // a deal that moved more often is not read spell by spell
const MAX_CHANGES = 500

/** Where a deal has been and for how long, oldest first, and what was changed about it, newest first. */
export async function opportunityHistory(
  work: SalesWork,
  id: OpportunityId,
): Promise<Result<OpportunityHistory, OpportunityError>> {
  const [known, pipelines, spells, changes] = await Promise.all([
    work.opportunities.find(id),
    work.pipelines.all(),
    work.stageHistory.all(id, MAX_SPELLS),
    work.changes.of('opportunity', id, MAX_CHANGES),
  ])
  if (!known) return err({ kind: 'opportunity_not_found' })
  const stages = new Map(pipelines.flatMap((pipeline) => pipeline.stages).map((stage) => [stage.id, stage]))
  return ok({
    stages: spells.toReversed().map((spell) => {
      const stage = stages.get(spell.stageId)
      // Nobody waits in the stage that ends it.
      const days = stage && stage.status !== 'open' ? 0 : daysIn(spell, work.now)
      return { ...spell, stageName: stage?.name ?? '', days }
    }),
    changes: [...changes],
  })
}
