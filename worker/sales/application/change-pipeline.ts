import type { PipelineId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { PipelineChange, Pipeline as PipelineOnWire } from '../contract'
import type { PipelineError } from '../domain/errors'
import { renamePipeline } from '../domain/pipeline'
import { keep } from './pipelines'
import type { SalesWork } from './work'

/** Renames a pipeline, or makes it the one new deals go to; the one that was then no longer is. */
export async function changePipeline(
  work: SalesWork,
  { id, version, name, isDefault }: PipelineChange & { readonly id: PipelineId },
): Promise<Result<PipelineOnWire, PipelineError>> {
  const all = await work.pipelines.all()
  const pipeline = all.find((p) => p.id === id)
  if (!pipeline) return err({ kind: 'pipeline_not_found' })
  if (version !== pipeline.version) return err({ kind: 'version_conflict', version: pipeline.version })
  const renamed = renamePipeline(pipeline, name ?? pipeline.name, all)
  if (!renamed.ok) return renamed
  if (!isDefault) return ok(keep(work, pipeline, renamed.value))

  // First the old one, then the new: at no time may there be two.
  const former = all.find((p) => p.isDefault && p.id !== id)
  if (former) keep(work, former, { ...former, isDefault: false })
  return ok(keep(work, pipeline, { ...renamed.value, isDefault: true }))
}
