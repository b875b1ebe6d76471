import { type CustomFieldId, type ImportId, newId, type PipelineId, type StageId } from '../../../kernel/ids'
import { err, ok, type Result } from '../../../kernel/result'
import type { ImportRun } from '../../contract'
import { customFieldEvent } from '../../domain/catalogue-events'
import type { ColumnMapping } from '../../domain/csv/mapping'
import { addCustomField, type CustomField } from '../../domain/custom-field'
import type { CatalogueError } from '../../domain/customer-errors'
import type { PipelineError } from '../../domain/errors'
import { importEvent } from '../../domain/import-events'
import { type ImportDraft, type ImportPlan, mayStart, type StartRefused, stagesToAdd } from '../../domain/import-run'
import { addStage, type Pipeline } from '../../domain/pipeline'
import { keep } from '../pipelines'
import type { SalesWork } from '../work'

export type ImportStartRefused =
  | StartRefused
  | CatalogueError
  | PipelineError
  | { readonly kind: 'import_not_found' }
  | { readonly kind: 'no_pipeline' }

export interface StartWanted extends ImportDraft {
  readonly pipelineId?: PipelineId | undefined
}

/**
 * Begins an import as mapped: fields and stages the company does not have yet are added with it, by whoever may set those
 * up; for others such columns are left aside and unknown stages are the first.
 */
export async function startImport(
  work: SalesWork,
  id: ImportId,
  wanted: StartWanted,
): Promise<Result<ImportRun, ImportStartRefused>> {
  const [run, pipelines, fields] = await Promise.all([
    work.imports.progress(id),
    work.pipelines.all(),
    work.customFields.all(),
  ])
  if (!run) return err({ kind: 'import_not_found' })
  const allowed = mayStart(run, wanted)
  if (!allowed.ok) return allowed
  const pipeline = wanted.pipelineId
    ? pipelines.find(({ id }) => id === wanted.pipelineId)
    : (pipelines.find(({ isDefault }) => isDefault) ?? pipelines[0])
  if (!pipeline) return err({ kind: wanted.pipelineId ? 'pipeline_not_found' : 'no_pipeline' })
  const strange = wanted.mapping.stages.some(
    ({ stageId }) => stageId !== null && !pipeline.stages.some(({ id, isArchived }) => id === stageId && !isArchived),
  )
  if (strange) return err({ kind: 'stage_not_found' })

  const setsUp = work.actor.scope === 'tenant' && work.actor.permissions.includes('org.configure_settings')
  const withFields = fieldsFor(wanted.mapping, fields, setsUp)
  if (!withFields.ok) return withFields
  const withStages = setsUp
    ? stagesFor(pipeline, withFields.value.mapping)
    : ok({ pipeline, mapping: withFields.value.mapping })
  if (!withStages.ok) return withStages
  const plan: ImportPlan = {
    dialect: wanted.dialect,
    mapping: withStages.value.mapping,
    conventions: wanted.conventions,
    pipelineId: pipeline.id,
    choices: withFields.value.choices,
  }

  for (const field of withFields.value.added) {
    work.customFields.add(field)
    work.emit(customFieldEvent(null, field))
  }
  if (withStages.value.pipeline !== pipeline) keep(work, pipeline, withStages.value.pipeline)
  work.imports.start(run, plan)
  work.emit(importEvent(run.id, 'started', run.fileName))
  work.importSoon(run.id)
  return ok({ ...run, status: 'running', startedAt: work.now.toISOString(), version: run.version + 1 })
}

/** Gives every custom column the key and the type of its field: one that is there, or one that is added. */
function fieldsFor(
  mapping: ColumnMapping,
  existing: readonly CustomField[],
  mayAdd: boolean,
): Result<Pick<ImportPlan, 'mapping' | 'choices'> & { readonly added: readonly CustomField[] }, CatalogueError> {
  const added: CustomField[] = []
  const choices: Record<string, readonly string[]> = {}
  const columns: ColumnMapping['columns'] = []
  for (const column of mapping.columns) {
    const { target } = column
    if (target.kind !== 'custom') {
      columns.push(column)
      continue
    }
    const all = [...existing, ...added].filter(({ entity, isArchived }) => entity === 'opportunity' && !isArchived)
    const known = all.find(({ label }) => label.toLowerCase() === target.name.toLowerCase())
    if (known) {
      columns.push({ ...column, target: { kind: 'custom', name: known.key, type: known.type } })
      if (known.type === 'choice') choices[known.key] = known.choices ?? []
    } else if (mayAdd) {
      const type = target.type === 'choice' ? 'text' : target.type // its choices are not all known before the file is read
      const field = addCustomField(
        newId<CustomFieldId>(),
        { entity: 'opportunity', label: target.name, type, choices: null },
        [...existing, ...added],
      )
      if (!field.ok) return field
      added.push(field.value)
      columns.push({ ...column, target: { kind: 'custom', name: field.value.key, type } })
    } else {
      columns.push({ ...column, target: { kind: 'skip' } })
    }
  }
  return ok({ mapping: { ...mapping, columns }, choices, added })
}

/** Adds the open stages that the file names and the pipeline does not have, after those it has; each name once. */
function stagesFor(
  pipeline: Pipeline,
  mapping: ColumnMapping,
): Result<{ readonly pipeline: Pipeline; readonly mapping: ColumnMapping }, PipelineError> {
  let next = pipeline
  const idOf = new Map(pipeline.stages.filter(({ isArchived }) => !isArchived).map(({ name, id }) => [fold(name), id]))
  for (const word of stagesToAdd(mapping)) {
    if (idOf.has(fold(word))) continue
    const id = newId<StageId>()
    const added = addStage(next, { name: word, expectedDays: null, position: Number.MAX_SAFE_INTEGER }, id)
    if (!added.ok) return added
    next = added.value
    idOf.set(fold(word), id)
  }
  const stages = mapping.stages.map((meaning) => ({
    ...meaning,
    stageId: meaning.stageId ?? idOf.get(fold(meaning.word)) ?? null,
  }))
  return ok({ pipeline: next, mapping: { ...mapping, stages } })
}

function fold(name: string): string {
  return name.trim().toLowerCase()
}
