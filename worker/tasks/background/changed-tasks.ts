import { sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { LinkedTask, Reminder, Task, TaskRow } from '../contract'

type Linked = LinkedTask & {
  /** Who may see it; null is everyone in the company. */
  readonly people: readonly string[] | null
}

/** A task as a change left it, for everybody at once: what only some may see says for whom it is. */
export interface ChangedTask {
  readonly row: TaskRow
  readonly dealOwnerId: string | null
  /** Whoever works with the customer. */
  readonly customerOwnerIds: readonly string[]
  /** Null where there is too much of them to be told. */
  readonly parts:
    | (Pick<Task, 'id' | 'description' | 'describedAt' | 'previousId' | 'checklist' | 'comments' | 'time'> &
        Pick<Task, 'attachments'> & {
          readonly blockedBy: readonly Linked[]
          readonly blocks: readonly Linked[]
          readonly reminders: readonly (Reminder & { readonly userId: string })[]
        })
    | null
}

/**
 * The tasks that the changes after `since`, at most `limit` of them, were about, as far as they are still there; null
 * where there are none, or more than are told whole. The unit must be a snapshot, as for the other rows of a change.
 */
export async function changedTasks(
  unit: UnitOfWork,
  since: number,
  limit: number,
): Promise<readonly ChangedTask[] | null> {
  const [row] = await unit.rows<{ tasks: readonly ChangedTask[] | null }>(
    sql`select app.live_tasks(${since}, ${limit}) as tasks`,
  )
  return row?.tasks ?? null
}
