import { unwrap } from 'solid-js/store'
import type { NewTask, TaskAnswer, TaskChange, TaskRow } from '../../../worker/tasks/contract'
import { useSession } from '../session/session'
import { newOperationId } from '../sync/operation-id'
import { useSync } from '../sync/store'
import { undoable } from '../sync/undo'
import { bulk } from './bulk-commands'
import { newTaskRows } from './new-task'
import { type Sharing, shareTask } from './share-task'
import { type BulkChange, changeWords, newsOf, type TaskPatch, tagChange, undoOf } from './task-undo'
import { isOpen, STATUS_VERBS, STATUS_WORDS } from './task-words'
import { tellRefused } from './tell-refused'

type Placed = { readonly status?: TaskRow['status']; readonly position?: string }
export type Wanted = Partial<Omit<NewTask, 'id' | 'title'>> & { readonly id: TaskRow['id']; readonly title: string }

export interface TaskCommands {
  readonly may: () => boolean
  /** Changes fields at once, with the way back; throws the refusal, for the place it began in. */
  readonly change: (task: TaskRow, patch: TaskPatch) => Promise<void>
  /** Another status or place, with the way back; puts it back itself if it is refused. */
  readonly move: (task: TaskRow, place: Placed) => Promise<void>
  /** Gives tasks other places without another order: nobody need be told, and there is nothing to take back. */
  readonly spread: (places: readonly { readonly task: TaskRow; readonly position: string }[]) => void
  readonly toggle: (task: TaskRow) => Promise<void>
  readonly create: (task: Wanted) => Promise<TaskRow>
  readonly share: (task: TaskRow, sharing: Sharing) => Promise<void>
  /** Out of everybody's sight, with the way back; puts it back itself if it is refused. */
  readonly remove: (task: TaskRow) => Promise<void>
  /** Many at once, with the way back. */
  readonly bulk: (changes: readonly BulkChange[], done: string) => Promise<void>
}

