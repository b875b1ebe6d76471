import type { Change } from '../../kernel/change'
import { difference } from '../../kernel/difference'
import type { Pipeline } from './pipeline'
import type { Stage } from './stage'

export interface PipelineEvent extends Change {
  readonly type: 'pipeline.added' | 'pipeline.changed' | 'stage.added' | 'stage.changed' | 'stage.archived'
  readonly entity: 'pipeline' | 'stage'
  readonly audience: 'tenant'
}

const OF_PIPELINE = ['name', 'position', 'isDefault', 'version'] as const satisfies readonly (keyof Pipeline)[]
const OF_STAGE = [
  'pipelineId',
  'name',
  'position',
  'status',
  'expectedDays',
  'isArchived',
  'version',
] as const satisfies readonly (keyof Stage)[]

/** Says how a pipeline and its stages became what they are now. Nothing when nothing changed. */
export function pipelineEvents(before: Pipeline | null, after: Pipeline): PipelineEvent[] {
  const events: PipelineEvent[] = []
  const of = (type: PipelineEvent['type'], entity: PipelineEvent['entity'], id: string) => ({
    type,
    entity,
    entityId: id,
    audience: 'tenant' as const,
  })
  if (!before) {
    const facts = Object.fromEntries(OF_PIPELINE.map((key) => [key, after[key]]))
    events.push({ ...of('pipeline.added', 'pipeline', after.id), before: null, after: facts })
  } else {
    const changed = difference(before, after, OF_PIPELINE)
    if (changed) events.push({ ...of('pipeline.changed', 'pipeline', after.id), ...changed })
  }
  for (const stage of after.stages) {
    const old = before?.stages.find((s) => s.id === stage.id)
    if (!old) {
      const facts = Object.fromEntries(OF_STAGE.map((key) => [key, stage[key]]))
      events.push({ ...of('stage.added', 'stage', stage.id), before: null, after: facts })
      continue
    }
    const changed = difference(old, stage, OF_STAGE)
    const type = stage.isArchived && !old.isArchived ? 'stage.archived' : 'stage.changed'
    if (changed) events.push({ ...of(type, 'stage', stage.id), ...changed })
  }
  return events
}
