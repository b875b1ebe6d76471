import { unwrap } from 'solid-js/store'
import type { BulkAnswer, BulkTasks, NewTask, TaskAnswer, TaskChange, TaskRow } from '../../../worker/tasks/contract'
import { call } from '../api/client'
import { inWords, Refusal } from '../api/problems'
import { useSession } from '../session/session'
import { performInTurn } from '../sync/in-turn'
import { useSync } from '../sync/store'
import { plural } from '../ui/format'
import { showToast, showUndo } from '../ui/toast'
import { isOpen, STATUS_WORDS } from './task-words'

export type TaskPatch = Omit<TaskChange, 'version'>
export type BulkChange = BulkTasks['changes'][number]
type Placed = { readonly status?: TaskRow['status']; readonly position?: string }
export type Wanted = Partial<Omit<NewTask, 'id' | 'title'>> & { readonly id: TaskRow['id']; readonly title: string }

export interface TaskCommands {
  readonly may: () => boolean
  /** Changes fields at once; throws the refusal, for the place it began in. */
  readonly change: (task: TaskRow, patch: TaskPatch) => Promise<void>
  /** Another status or place, with the way back; puts it back itself if it is refused. */
  readonly move: (task: TaskRow, place: Placed) => Promise<void>
  readonly toggle: (task: TaskRow) => Promise<void>
  readonly create: (task: Wanted) => Promise<TaskRow>
  readonly share: (task: TaskRow, sharing: Pick<TaskRow, 'visibility' | 'collaborators'>) => Promise<void>
  /** Many at once, with the way back. */
  readonly bulk: (changes: readonly BulkChange[], done: string) => Promise<void>
}

