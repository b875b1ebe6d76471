import { toByteArray } from 'base64-js'
import type { TaskTexts } from '../../../../worker/tasks/contract'
import type { FetchedText } from './kept-text'

/** A task on this device, as far as its text goes. */
export interface Described {
  readonly taskId: string
  /** The version of the task that last wrote its description. */
  readonly describedAt: number
  /** Of the description, in characters. */
  readonly length: number
  readonly dueAt: string | null
}

export interface AheadPorts {
  /** What was fetched before, and of which version. */
  fetched(): Promise<ReadonlyMap<string, number>>
  ask(taskIds: readonly string[]): Promise<TaskTexts>
  keep(texts: readonly FetchedText[]): Promise<void>
  /** Of all other tasks the device holds no text any more. */
  keepOnly(taskIds: ReadonlySet<string>): Promise<void>
}

const BUDGET = 4_000_000 // characters: what a phone may be asked to keep of texts nobody has opened on it
const AT_ONCE = 50

/**
 * Brings the texts of tasks to the device as their rooms share them, those due first before the others: a text that
 * began from its plain words would stand twice beside the room's. A task without a description needs none.
 */
export async function fetchAhead(
  tasks: readonly Described[],
  isNeeded: (task: Described) => boolean,
  ports: AheadPorts,
  over: AbortSignal,
): Promise<void> {
  await ports.keepOnly(new Set(tasks.map(({ taskId }) => taskId)))
  const fetched = await ports.fetched()
  const isDue = (task: Described) => fetched.get(task.taskId) !== task.describedAt && isNeeded(task)
  let due = withinBudget(tasks)
    .filter(isDue)
    .map(({ taskId }) => taskId)
  while (due.length > 0 && !over.aborted) {
    const { rows, left } = await ports.ask(due.slice(0, AT_ONCE))
    // Others write in all of them just now: the next time finds them.
    if (over.aborted || rows.length + left.length === 0 || rows.length === 0) return
    await ports.keep(
      rows.map(({ id, describedAt, state }) => ({ taskId: id, describedAt, update: toByteArray(state) })),
    )
    due = [...due.slice(AT_ONCE), ...left]
  }
}

function withinBudget(tasks: readonly Described[]): Described[] {
  let spent = 0
  return tasks
    .filter(({ length }) => length > 0)
    .toSorted((a, b) => place(a) - place(b))
    .filter(({ length }) => {
      spent += length
      return spent <= BUDGET
    })
}

// Those due at no time come last.
const place = ({ dueAt }: Described) => (dueAt === null ? Number.MAX_SAFE_INTEGER : Date.parse(dueAt))
