import { createEffect, createMemo, mergeProps, on } from 'solid-js'
import type { Task, TaskRow, WholeTasks } from '../../../../worker/tasks/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { partsOf, taskRowOf } from '../../sync/bootstrap'
import { useSync } from '../../sync/store'

export interface TaskRecord {
  readonly row: () => TaskRow | undefined
  /** The whole of it, once it is here. */
  readonly whole: () => Task | undefined
  readonly isMissing: () => boolean
  readonly error: () => unknown
  readonly reload: () => void
}

/** One task, whole: from this device where it is kept, live; from the server where it is not, or to be sure. */
export function createTaskRecord(id: string): TaskRecord {
  const sync = useSync()
  // One that was only just made is asked for when the server knows of it.
  const isSent = createMemo(() => sync.rows.tasks[id]?.version !== 0)
  const fetched = createFetched((signal) =>
    isSent()
      ? call<WholeTasks>('GET', '/tasks/whole', { query: { ids: id }, signal })
      : new Promise<WholeTasks>(() => {}),
  )
  const found = () => fetched.value()?.rows[0]
  createEffect(() => {
    const answer = fetched.value()
    const task = answer?.rows[0]
    if (task) sync.absorb({ tasks: [taskRowOf(task)], taskParts: [partsOf(task, answer.seq)] })
  })
  // No task of this person's any more: perhaps still one they may see.
  const isKept = createMemo(() => sync.rows.tasks[id] !== undefined)
  createEffect(on(isKept, (is, was) => was && !is && fetched.reload(), { defer: true }))

  const row = createMemo(() => sync.rows.tasks[id] ?? found())
  const hasParts = createMemo(() => (sync.rows.taskParts[id] ?? found()) !== undefined)
  const isHere = createMemo(() => row() !== undefined && hasParts())
  const merged = mergeProps(
    () => sync.rows.taskParts[id] ?? found(),
    () => row(),
  ) as Task
  return {
    row,
    whole: () => (isHere() ? merged : undefined),
    isMissing: () => fetched.value()?.rows.length === 0,
    error: fetched.error,
    reload: fetched.reload,
  }
}