/** What people do about tasks. Everything is shown at once and put back if it is refused. */
export function useTaskCommands(): TaskCommands {
  const sync = useSync()
  const session = useSession()

  async function change(task: TaskRow, patch: TaskPatch): Promise<void> {
    const { description: _, ...shown } = patch
    const version = task.version
    const answer = await performInTurn<TaskAnswer>(sync, task.id, {
      patches: { tasks: [{ id: task.id, apply: (row) => row && ({ ...row, ...shown } as TaskRow) }] },
      send: (operationId) => call('PATCH', `/tasks/${task.id}`, { body: { ...patch, version }, operationId }),
      rows: (changed) => ({ tasks: [changed.task] }),
    })
    tellOverwritten(answer)
  }

  // What somebody else had put there is gone over, as the last writer's word; nobody loses it without being told.
  function tellOverwritten({ task, overwritten }: TaskAnswer): void {
    for (const { field, theirs } of overwritten) {
      if (typeof theirs !== 'string' || (field !== 'title' && field !== 'description')) continue
      const text = theirs.length > 60 ? `${theirs.slice(0, 60)}…` : theirs
      showToast(`Somebody had changed the ${field} to “${text}”. Yours stands now.`, {
        keep: true,
        action: { label: 'Take theirs', run: () => void change(task, { [field]: theirs }).catch(tellRefused(task)) },
      })
    }
  }

  // Whoever waited for it need not any longer, or has to again: the server knows who.
  const isAnyWaiting = () => Object.values(sync.rows.tasks).some((task) => task && task.openBlockers > 0)

  async function place(task: TaskRow, to: Placed): Promise<boolean> {
    const completedAt = to.status === 'completed' ? new Date().toISOString() : null
    try {
      await performInTurn<TaskAnswer>(sync, task.id, {
        patches: {
          tasks: [{ id: task.id, apply: (row) => row && { ...row, ...to, ...(to.status && { completedAt }) } }],
        },
        send: (operationId) => call('POST', `/tasks/${task.id}/move`, { body: to, operationId }),
        rows: (answer) => ({ tasks: [answer.task, ...(answer.next ? [answer.next] : [])] }),
        gone: ({ takenBack }) => ({ tasks: takenBack ? [takenBack] : [] }),
      })
      if (to.status && isAnyWaiting()) void sync.refresh()
      return true
    } catch (problem) {
      tellRefused(task)(problem)
      return false
    }
  }

  async function move(task: TaskRow, to: Placed): Promise<void> {
    const { title, status, position } = task
    const isNews = to.status !== undefined && to.status !== status
    if (!isNews && (to.position === undefined || to.position === position)) return
    const back = { ...(isNews && { status }), ...(to.position !== undefined && { position }) }
    const was = { ...unwrap(task) }
    const word = to.status === 'completed' ? 'Done' : isNews && to.status ? STATUS_WORDS[to.status] : 'Moved'
    const forget = showUndo(`${word}: ${title}`, () => void place(was, back))
    if (!(await place(was, to))) forget()
  }

  async function create(task: Wanted): Promise<TaskRow> {
    const now = new Date().toISOString()
    const me = session.me().userId
    const row: TaskRow = {
      id: task.id,
      title: task.title,
      assignedTo: task.assignedTo ?? me,
      assignedBy: me,
      priority: task.priority ?? 'medium',
      visibility: task.visibility ?? 'private',
      collaborators: task.collaborators ?? [],
      dueAt: task.dueAt ?? null,
      dueIsDay: task.dueIsDay ?? false,
      tags: task.tags ?? [],
      opportunityId: task.opportunityId ?? null,
      opportunityTitle: task.opportunityId ? (sync.rows.opportunities[task.opportunityId]?.title ?? null) : null,
      customerId: task.customerId ?? null,
      customerName: task.customerId ? (sync.rows.customers[task.customerId]?.name ?? null) : null,
      estimateMinutes: task.estimateMinutes ?? null,
      recurrence: task.recurrence ?? null,
      position: task.position ?? 'V',
      status: 'pending',
      completedAt: null,
      checklistDone: 0,
      checklistTotal: task.checklist?.length ?? 0,
      commentCount: 0,
      openBlockers: 0,
      createdAt: now,
      updatedAt: now,
      version: 0,
    }
    return performInTurn<TaskRow>(sync, task.id, {
      patches: { tasks: [{ id: task.id, apply: () => row }] },
      send: (operationId) => call('POST', '/tasks', { body: task, operationId }),
      rows: (made) => ({ tasks: [made] }),
    })
  }

  async function share(task: TaskRow, sharing: Pick<TaskRow, 'visibility' | 'collaborators'>): Promise<void> {
    const body = { visibility: sharing.visibility, collaborators: [...sharing.collaborators] }
    await performInTurn<TaskAnswer>(sync, task.id, {
      patches: { tasks: [{ id: task.id, apply: (row) => row && { ...row, ...body } }] },
      send: (operationId) => call('PUT', `/tasks/${task.id}/sharing`, { body, operationId }),
      rows: (answer) => ({ tasks: [answer.task] }),
    })
  }

  async function bulk(changes: readonly BulkChange[], done: string): Promise<void> {
    const answer = await many(changes)
    if (answer && answer.undo.changes.length > 0) {
      showUndo(`${plural(answer.undo.changes.length, 'task')} ${done}`, () => void many(answer.undo.changes))
    }
  }

  async function many(changes: readonly BulkChange[]): Promise<BulkAnswer | undefined> {
    const completedAt = new Date().toISOString()
    try {
      return await sync.attempt<BulkAnswer>({
        patches: {
          tasks: changes.map(({ id, addTags, ...fields }) => ({
            id,
            apply: (row: TaskRow | undefined) =>
              row &&
              ({
                ...row,
                ...fields,
                tags: [...new Set([...(fields.tags ?? row.tags), ...(addTags ?? [])])],
                ...(fields.status && { completedAt: fields.status === 'completed' ? completedAt : null }),
              } as TaskRow),
          })),
        },
        send: (operationId) => call('POST', '/tasks/bulk', { body: { changes }, operationId }),
        rows: (answer) => ({ tasks: [...answer.rows, ...answer.made] }),
        gone: ({ takenBack }) => ({ tasks: takenBack }),
      })
    } catch (problem) {
      const id = problem instanceof Refusal ? problem.body.taskId : undefined
      const which = typeof id === 'string' ? sync.rows.tasks[id]?.title : undefined
      showToast(`Nothing was changed. ${which ? `“${which}”: ` : ''}${inWords(problem)}`, { bad: true })
      return undefined
    }
  }

  return {
    may: () => session.may('tasks.update_assigned'),
    change,
    move,
    toggle: (task) => move(task, { status: isOpen(task) ? 'completed' : 'pending' }),
    create,
    share,
    bulk,
  }
}

/** Tells what was not done, where nothing nearer can. */
export function tellRefused(task: Pick<TaskRow, 'title'>): (problem: unknown) => void {
  const { title } = task
  return (problem) => void showToast(`“${title}” stays as it was. ${inWords(problem)}`, { bad: true })
}

/** Whether somebody may change a task, as the server will say. */
export function mayEditTask(task: TaskRow, me: string): boolean {
  if (task.assignedTo === me || task.assignedBy === me) return true
  return task.visibility !== 'private' && task.collaborators.some(({ userId, canEdit }) => userId === me && canEdit)
}
