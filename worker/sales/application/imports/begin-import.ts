import type { ImportId } from '../../../kernel/ids'
import { ok, type Result } from '../../../kernel/result'
import type { ImportRun } from '../../contract'
import type { Inspection } from '../../domain/csv/inspection'
import type { SalesWork } from '../work'
import { type FileRefusal, type LookThrough, lookedThrough } from './inspect-import'

export interface UploadedFile {
  readonly id: ImportId
  readonly name: string
  readonly bytes: number
  readonly look: LookThrough
}

export interface BegunImport {
  readonly run: ImportRun
  readonly inspection: Inspection
}

/** Understands an uploaded file and keeps what was understood, to be corrected by a person. */
export async function beginImport(work: SalesWork, file: UploadedFile): Promise<Result<BegunImport, FileRefusal>> {
  const { id, name, bytes } = file
  const [company, pipelines] = await Promise.all([work.imports.company(), work.pipelines.all()])
  const inspected = await lookedThrough(file.look, name, company, pipelines)
  if (!inspected.ok) return inspected
  const inspection = inspected.value
  const run: ImportRun = {
    id,
    fileName: name,
    bytes,
    status: 'uploaded',
    rowsTotal: inspection.rows,
    rowsRead: 0,
    rowsCreated: 0,
    rowsUpdated: 0,
    rowsUnchanged: 0,
    rowsFailed: 0,
    failure: null,
    canResume: false,
    createdBy: work.actor.userId,
    createdAt: work.now.toISOString(),
    startedAt: null,
    finishedAt: null,
    version: 1,
  }
  work.imports.add({ id, fileName: name, bytes, inspection })
  return ok({ run, inspection })
}
