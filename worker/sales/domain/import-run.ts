import type { PipelineId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import { MAX_STAGE } from './csv/limits'
import type { ColumnMapping, Conventions, Dialect } from './csv/mapping'
import { placeOf } from './csv/stage-words'

export type ImportStatus = 'uploaded' | 'ready' | 'running' | 'done' | 'failed' | 'canceled'

/** How a file is to be read, as a person corrected it so far. */
export interface ImportDraft {
  readonly dialect: Dialect
  readonly mapping: ColumnMapping
  readonly conventions: Conventions
}

/** How a file is read and where its deals go, settled when the import began. Custom columns are named by field key. */
export interface ImportPlan extends ImportDraft {
  readonly pipelineId: PipelineId
  /** The choices of the custom columns that have any, by field key. */
  readonly choices: Readonly<Record<string, readonly string[]>>
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

export interface NotWaiting {
  readonly kind: 'import_not_waiting'
  readonly present: ImportStatus
}

export type StartRefused = NotWaiting | { readonly kind: 'import_maps_nothing' }

interface Waiting {
  readonly status: ImportStatus
}

/** Whether an import still waits to be corrected or begun. */
export function mayCorrect({ status }: Waiting): Result<true, NotWaiting> {
  return status === 'uploaded' || status === 'ready' ? ok(true) : err({ kind: 'import_not_waiting', present: status })
}

/** Whether an import may begin as planned. */
export function mayStart(run: Waiting, { mapping }: ImportDraft): Result<true, StartRefused> {
  const waits = mayCorrect(run)
  if (!waits.ok) return waits
  const tells = (['externalId', 'title', 'customer', 'product'] as const).some(
    (field) => placeOf(mapping.columns, field) !== -1,
  )
  return tells ? ok(true) : err({ kind: 'import_maps_nothing' })
}

/** Whether an import that broke off can be taken up where it stood. */
export function mayResume({
  status,
  canResume,
}: Waiting & { readonly canResume: boolean }): Result<true, ResumeRefused> {
  return status === 'failed' && canResume ? ok(true) : err({ kind: 'import_not_resumable', present: status })
}

export type ResumeRefused = { readonly kind: 'import_not_resumable'; readonly present: ImportStatus }

export type CancelRefused = { readonly kind: 'import_over'; readonly present: ImportStatus }

/** A run can be stopped until it is over; what was taken by then stays. */
export function mayCancel({ status }: Waiting): Result<true, CancelRefused> {
  return status === 'uploaded' || status === 'ready' || status === 'running'
    ? ok(true)
    : err({ kind: 'import_over', present: status })
}

/** The words of the stage column that name open stages the pipeline does not have: the import adds them at its end. */
export function stagesToAdd({ stages }: ColumnMapping): string[] {
  return stages
    .filter(({ word, status, stageId }) => status === 'open' && stageId === null && word.length <= MAX_STAGE)
    .map(({ word }) => word)
}
