import { unwrap } from 'solid-js/store'
import type {
  BulkAnswer,
  BulkTasks,
  Collaborator,
  NewTask,
  TaskAnswer,
  TaskChange,
  TaskRow,
} from '../../../worker/tasks/contract'
import { inWords, Refusal } from '../api/problems'
import { useSession } from '../session/session'
import type { ListEffect } from '../sync/effects'
import { useSync } from '../sync/store'
import { plural } from '../ui/format'
import { showToast, showUndo } from '../ui/toast'
import { newTaskRows } from './new-task'
import { isOpen, STATUS_VERBS, STATUS_WORDS } from './task-words'

export type TaskPatch = Omit<TaskChange, 'version' | 'addTags' | 'removeTags'>
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
  /** Out of everybody's sight, with the way back; puts it back itself if it is refused. */
  readonly remove: (task: TaskRow) => Promise<void>
  /** Many at once, with the way back. */
  readonly bulk: (changes: readonly BulkChange[], done: string) => Promise<void>
}

/** What people do about tasks. Everything is shown at once and put back if it is refused. */
export function useTaskCommands(): TaskCommands {
  const sync = useSync()
  const session = useSession()

  async function change(task: TaskRow, patch: TaskPatch): Promise<void> {
    const { id, title, version } = task
    const { description, tags, ...fields } = patch
    const parts = unwrap(sync.rows.taskParts)[id]
    const before = Object.fromEntries(
      Object.keys(patch).map((key) => [key, key === 'description' ? parts?.description : fieldOf(task, key)]),
    )
    await sync.perform<TaskAnswer>({
      what: `Change “${title}”`,
      method: 'PATCH',
      path: `/tasks/${id}`,
      body: { ...fields, ...(description !== undefined && { description }), ...(tags && tagChange(task.tags, tags)) },
      effects: [
        {
          entity: 'tasks',
          id,
          set: { ...fields, ...namesOf(fields) } as Partial<TaskRow>,
          ...(tags && { lists: { tags: tagEffect(task.tags, tags) } }),
        },
        ...(description === undefined ? [] : [{ entity: 'taskParts' as const, id, set: { description } }]),
      ],
      basis: { id, version, before },
      brings: 'task',
    })
  }

  const fieldOf = (task: TaskRow, key: string) => (unwrap(task) as Readonly<Record<string, unknown>>)[key]

  // What the task is then about, by name; a deal brings its customer.
  function namesOf({ opportunityId }: TaskPatch): Partial<TaskRow> {
    if (opportunityId === undefined) return {}
    const deal = opportunityId && unwrap(sync.rows.opportunities)[opportunityId]
    if (!deal) return { opportunityTitle: null }
    return { opportunityTitle: deal.title, customerId: deal.customerId, customerName: deal.customerName }
  }

  // Whoever waited for it need not any longer, or has to again: the server knows who.
  const isAnyWaiting = () => Object.values(sync.rows.tasks).some((task) => task && task.openBlockers > 0)

  async function place(task: TaskRow, to: Placed): Promise<boolean> {
    const { id, title, version, status, position } = task
    const completedAt = to.status === 'completed' ? new Date().toISOString() : null
    try {
      await sync.perform<TaskAnswer>({
        what: to.status ? `${STATUS_VERBS[to.status]} “${title}”` : `Move “${title}” in its list`,
        method: 'POST',
        path: `/tasks/${id}/move`,
        body: to,
        effects: [{ entity: 'tasks', id, set: { ...to, ...(to.status && { completedAt }) } }],
        basis: { id, version, before: { status, position } },
        brings: 'task',
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
    const { row, parts, body } = newTaskRows(task, session.me().userId, unwrap(sync.rows), new Date().toISOString())
    const made = await sync.perform<TaskRow>({
      what: `Add the task “${task.title}”`,
      method: 'POST',
      path: '/tasks',
      body,
      effects: [
        { entity: 'tasks', id: row.id, row },
        { entity: 'taskParts', id: row.id, row: parts },
      ],
      brings: 'new task',
    })
    return made ?? row
  }

  async function share(task: TaskRow, sharing: Pick<TaskRow, 'visibility' | 'collaborators'>): Promise<void> {
    const { id, title, visibility, collaborators } = unwrap(task)
    const is = (one: Collaborator) => (other: Collaborator) =>
      one.userId === other.userId && one.canEdit === other.canEdit
    const add = unwrap(sharing.collaborators).filter((one) => !collaborators.some(is(one)))
    const remove = collaborators
      .filter(({ userId }) => !sharing.collaborators.some((other) => other.userId === userId))
      .map(({ userId }) => userId)
    const isNews = sharing.visibility !== visibility
    await sync.perform<TaskAnswer>({
      what: `Share “${title}”`,
      method: 'PATCH',
      path: `/tasks/${id}/sharing`,
      body: { add, remove, ...(isNews && { visibility: sharing.visibility }) },
      effects: [
        {
          entity: 'tasks',
          id,
          ...(isNews && { set: { visibility: sharing.visibility } }),
          lists: { collaborators: { put: add, drop: remove } },
        },
      ],
      brings: 'task',
    })
  }

  async function remove(task: TaskRow): Promise<void> {
    const { id, title } = task
    const [row, parts] = [structuredClone(unwrap(task)), structuredClone(unwrap(sync.rows.taskParts[id]))]
    const restore = () =>
      sync.perform<TaskRow>({
        what: `Bring back “${title}”`,
        method: 'POST',
        path: `/tasks/${id}/restore`,
        effects: [{ entity: 'tasks', id, row }, ...(parts ? [{ entity: 'taskParts' as const, id, row: parts }] : [])],
        brings: 'new task',
      })
    const forget = showUndo(`Deleted: ${title}`, () => void restore().catch(tellRefused(row)))
    try {
      await sync.perform({
        what: `Delete “${title}”`,
        method: 'DELETE',
        path: `/tasks/${id}`,
        effects: [
          { entity: 'tasks', id, gone: true },
          { entity: 'taskParts', id, gone: true },
        ],
        brings: 'gone task',
      })
      if (isAnyWaiting()) void sync.refresh()
    } catch (problem) {
      forget()
      tellRefused(row)(problem)
    }
  }

  async function bulk(changes: readonly BulkChange[], done: string): Promise<void> {
    const undo = changes.flatMap((change) => inverse(unwrap(sync.rows.tasks)[change.id], change) ?? [])
    if ((await many(changes, done)) && undo.length > 0)
      showUndo(`${plural(undo.length, 'task')} ${done}`, () => void many(undo, 'put back'))
  }

  async function many(changes: readonly BulkChange[], done: string): Promise<boolean> {
    const completedAt = new Date().toISOString()
    try {
      await sync.perform<BulkAnswer>({
        what: `${plural(changes.length, 'task')} ${done}`,
        method: 'POST',
        path: '/tasks/bulk',
        body: { changes },
        effects: changes.map(({ id, addTags, ...fields }) => ({
          entity: 'tasks',
          id,
          set: {
            ...fields,
            ...(fields.status && { completedAt: fields.status === 'completed' ? completedAt : null }),
          } as Partial<TaskRow>,
          ...(addTags && { lists: { tags: { put: addTags } } }),
        })),
        brings: 'tasks',
      })
      return true
    } catch (problem) {
      const id = problem instanceof Refusal ? problem.body.taskId : undefined
      const which = typeof id === 'string' ? sync.rows.tasks[id]?.title : undefined
      showToast(`Nothing was changed. ${which ? `“${which}”: ` : ''}${inWords(problem)}`, { bad: true })
      return false
    }
  }

  return {
    may: () => session.may('tasks.update_assigned'),
    change,
    move,
    toggle: (task) => move(task, { status: isOpen(task) ? 'completed' : 'pending' }),
    create,
    share,
    remove,
    bulk,
  }
}

const isSameTag = (one: string) => (other: string) => one.toLowerCase() === other.toLowerCase()

// Said as what is put on and what is taken off, so that nobody's tags meanwhile get lost.
function tagChange(before: readonly string[], after: readonly string[]): Pick<TaskChange, 'addTags' | 'removeTags'> {
  const addTags = after.filter((tag) => !before.some(isSameTag(tag)))
  const removeTags = before.filter((tag) => !after.some(isSameTag(tag)))
  return { ...(addTags.length > 0 && { addTags }), ...(removeTags.length > 0 && { removeTags }) }
}

function tagEffect(before: readonly string[], after: readonly string[]): ListEffect {
  const { addTags = [], removeTags = [] } = tagChange(before, after)
  return { put: addTags, drop: removeTags }
}

// What takes it back: each of the fields as it was, of those that become different.
function inverse(task: TaskRow | undefined, change: BulkChange): BulkChange | undefined {
  if (!task) return undefined
  const { id, addTags, ...fields } = change
  const back = Object.fromEntries(
    Object.keys(fields).flatMap((key) => {
      const was = task[key as 'priority']
      return was === fields[key as 'priority'] ? [] : [[key, was]]
    }),
  )
  const tags = addTags?.some((tag) => !task.tags.some(isSameTag(tag))) ? { tags: [...task.tags] } : {}
  return Object.keys({ ...back, ...tags }).length > 0 ? { id, ...back, ...tags } : undefined
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
