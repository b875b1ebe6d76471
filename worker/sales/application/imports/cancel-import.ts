import type { ImportId } from '../../../kernel/ids'
import { err, ok, type Result } from '../../../kernel/result'
import { importEvent } from '../../domain/import-events'
import { type CancelRefused, mayCancel } from '../../domain/import-run'
import type { SalesWork } from '../work'

/** Stops an import. What was taken by then stays; the same file goes on where it stopped when it is imported again. */
export async function cancelImport(
  work: SalesWork,
  id: ImportId,
): Promise<Result<{ readonly canceled: true }, CancelRefused | { readonly kind: 'import_not_found' }>> {
  const run = await work.imports.progress(id)
  if (!run) return err({ kind: 'import_not_found' })
  const allowed = mayCancel(run)
  if (!allowed.ok) return allowed
  work.imports.cancel(run)
  // Of one that never began nobody has heard.
  if (run.status === 'running') work.emit(importEvent(id, 'canceled', run.fileName))
  return ok({ canceled: true })
}