/** What people do about tasks. Everything is shown at once and put back if it is refused. */
export function useTaskCommands(): TaskCommands {
  const sync = useSync()
  const session = useSession()

  /** Writes fields of a task; or writes them back, where still stands what is taken back. */
  function write(
    { id, title }: Pick<TaskRow, 'id' | 'title'>,
    patch: TaskPatch,
    tags: Pick<TaskChange, 'addTags' | 'removeTags'>,
    basis: { readonly version: number; readonly before: Readonly<Record<string, unknown>> },
    as: { readonly id?: string; readonly undoes?: string },
  ): Promise<TaskAnswer | undefined> {
    const { description, tags: _, ...fields } = patch
    return sync.perform<TaskAnswer>(
      {
        what: `${as.undoes ? 'Take back a change of' : 'Change'} “${title}”`,
        method: 'PATCH',
        path: `/tasks/${id}`,
        body: {
          ...fields,
          ...(description !== undefined && { description }),
          ...tags,
          ...(as.undoes && { takesBack: basis.before }),
        },
        effects: [
          {
            entity: 'tasks',
            id,
            set: { ...fields, ...namesOf(fields) } as Partial<TaskRow>,
            ...((tags.addTags || tags.removeTags) && {
              lists: { tags: { put: tags.addTags ?? [], drop: tags.removeTags ?? [] } },
            }),
          },
          ...(description === undefined ? [] : [{ entity: 'taskParts' as const, id, set: { description } }]),
        ],
        basis: { id, ...basis },
        ...(as.undoes && { undoes: as.undoes }),
        brings: 'task',
      },
      as.id,
    )
  }

  async function change(task: TaskRow, patch: TaskPatch): Promise<void> {
    const was = { ...unwrap(task) }
    const { id, version } = was
    const news = newsOf(was, patch)
    if (news.length === 0) return
    const description = unwrap(sync.rows.taskParts)[id]?.description
    const before = Object.fromEntries(
      news.map((key) => [key, key === 'description' ? description : was[key as keyof TaskRow]]),
    )
    const tags = patch.tags ? tagChange(was.tags, patch.tags) : {}
    const act = (operation: string) => write(was, patch, tags, { version, before }, { id: operation })
    // A text has its own way back, word for word.
    if (news.includes('description')) return void (await act(newOperationId()))
    const back = (undoes: string, answer: TaskAnswer | undefined) => {
      const made = answer?.task ?? ({ ...was, ...patch, ...namesOf(patch) } as TaskRow)
      const undo = undoOf(was, made, news)
      const tagsBack = patch.tags ? tagChange(patch.tags, was.tags) : {}
      const on = { version: answer?.task.version ?? sync.rows.tasks[id]?.version ?? version, before: undo.takesBack }
      return write(was, undo.patch, tagsBack, on, { undoes })
    }
    await undoable(changeWords(news, was), act, back, tellRefused(was))
  }

  // What the task is then about, by name; a deal brings its customer.
  function namesOf({ opportunityId }: TaskPatch): Partial<TaskRow> {
    if (opportunityId === undefined) return {}
    const deal = opportunityId && unwrap(sync.rows.opportunities)[opportunityId]
    if (!deal) return { opportunityTitle: null }
    return { opportunityTitle: deal.title, customerId: deal.customerId, customerName: deal.customerName }
  }

  // Whoever waited for it need not any longer, or has to again: the server knows who.
  const isAnyWaiting = () => Object.values(sync.rows.tasks).some((task) => task && task.openBlockers > 0)

  async function place(
    { id, title, version }: Pick<TaskRow, 'id' | 'title' | 'version'>,
    to: Placed,
    before: Placed,
    as: { readonly id?: string; readonly undoes?: string },
  ): Promise<TaskAnswer | undefined> {
    const completedAt = to.status === 'completed' ? new Date().toISOString() : null
    const answer = await sync.perform<TaskAnswer>(
      {
        what: to.status ? `${STATUS_VERBS[to.status]} “${title}”` : `Move “${title}” in its list`,
        method: 'POST',
        path: `/tasks/${id}/move`,
        body: { ...to, ...(as.undoes && { takesBack: before }) },
        effects: [{ entity: 'tasks', id, set: { ...to, ...(to.status && { completedAt }) } }],
        basis: { id, version, before },
        ...(as.undoes && { undoes: as.undoes }),
        brings: 'task',
      },
      as.id,
    )
    if (to.status && isAnyWaiting()) void sync.refresh()
    return answer
  }

  async function move(task: TaskRow, to: Placed): Promise<void> {
    const was = { ...unwrap(task) }
    const { title, status, position } = was
    const isNews = to.status !== undefined && to.status !== status
    if (!isNews && (to.position === undefined || to.position === position)) return
    const wanted = { ...(isNews && { status: to.status }), ...(to.position !== undefined && { position: to.position }) }
    const back = { ...(isNews && { status }), ...(to.position !== undefined && { position }) }
    const word = to.status === 'completed' ? 'Done' : isNews && to.status ? STATUS_WORDS[to.status] : 'Moved'
    const tell = tellRefused(was)
    await undoable(
      `${word}: ${title}`,
      (id) => place(was, to, { status, position }, { id }),
      (undoes, answer) => place(answer?.task ?? was, back, wanted, { undoes }),
      tell,
    ).catch(tell)
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

  async function remove(task: TaskRow): Promise<void> {
    const { id, title } = task
    const [row, parts] = [structuredClone(unwrap(task)), structuredClone(unwrap(sync.rows.taskParts[id]))]
    const restore = (undoes: string) =>
      sync.perform<TaskRow>({
        what: `Bring back “${title}”`,
        method: 'POST',
        path: `/tasks/${id}/restore`,
        effects: [{ entity: 'tasks', id, row }, ...(parts ? [{ entity: 'taskParts' as const, id, row: parts }] : [])],
        undoes,
        brings: 'new task',
      })
    const act = async (operation: string) => {
      await sync.perform(
        {
          what: `Delete “${title}”`,
          method: 'DELETE',
          path: `/tasks/${id}`,
          effects: [
            { entity: 'tasks', id, gone: true },
            { entity: 'taskParts', id, gone: true },
          ],
          brings: 'gone task',
        },
        operation,
      )
      if (isAnyWaiting()) void sync.refresh()
    }
    const tell = tellRefused(row)
    await undoable(`Deleted: ${title}`, act, restore, tell).catch(tell)
  }

  return {
    may: () => session.may('tasks.update_assigned'),
    change,
    move,
    spread: (places) => {
      for (const { task, position } of places)
        void place(task, { position }, { position: task.position }, {}).catch(tellRefused(task))
    },
    toggle: (task) => move(task, { status: isOpen(task) ? 'completed' : 'pending' }),
    create,
    share: (task, sharing) => shareTask(sync, task, sharing),
    remove,
    bulk: (changes, done) => bulk(sync, changes, done),
  }
}

/** Whether somebody may change a task, as the server will say. */
export function mayEditTask(task: TaskRow, me: string): boolean {
  if (task.assignedTo === me || task.assignedBy === me) return true
  return task.visibility !== 'private' && task.collaborators.some(({ userId, canEdit }) => userId === me && canEdit)
}
