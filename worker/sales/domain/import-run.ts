import type { ImportId, PipelineId, UserId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { ColumnMapping, Conventions, Dialect } from './csv/mapping'
import { placeOf } from './csv/stage-words'

export type ImportStatus = 'uploaded' | 'ready' | 'running' | 'done' | 'failed' | 'canceled'

/** How a file is to be read and where its deals go, as the person confirmed it. */
export interface ImportPlan {
  readonly dialect: Dialect
  readonly mapping: ColumnMapping
  readonly conventions: Conventions
  readonly pipelineId: PipelineId
  /** Whoever imports may only bring in deals of their own: the file's owners are then left aside. */
  readonly ownDealsOnly: boolean
}

/** Where a run stands, so that an interrupted one goes on and not again. */
export interface ImportProgress {
  /** Pieces the file was cut into, in order; empty until it was. */
  readonly chunks: readonly ChunkPlace[]
  /** Every row before this one is done. */
  readonly nextRow: number
}

export interface ChunkPlace {
  readonly key: string
  readonly firstRow: number
  readonly rows: number
}

export interface ImportRun {
  readonly id: ImportId
  readonly fileName: string
  readonly bytes: number
  readonly status: ImportStatus
  readonly plan: ImportPlan | null
  readonly createdBy: UserId
  readonly version: number
}

export type StartRefused =
  | { readonly kind: 'import_not_waiting'; readonly status: ImportStatus }
  | { readonly kind: 'import_maps_nothing' }

/** Whether an import may begin as planned. */
export function mayStart(run: Pick<ImportRun, 'status'>, plan: ImportPlan): Result<true, StartRefused> {
  if (run.status !== 'uploaded' && run.status !== 'ready')
    return err({ kind: 'import_not_waiting', status: run.status })
  const { columns } = plan.mapping
  const tells = (['externalId', 'title', 'customer', 'product'] as const).some(
    (field) => placeOf(columns, field) !== -1,
  )
  if (!tells) return err({ kind: 'import_maps_nothing' })
  return ok(true)
}

export type CancelRefused = { readonly kind: 'import_over'; readonly status: ImportStatus }

/** A run can be stopped until it is over; what was taken by then stays. */
export function mayCancel(run: Pick<ImportRun, 'status'>): Result<true, CancelRefused> {
  return run.status === 'uploaded' || run.status === 'ready' || run.status === 'running'
    ? ok(true)
    : err({ kind: 'import_over', status: run.status })
}

/** The words of the stage column that name open stages the pipeline does not have: the import adds them at its end. */
export function stagesToAdd(mapping: ColumnMapping): string[] {
  return mapping.stages.filter(({ status, stageId }) => status === 'open' && stageId === null).map(({ word }) => word)
}
