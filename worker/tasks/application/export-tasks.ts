import { dataExported } from '../../kernel/export'
import { newId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { TaskExport } from '../contract'
import type { TaskListError } from '../domain/errors'
import { whyNotView } from './list-tasks'
import type { TaskWork } from './work'

/** Writes down who takes a copy of which tasks, before the first of them leaves. */
export async function beginTaskExport(work: TaskWork, filters: TaskExport): Promise<Result<null, TaskListError>> {
  const refusal = whyNotView(work.actor, filters.view)
  if (refusal) return err(refusal)
  work.emit(dataExported(newId(), 'tasks', filters))
  return ok(null)
}
