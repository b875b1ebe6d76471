import { newId } from '../../kernel/ids'
import { ok, type Result } from '../../kernel/result'
import type { NewPipeline, Pipeline as PipelineOnWire } from '../contract'
import type { PipelineError } from '../domain/errors'
import { addPipeline, type Pipeline, revised } from '../domain/pipeline'
import { pipelineEvents } from '../domain/pipeline-events'
import { toPipelineOnWire } from './wire'
import type { SalesWork } from './work'

export async function listPipelines(work: SalesWork): Promise<PipelineOnWire[]> {
  return (await work.pipelines.all()).map(toPipelineOnWire)
}

export async function addNewPipeline(
  work: SalesWork,
  wanted: NewPipeline,
): Promise<Result<PipelineOnWire, PipelineError>> {
  const siblings = await work.pipelines.all()
  const added = addPipeline(wanted, siblings, newId)
  if (!added.ok) return added
  work.pipelines.add(added.value)
  for (const event of pipelineEvents(null, added.value)) work.emit(event)
  return ok(toPipelineOnWire(added.value))
}

/** Writes what became of a pipeline, and says so; nothing when it is as it was. */
export function keep(work: SalesWork, before: Pipeline, arranged: Pipeline): PipelineOnWire {
  const after = revised(before, arranged)
  if (after !== before) {
    work.pipelines.save(before, after)
    for (const event of pipelineEvents(before, after)) work.emit(event)
  }
  return toPipelineOnWire(after)
}
