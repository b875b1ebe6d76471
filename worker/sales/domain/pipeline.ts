import { isSame, mentioned } from '../../kernel/difference'
import type { PipelineId, StageId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { Stage } from './stage'

export const MAX_PIPELINES = 50 // the working set carries them all to every device
export const MAX_OPEN_STAGES = 20 // more columns than anybody can tell apart

/** A way deals go: open stages in order, then the one that wins and the one that loses. */
export interface Pipeline {
  readonly id: PipelineId
  readonly name: string
  readonly position: number
  /** New deals go here unless told otherwise. One of the company's pipelines is. */
  readonly isDefault: boolean
  /** In order; archived ones too, since deals once were in them. */
  readonly stages: readonly Stage[]
  readonly version: number
}

export type PipelineRefused =
  | { readonly kind: 'pipeline_not_found' }
  | { readonly kind: 'stage_not_found' }
  | { readonly kind: 'pipeline_name_taken' }
  | { readonly kind: 'stage_name_taken'; readonly name: string }
  | { readonly kind: 'too_many_pipelines'; readonly limit: number }
  | { readonly kind: 'too_many_stages'; readonly limit: number }
  | { readonly kind: 'stage_archived' }
  | { readonly kind: 'stage_has_deals'; readonly deals: number }
  | { readonly kind: 'stage_ends_pipeline'; readonly status: 'won' | 'lost' }
  | { readonly kind: 'last_open_stage' }

export interface NewPipeline {
  readonly name: string
  readonly stages: readonly { readonly name: string; readonly expectedDays: number | null }[]
}

export const WON = 'Won'
export const LOST = 'Lost'

/** A pipeline of its own, after those there are, with the two stages every pipeline ends in. */
export function addPipeline(
  wanted: NewPipeline,
  siblings: readonly Pipeline[],
  makeId: () => string,
): Result<Pipeline, PipelineRefused> {
  if (siblings.length >= MAX_PIPELINES) return err({ kind: 'too_many_pipelines', limit: MAX_PIPELINES })
  if (siblings.some((p) => p.name === wanted.name)) return err({ kind: 'pipeline_name_taken' })
  if (wanted.stages.length > MAX_OPEN_STAGES) return err({ kind: 'too_many_stages', limit: MAX_OPEN_STAGES })
  const id = makeId() as PipelineId
  const drawn = [
    ...wanted.stages.map((stage) => ({ ...stage, status: 'open' as const })),
    { name: WON, expectedDays: null, status: 'won' as const },
    { name: LOST, expectedDays: null, status: 'lost' as const },
  ]
  const stages = drawn.map((stage, position): Stage => {
    return { ...stage, id: makeId() as StageId, pipelineId: id, position, isArchived: false, version: 1 }
  })
  const position = siblings.reduce((last, p) => Math.max(last, p.position), -1) + 1
  return checked({ id, name: wanted.name, position, isDefault: siblings.length === 0, stages, version: 1 })
}

export function renamePipeline(
  pipeline: Pipeline,
  name: string,
  siblings: readonly Pipeline[],
): Result<Pipeline, PipelineRefused> {
  if (siblings.some((p) => p.id !== pipeline.id && p.name === name)) return err({ kind: 'pipeline_name_taken' })
  return ok({ ...pipeline, name })
}

/** Adds an open stage at a place among the open ones; those behind it move on by one. */
export function addStage(
  pipeline: Pipeline,
  wanted: { readonly name: string; readonly expectedDays: number | null; readonly position: number },
  id: StageId,
): Result<Pipeline, PipelineRefused> {
  const open = openStages(pipeline)
  if (open.length >= MAX_OPEN_STAGES) return err({ kind: 'too_many_stages', limit: MAX_OPEN_STAGES })
  const { position, ...facts } = wanted
  const stage: Stage = {
    ...facts,
    id,
    pipelineId: pipeline.id,
    position,
    status: 'open',
    isArchived: false,
    version: 1,
  }
  return checked(arranged({ ...pipeline, stages: [...pipeline.stages, stage] }, [...open, stage], stage, position))
}

export interface StagePatch {
  readonly name?: string | undefined
  readonly expectedDays?: number | null | undefined
  readonly position?: number | undefined
}

/** Renames a stage, sets its norm, or moves it among the open ones. What wins and what loses stays last. */
export function changeStage(pipeline: Pipeline, id: StageId, patch: StagePatch): Result<Pipeline, PipelineRefused> {
  const stage = pipeline.stages.find((s) => s.id === id)
  if (!stage) return err({ kind: 'stage_not_found' })
  if (stage.isArchived) return err({ kind: 'stage_archived' })
  const { position, ...facts } = mentioned(patch)
  const changed = { ...stage, ...facts }
  const replaced = { ...pipeline, stages: pipeline.stages.map((s) => (s.id === id ? changed : s)) }
  if (position === undefined) return checked(replaced)
  if (stage.status !== 'open') return err({ kind: 'stage_ends_pipeline', status: stage.status })
  return checked(arranged(replaced, openStages(replaced), changed, position))
}

/** Takes a stage out of use. Its deals must have been moved; what its past deals did there stays on record. */
export function archiveStage(pipeline: Pipeline, id: StageId, deals: number): Result<Pipeline, PipelineRefused> {
  const stage = pipeline.stages.find((s) => s.id === id)
  if (!stage) return err({ kind: 'stage_not_found' })
  if (stage.isArchived) return ok(pipeline)
  if (stage.status !== 'open') return err({ kind: 'stage_ends_pipeline', status: stage.status })
  if (deals > 0) return err({ kind: 'stage_has_deals', deals })
  const open = openStages(pipeline)
  if (open.length === 1) return err({ kind: 'last_open_stage' })
  const stages = pipeline.stages.map((s) => (s.id === id ? { ...s, isArchived: true } : s))
  return ok(
    numbered(
      { ...pipeline, stages },
      open.filter((s) => s.id !== id),
    ),
  )
}

/** The pipeline with a new version, and new versions of the stages that changed; the very same one when nothing did. */
export function revised(before: Pipeline, after: Pipeline): Pipeline {
  if (isSame(before, after)) return before
  const stages = after.stages.map((stage) => {
    const old = before.stages.find((s) => s.id === stage.id)
    return old && !isSame(old, stage) ? { ...stage, version: old.version + 1 } : stage
  })
  return { ...after, stages, version: before.version + 1 }
}

/** The columns of the board, in order. */
export function openStages(pipeline: Pipeline): readonly Stage[] {
  return pipeline.stages.filter((s) => s.status === 'open' && !s.isArchived).sort((a, b) => a.position - b.position)
}

/** Where a new deal goes when nobody says: the first open stage of the pipeline, or of the default one. */
export function firstStage(pipeline: Pipeline): Stage {
  const [first] = openStages(pipeline)
  if (!first) throw new Error(`pipeline ${pipeline.id} has no open stage`)
  return first
}

function arranged(pipeline: Pipeline, open: readonly Stage[], stage: Stage, position: number): Pipeline {
  const others = open.filter((s) => s.id !== stage.id)
  return numbered(pipeline, others.toSpliced(position, 0, stage))
}

/** Numbers the stages anew: the open ones in the given order, then what wins, then what loses. */
function numbered(pipeline: Pipeline, open: readonly Stage[]): Pipeline {
  const ends = ['won', 'lost'].flatMap((status) => pipeline.stages.filter((s) => s.status === status && !s.isArchived))
  const order = [...open, ...ends].map((s) => s.id)
  const stages = pipeline.stages.map((s) => {
    const position = order.indexOf(s.id)
    return position < 0 || position === s.position ? s : { ...s, position }
  })
  return { ...pipeline, stages: stages.sort((a, b) => a.position - b.position) }
}

function checked(pipeline: Pipeline): Result<Pipeline, PipelineRefused> {
  const names = new Set<string>()
  for (const { name, isArchived } of pipeline.stages) {
    if (isArchived) continue
    const folded = name.toLowerCase()
    if (names.has(folded)) return err({ kind: 'stage_name_taken', name })
    names.add(folded)
  }
  return ok(pipeline)
}
