import type { TaskRow } from '../contract'
import type { Task } from '../domain/task'
import type { KnownTask } from './stores'

/** The task as lists show it. */
export function toRow({ task, ...beside }: KnownTask): TaskRow {
  const { description: _, previousId, interactionId, fieldVersions, deletedAt, ...row } = task
  // In one order, whether a command answers it or the database: devices compare what they hold by its letters.
  const collaborators = row.collaborators.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))
  return { ...row, ...beside, tags: [...row.tags], collaborators }
}

/** A task nobody has seen before, with the names of what it is about. */
export function asNew(
  task: Task,
  names: Partial<Pick<KnownTask, 'opportunityTitle' | 'customerName'>> = {},
  checklistTotal = 0,
): KnownTask {
  return {
    task,
    opportunityTitle: null,
    customerName: null,
    ...names,
    checklistDone: 0,
    checklistTotal,
    commentCount: 0,
    openBlockers: 0,
  }
}
