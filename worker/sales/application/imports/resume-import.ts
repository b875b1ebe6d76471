import type { ImportId } from '../../../kernel/ids'
import { err, ok, type Result } from '../../../kernel/result'
import type { ImportRun } from '../../contract'
import { importEvent } from '../../domain/import-events'
import { mayResume, type ResumeRefused } from '../../domain/import-run'
import type { SalesWork } from '../work'

/** Takes up an import that broke off every time, where it stood: no row is taken twice. */
export async function resumeImport(
  work: SalesWork,
  id: ImportId,
): Promise<Result<ImportRun, ResumeRefused | { readonly kind: 'import_not_found' }>> {
  const run = await work.imports.progress(id)
  if (!run) return err({ kind: 'import_not_found' })
  const allowed = mayResume(run)
  if (!allowed.ok) return allowed
  work.imports.resume(run)
  work.emit(importEvent(id, 'resumed', run.fileName))
  work.importSoon(id)
  return ok({ ...run, status: 'running', failure: null, canResume: false, finishedAt: null, version: run.version + 1 })
}
