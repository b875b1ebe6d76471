import type { ImportId } from '../../../kernel/ids'
import { err, ok, type Result } from '../../../kernel/result'
import type { ImportRun } from '../../contract'
import { type ImportDraft, mayCorrect, type NotWaiting } from '../../domain/import-run'
import type { SalesWork } from '../work'

/** Keeps how a file is to be read, so that whoever comes back goes on from there. */
export async function correctImport(
  work: SalesWork,
  id: ImportId,
  draft: ImportDraft,
): Promise<Result<ImportRun, NotWaiting | { readonly kind: 'import_not_found' }>> {
  const run = await work.imports.progress(id)
  if (!run) return err({ kind: 'import_not_found' })
  const waits = mayCorrect(run)
  if (!waits.ok) return waits
  work.imports.correct(run, draft)
  return ok({ ...run, status: 'ready', version: run.version + 1 })
}
