import type { NotificationPage } from '../../../worker/notifications/contract'
import type { WorkingSetPage } from '../../../worker/sales/contract'
import type { Task, TaskWorkingSet, WholeTasks } from '../../../worker/tasks/contract'
import { call } from '../api/client'
import { Refusal } from '../api/problems'
import { nextTask } from '../ui/after-paint'
import type { Rows } from './rows'

export interface WorkingSet {
  readonly seq: number
  readonly rows: { readonly [E in Exclude<keyof Rows, 'taskParts' | 'notifications'>]: readonly Rows[E][] }
}

/**
 * Fetches the whole working set in pages. `seq` is the change the first page was true as of: whatever happened
 * while the rest was fetched is asked for again from there.
 */
export async function fetchWorkingSet(signal: AbortSignal): Promise<WorkingSet> {
  const opportunities: Rows['opportunities'][] = []
  const customers = new Map<string, Rows['customers']>()
  let first: WorkingSetPage['first'] = null
  let seq = 0
  let cursor: string | null = null
  const tasks = fetchTasks(signal)
  // Whoever awaits it hears of its failing; until then nobody has to.
  tasks.catch(() => {})
  do {
    const page: WorkingSetPage = await call<WorkingSetPage>('GET', '/working-set', { query: { cursor }, signal })
    if (page.first) {
      first = page.first
      seq = page.seq
    }
    opportunities.push(...page.opportunities)
    for (const customer of page.customers) customers.set(customer.id, customer)
    cursor = page.nextCursor
  } while (cursor)
  const kept = await tasks
  // Reading the answer was a long piece of work, and so is taking it in.
  await nextTask()
  return {
    // Whichever is older: what happened between the two is then asked for again.
    seq: Math.min(seq, kept?.seq ?? seq),
    rows: {
      opportunities,
      customers: [...customers.values()],
      pipelines: first?.pipelines ?? [],
      users: first?.users ?? [],
      products: first?.products ?? [],
      customFields: first?.customFields ?? [],
      tasks: kept?.rows ?? [],
    },
  }
}

/** The person's tasks; none for whoever may not have any. */
export async function fetchTasks(signal: AbortSignal): Promise<TaskWorkingSet | undefined> {
  try {
    return await call<TaskWorkingSet>('GET', '/tasks/working-set', { signal })
  } catch (problem) {
    if (problem instanceof Refusal && problem.body.status === 403) return undefined
    throw problem
  }
}

/** The newest of what the person was told; none for whoever is told nothing. */
export async function fetchNotifications(signal: AbortSignal): Promise<readonly Rows['notifications'][]> {
  try {
    return (await call<NotificationPage>('GET', '/notifications', { query: { limit: 100 }, signal })).rows
  } catch (problem) {
    if (problem instanceof Refusal && problem.body.status === 403) return []
    throw problem
  }
}

/** What belongs to some tasks, as far as they may be seen. */
export async function fetchTaskParts(ids: readonly string[], signal: AbortSignal): Promise<Rows['taskParts'][]> {
  const { seq, rows } = await call<WholeTasks>('GET', '/tasks/whole', { query: { ids: ids.join() }, signal })
  return rows.map((task) => partsOf(task, seq))
}

/** What the device keeps beside the row, out of the whole. */
export function partsOf(task: Task, seq: number): Rows['taskParts'] {
  const { id, description, describedAt, previousId, checklist, blockedBy, blocks, comments } = task
  const { time, attachments, reminders } = task
  return {
    id,
    version: seq,
    description,
    describedAt,
    previousId,
    checklist,
    blockedBy,
    blocks,
    comments,
    time,
    attachments,
    reminders,
  }
}

/** The row the device keeps, out of the whole. */
export function taskRowOf(task: Task): Rows['tasks'] {
  const { description, describedAt, previousId, checklist, blockedBy, blocks, ...rest } = task
  const { comments, time, attachments, reminders, ...row } = rest
  return row
}
