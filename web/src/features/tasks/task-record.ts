import { createEffect, createMemo, on } from 'solid-js'
import { unwrap } from 'solid-js/store'
import type { Task, TaskRow } from '../../../../worker/tasks/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { Refusal } from '../../api/problems'
import { useSync } from '../../sync/store'

export interface TaskRecord {
  /** What the device keeps of it, live. */
  readonly row: () => TaskRow | undefined
  /** The whole of it, once it is here. */
  readonly whole: () => Task | undefined
  readonly isMissing: () => boolean
  readonly error: () => unknown
  readonly reload: () => void
  /** Puts in what a command answered, or what is shown until it has. */
  readonly patch: (parts: Partial<Task>) => void
}

/** One task: its row from the device, its parts from the server, again whenever the row says that they changed. */
export function createTaskRecord(id: string): TaskRecord {
  const sync = useSync()
  // One that was only just made is asked for when the server knows of it.
  const isSent = createMemo(() => sync.rows.tasks[id]?.version !== 0)
  const fetched = createFetched((signal) =>
    isSent() ? call<Task>('GET', `/tasks/${id}`, { signal }) : new Promise<Task>(() => {}),
  )
  createEffect(() => {
    const task = fetched.value()
    if (task && !sync.rows.tasks[id]) sync.absorb({ tasks: [rowOf(task)] })
  })
  const row = createMemo(() => sync.rows.tasks[id] ?? fetched.value())
  const counted = () => {
    const kept = sync.rows.tasks[id]
    return kept && [kept.checklistDone, kept.checklistTotal, kept.commentCount, kept.openBlockers].join()
  }
  createEffect(
    on(
      counted,
      (now, before) => {
        const whole = fetched.value()
        const shown =
          whole && [whole.checklistDone, whole.checklistTotal, whole.commentCount, whole.openBlockers].join()
        if (before !== undefined && now !== undefined && now !== shown) fetched.reload()
      },
      { defer: true },
    ),
  )
  return {
    row,
    whole: fetched.value,
    isMissing: () => {
      const problem = fetched.error()
      return problem instanceof Refusal && problem.body.status === 404
    },
    error: fetched.error,
    reload: fetched.reload,
    patch(parts) {
      const whole = fetched.value()
      if (!whole) return
      const next = { ...whole, ...parts }
      const checklistDone = next.checklist.filter(({ isDone }) => isDone).length
      const counts = {
        checklistDone,
        checklistTotal: next.checklist.length,
        commentCount: next.comments.length,
      }
      fetched.set({ ...next, ...counts })
      const kept = unwrap(sync.rows.tasks)[id]
      if (kept) sync.absorb({ tasks: [{ ...kept, ...counts, openBlockers: openIn(next) }] })
    },
  }
}

// Those the reader may not see are blockers too: only what changed among those shown is counted anew.
function openIn({ blockedBy, openBlockers }: Task): number {
  const open = blockedBy.filter(({ status }) => status === 'pending' || status === 'in_progress').length
  return Math.max(open, Math.min(openBlockers, open + Math.max(0, openBlockers - blockedBy.length)))
}

/** The row the device keeps, out of the whole. */
export function rowOf(task: Task): TaskRow {
  const { description, previousId, checklist, blockedBy, blocks, comments, time, attachments, reminders, ...row } = task
  return row
}
