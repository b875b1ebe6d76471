import { type CustomFieldId, type ImportId, newId, type PipelineId, type StageId } from '../../../kernel/ids'
import { err, ok, type Result } from '../../../kernel/result'
import type { ImportRun } from '../../contract'
import { customFieldEvent } from '../../domain/catalogue-events'
import type { ColumnMapping } from '../../domain/csv/mapping'
import { addCustomField, type CustomField } from '../../domain/custom-field'
import type { CatalogueError } from '../../domain/customer-errors'
import type { PipelineError } from '../../domain/errors'
import { type ImportPlan, mayStart, type StartRefused, stagesToAdd } from '../../domain/import-run'
import { addStage, type Pipeline } from '../../domain/pipeline'
import { keep } from '../pipelines'
import type { SalesWork } from '../work'
import type { PreviewWanted } from './preview-import'

export type ImportStartRefused =
  | StartRefused
  | CatalogueError
  | PipelineError
  | { readonly kind: 'import_not_found' }
  | { readonly kind: 'no_pipeline' }

export interface StartWanted extends PreviewWanted {
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
    work.imports.find(id),
    work.pipelines.all(),
    work.customFields.all(),
  ])
  if (!run) return err({ kind: 'import_not_found' })
  const pipeline =
    pipelines.find((one) => (wanted.pipelineId ? one.id === wanted.pipelineId : one.isDefault)) ?? pipelines[0]
  if (!pipeline) return err({ kind: 'no_pipeline' })

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
    ownDealsOnly: work.actor.scope !== 'tenant',
  }
  const allowed = mayStart(run, plan)
  if (!allowed.ok) return allowed

  for (const field of withFields.value.added) {
    work.customFields.add(field)
    work.emit(customFieldEvent(null, field))
  }
  if (withStages.value.pipeline !== pipeline) keep(work, pipeline, withStages.value.pipeline)
  work.imports.start(run, plan)
  work.importSoon(run.id)
  const { inspection: _, plan: __, progress: ___, ...wire } = run
  return ok({ ...wire, status: 'running', startedAt: work.now.toISOString(), version: run.version + 1 })
}

/** Gives every custom column the key of its field: one that is there, or one that is added. */
function fieldsFor(
  mapping: ColumnMapping,
  existing: readonly CustomField[],
  mayAdd: boolean,
): Result<{ readonly mapping: ColumnMapping; readonly added: readonly CustomField[] }, CatalogueError> {
  const added: CustomField[] = []
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
      columns.push({ ...column, target: { ...target, name: known.key } })
    } else if (mayAdd) {
      const type = target.type === 'choice' ? 'text' : target.type // its choices are not all known before the file is read
      const field = addCustomField(
        newId<CustomFieldId>(),
        { entity: 'opportunity', label: target.name, type, choices: null },
        [...existing, ...added],
      )
      if (!field.ok) return field
      added.push(field.value)
      columns.push({ ...column, target: { ...target, name: field.value.key } })
    } else {
      columns.push({ ...column, target: { kind: 'skip' } })
    }
  }
  return ok({ mapping: { ...mapping, columns }, added })
}

/** Adds the open stages that the file names and the pipeline does not have, after those it has. */
function stagesFor(
  pipeline: Pipeline,
  mapping: ColumnMapping,
): Result<{ readonly pipeline: Pipeline; readonly mapping: ColumnMapping }, PipelineError> {
  let next = pipeline
  const idOf = new Map<string, StageId>()
  for (const word of stagesToAdd(mapping)) {
    const id = newId<StageId>()
    const added = addStage(next, { name: word, expectedDays: null, position: Number.MAX_SAFE_INTEGER }, id)
    if (!added.ok) return added
    next = added.value
    idOf.set(word, id)
  }
  const stages = mapping.stages.map((meaning) => ({
    ...meaning,
    stageId: meaning.stageId ?? idOf.get(meaning.word) ?? null,
  }))
  return ok({ pipeline: next, mapping: { ...mapping, stages } })
}
