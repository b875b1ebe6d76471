import type { ImportId } from '../../../kernel/ids'
import { ok, type Result } from '../../../kernel/result'
import type { ImportRun } from '../../contract'
import { type Inspection, inspectCsv } from '../../domain/csv/inspect'
import type { CsvRefusal } from '../../domain/csv/refusals'
import { matchStages } from '../../domain/csv/stage-words'
import type { SalesWork } from '../work'

export interface UploadedFile {
  readonly id: ImportId
  readonly name: string
  readonly bytes: number
  /** The beginning of its text. */
  readonly text: string
  /** Whether that is all of it. */
  readonly isWhole: boolean
}

export interface BegunImport {
  readonly run: ImportRun
  readonly inspection: Inspection
}

/** Understands an uploaded file and keeps what was understood, to be corrected by a person. */
export async function beginImport(work: SalesWork, file: UploadedFile): Promise<Result<BegunImport, CsvRefusal>> {
  const [company, pipelines] = await Promise.all([work.imports.company(), work.pipelines.all()])
  const customerName = `Customers of ${file.name.replace(/(\.csv|\.txt|\.tsv|\.gz)+$/i, '')}`.slice(0, 200)
  const inspected = inspectCsv(file.text, { currency: company.currency, customerName, last: file.isWhole })
  if (!inspected.ok) return inspected
  const pipeline = pipelines.find(({ isDefault }) => isDefault) ?? pipelines[0]
  const stages = (pipeline?.stages ?? []).filter(({ isArchived }) => !isArchived)
  const { mapping } = inspected.value
  const inspection: Inspection = {
    ...inspected.value,
    mapping: {
      ...mapping,
      stages: matchStages(mapping.stages, stages),
      outcomes: matchStages(mapping.outcomes, stages),
    },
  }
  const run: ImportRun = {
    id: file.id,
    fileName: file.name,
    bytes: file.bytes,
    status: 'uploaded',
    rowsTotal: null,
    rowsRead: 0,
    rowsCreated: 0,
    rowsUpdated: 0,
    rowsUnchanged: 0,
    rowsFailed: 0,
    failure: null,
    createdBy: work.actor.userId,
    createdAt: work.now.toISOString(),
    startedAt: null,
    finishedAt: null,
    version: 1,
  }
  work.imports.add({ id: file.id, fileName: file.name, bytes: file.bytes, inspection })
  return ok({ run, inspection })
}
