import type { ImportId } from '../../../kernel/ids'
import { err, ok, type Result } from '../../../kernel/result'
import type { ConventionDefaults } from '../../domain/csv/conventions'
import type { Inspection } from '../../domain/csv/inspection'
import { cut } from '../../domain/csv/plain-text'
import type { CsvRefusal } from '../../domain/csv/refusals'
import { matchStages } from '../../domain/csv/stage-words'
import { mayCorrect, type NotWaiting } from '../../domain/import-run'
import type { Pipeline } from '../../domain/pipeline'
import type { SalesWork } from '../work'

/** The file has not been kept: it was never begun, or it is over. */
export type FileRefusal = CsvRefusal | { readonly kind: 'import_file_gone' }

/** Looks through the stored file. What it is told is what the company takes for granted. */
export type LookThrough = (defaults: ConventionDefaults) => Promise<Result<Inspection, FileRefusal>>

export type InspectRefused = FileRefusal | NotWaiting | { readonly kind: 'import_not_found' }

/** Looks at a stored file again, with what a person corrected about its columns. Writes nothing. */
export async function inspectImport(
  work: SalesWork,
  id: ImportId,
  look: LookThrough,
): Promise<Result<Inspection, InspectRefused>> {
  const [run, company, pipelines] = await Promise.all([
    work.imports.find(id),
    work.imports.company(),
    work.pipelines.all(),
  ])
  if (!run) return err({ kind: 'import_not_found' })
  const waits = mayCorrect(run)
  if (!waits.ok) return waits
  return lookedThrough(look, run.fileName, company, pipelines)
}

/** What the file shows, with the words of its stage column matched to the company's stages. */
export async function lookedThrough(
  look: LookThrough,
  fileName: string,
  company: Pick<ConventionDefaults, 'currency'>,
  pipelines: readonly Pipeline[],
): Promise<Result<Inspection, FileRefusal>> {
  const bareName = fileName.replace(/(\.csv|\.tsv|\.tab|\.txt|\.gz)+$/i, '')
  const customerName = cut(`Customers of ${bareName}`, 200).trim()
  const inspected = await look({ currency: company.currency, customerName })
  if (!inspected.ok) return inspected
  const pipeline = pipelines.find(({ isDefault }) => isDefault) ?? pipelines[0]
  const stages = (pipeline?.stages ?? []).filter(({ isArchived }) => !isArchived)
  const { mapping } = inspected.value
  return ok({
    ...inspected.value,
    mapping: {
      ...mapping,
      stages: matchStages(mapping.stages, stages),
      outcomes: matchStages(mapping.outcomes, stages),
    },
  })
}
