import { newId, type PipelineId, type StageId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { NewStage, Pipeline as PipelineOnWire, StageChange } from '../contract'
import type { PipelineError } from '../domain/errors'
import { addStage, archiveStage, changeStage, type Pipeline } from '../domain/pipeline'
import type { Stage } from '../domain/stage'
import { keep } from './pipelines'
import type { SalesWork } from './work'

/** Adds a column to a pipeline's board. Answers the whole pipeline, since others may have moved on by one. */
export async function addPipelineStage(
  work: SalesWork,
  { pipelineId, ...wanted }: NewStage & { readonly pipelineId: PipelineId },
): Promise<Result<PipelineOnWire, PipelineError>> {
  const found = pipelineIn(await work.pipelines.all(), pipelineId)
  if (!found.ok) return found
  const added = addStage(found.value, wanted, newId<StageId>())
  return added.ok ? ok(keep(work, found.value, added.value)) : added
}

export async function changePipelineStage(
  work: SalesWork,
  {
    pipelineId,
    stageId,
    version,
    ...patch
  }: StageChange & { readonly pipelineId: PipelineId; readonly stageId: StageId },
): Promise<Result<PipelineOnWire, PipelineError>> {
  const found = pipelineIn(await work.pipelines.all(), pipelineId)
  if (!found.ok) return found
  const stage = stageIn(found.value, stageId)
  if (!stage) return err({ kind: 'stage_not_found' })
  if (version !== stage.version) return err({ kind: 'version_conflict', version: stage.version })
  const changed = changeStage(found.value, stageId, patch)
  return changed.ok ? ok(keep(work, found.value, changed.value)) : changed
}

/** Takes an empty stage out of use. Doing it again does nothing. */
export async function archivePipelineStage(
  work: SalesWork,
  { pipelineId, stageId }: { readonly pipelineId: PipelineId; readonly stageId: StageId },
): Promise<Result<PipelineOnWire, PipelineError>> {
  const [all, deals] = await Promise.all([work.pipelines.all(), work.pipelines.openDeals(stageId)])
  const found = pipelineIn(all, pipelineId)
  if (!found.ok) return found
  const archived = archiveStage(found.value, stageId, deals)
  return archived.ok ? ok(keep(work, found.value, archived.value)) : archived
}

function pipelineIn(all: readonly Pipeline[], id: PipelineId): Result<Pipeline, PipelineError> {
  const pipeline = all.find((p) => p.id === id)
  return pipeline ? ok(pipeline) : err({ kind: 'pipeline_not_found' })
}

const stageIn = (pipeline: Pipeline, id: StageId): Stage | undefined => pipeline.stages.find((s) => s.id === id)
