import { createEffect, createMemo, createSignal, untrack } from 'solid-js'
import type { TaskRow } from '../../../worker/tasks/contract'
import { call } from '../api/client'
import { createFetched } from '../api/fetched'
import { useSync, whenTouched } from '../sync/store'

export type TasksAbout = { readonly opportunityId: string } | { readonly customerId: string }

type ById = ReadonlyMap<string, TaskRow>

/** The tasks about a deal or a customer: those the device keeps, and beside them those of others, as long as somebody looks. */
export function createTasksAbout(about: () => TasksAbout) {
  const sync = useSync()
  // Others' tasks as they were told since the answer.
  const [told, setTold] = createSignal<ById>(new Map())
  const fetched = createFetched(async (signal) => {
    const before = untrack(told)
    const query = { view: 'all', limit: 100, sort: 'due', ...about() }
    const { rows } = await call<{ rows: readonly TaskRow[] }>('GET', '/tasks', { query, signal })
    return { rows, before }
  })
  createEffect(() => {
    const answer = fetched.value()
    // What was told before it was asked for is in the answer; what came meanwhile may not be.
    if (answer) setTold((now) => new Map([...now].filter(([id, row]) => answer.before.get(id) !== row)))
  })
  createEffect(() => {
    const rows = sync.others()
    if (rows.length > 0) setTold((now) => new Map([...now, ...rows.map((row) => [row.id, row] as const)]))
  })
  // Of the rest nothing is said but that it changed: it may be gone.
  whenTouched(
    ({ entity, id }) => entity === 'task' && !sync.rows.tasks[id] && !sync.others().some((one) => one.id === id),
    fetched.reload,
  )
  const isAbout = (task: TaskRow) => {
    const one = about()
    return 'opportunityId' in one ? task.opportunityId === one.opportunityId : task.customerId === one.customerId
  }
  const tasks = createMemo(() => {
    const all = new Map<string, TaskRow>()
    const newest = (row: TaskRow) => (all.get(row.id)?.version ?? 0) <= row.version && all.set(row.id, row)
    for (const row of fetched.value()?.rows ?? []) newest(row)
    for (const row of told().values()) newest(row)
    for (const row of Object.values(sync.rows.tasks)) if (row) all.set(row.id, row)
    return [...all.values()].filter(isAbout)
  })
  return { tasks, error: fetched.error, reload: fetched.reload }
}
