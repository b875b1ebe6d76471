import { createEffect, createMemo } from 'solid-js'
import type { TaskRow } from '../../../../worker/tasks/contract'
import { call } from '../../api/client'
import { createFetched, type Fetched } from '../../api/fetched'
import { useSession } from '../../session/session'
import { useSync, whenTouched } from '../../sync/store'
import { passes } from '../../tasks/task-groups'
import { isOpen } from '../../tasks/task-words'
import type { TaskView, TaskViewOptions } from './task-views'

export interface TaskList {
  /** What the view shows, as the reader narrows it. */
  readonly tasks: () => readonly TaskRow[]
  /** Before narrowing. */
  readonly known: () => readonly TaskRow[]
  readonly tags: () => readonly string[]
  /** Of views the device does not keep whole. */
  readonly fetched: Fetched<readonly TaskRow[]> | undefined
}

/** The tasks of a view: the reader's own from the device, those of others and what is long done from the server. */
export function createTaskList(view: TaskView, options: TaskViewOptions): TaskList {
  const sync = useSync()
  const session = useSession()
  const me = session.me().userId
  const isTeam = session.may('tasks.view_team_tasks')
  const isFetched = view === 'team' || view === 'done'
  const fetched = isFetched
    ? createFetched(async (signal) => {
        const query =
          view === 'team'
            ? { view: isTeam ? 'team' : 'all', isOpen: true, limit: 200, q: options.filters().q }
            : { view: 'mine', isOpen: false, limit: 200, sort: '-created', q: options.filters().q }
        const page = await call<{ rows: readonly TaskRow[] }>('GET', '/tasks', { query, signal })
        return page.rows
      })
    : undefined
  createEffect(() => {
    const rows = fetched?.value()
    if (rows) sync.absorb({ tasks: rows })
  })
  const all = createMemo(() => Object.values(sync.rows.tasks).filter((task) => task !== undefined))
  if (fetched) whenTouched(({ entity }) => entity === 'task', fetched.reload)
  // Live where the device keeps them, as they were fetched where it does not.
  const others = () => (fetched?.value() ?? []).map((task) => sync.rows.tasks[task.id] ?? task)
  const known = createMemo(() => {
    switch (view) {
      case 'mine':
        return all().filter((task) => task.assignedTo === me && isOpen(task))
      case 'team':
        return others().filter((task) => task.assignedTo !== me && isOpen(task))
      case 'done': {
        const kept = all().filter((task) => task.assignedTo === me && !isOpen(task))
        const ids = new Set(kept.map(({ id }) => id))
        return [...kept, ...others().filter((task) => !ids.has(task.id) && !isOpen(task))]
      }
      case 'board':
        return all().filter((task) => task.assignedTo === me && task.status !== 'canceled')
      case 'calendar':
        return all().filter((task) => task.assignedTo === me && task.status !== 'canceled' && task.dueAt !== null)
    }
  })
  return {
    known,
    tasks: createMemo(() => known().filter((task) => passes(task, options.filters()))),
    tags: createMemo(() => [...new Set(known().flatMap((task) => task.tags))].sort((a, b) => a.localeCompare(b))),
    fetched,
  }
}
