import type { Touched } from '../../../durable-objects/tenant-hub/messages'
import { Refusal, Unreachable } from '../api/problems'
import type { Difference } from './copy'
import type { Ports } from './ports'
import type { Rows } from './rows'
import type { Views } from './views'

const PAUSE_MS = 5000

function readsOtherwise(
  { taskTitle, commentId, excerpt }: Rows['notifications'],
  task: Rows['tasks'] | undefined,
  parts: Rows['taskParts'] | undefined,
): boolean {
  const text = parts?.comments.find(({ id }) => id === commentId)?.text
  return (
    (task !== undefined && task.title !== taskTitle) ||
    (text !== undefined && excerpt !== null && !text.startsWith(excerpt))
  )
}

/**
 * Fetches what the person was notified of whenever it may have become different. One question at a time: of two, the older
 * answer could come last. What could not be asked stays due.
 */
export class NotificationFetcher {
  private readonly ports: Pick<Ports, 'server' | 'after'>
  private readonly views: Views
  private readonly take: (rows: readonly Rows['notifications'][]) => void
  private signal = AbortSignal.abort()
  private isDue = false
  private isAsking = false
  private forgetRetry = () => {}

  constructor(
    ports: Pick<Ports, 'server' | 'after'>,
    views: Views,
    take: (rows: readonly Rows['notifications'][]) => void,
  ) {
    this.ports = ports
    this.views = views
    this.take = take
  }

  /** Nothing is due, or it is for another tab to ask. */
  get isIdle(): boolean {
    return this.signal.aborted || !(this.isDue || this.isAsking)
  }

  /** Whoever leads asks; until `signal` says otherwise. */
  begin(signal: AbortSignal): void {
    this.signal = signal
  }

  /** There is something new, a task that one of them is about is no longer theirs to see, or it reads otherwise now. */
  heard({ put, removed }: Difference, touched: readonly Touched[]): void {
    const rows = this.views.notifications.baseRows()
    const about = new Set<string>(rows.map(({ taskId }) => taskId))
    const { tasks, taskParts } = this.views
    const isMeant =
      removed.some(({ entity, id }) => entity === 'tasks' && about.has(id)) ||
      touched.some(({ entity, id }) =>
        // Of a task that is kept here it is seen whether it says something else.
        entity === 'task' ? about.has(id) && !tasks.base(id) : entity === 'notification',
      ) ||
      (put.some(({ row }) => about.has(row.id)) &&
        rows.some((one) => readsOtherwise(one, tasks.base(one.taskId), taskParts.base(one.taskId))))
    if (isMeant) this.changed()
  }

  changed(): void {
    this.isDue = true
    this.soon()
  }

  soon(): void {
    if (this.signal.aborted || this.isAsking || !this.isDue) return
    this.forgetRetry()
    void this.ask(this.signal)
  }

  private async ask(signal: AbortSignal): Promise<void> {
    this.isAsking = true
    try {
      while (this.isDue && !signal.aborted) {
        this.isDue = false
        const rows = await this.ports.server.notifications(signal)
        if (!signal.aborted) this.take(rows)
      }
    } catch (error) {
      this.isDue = true
      if (!signal.aborted) this.forgetRetry = this.ports.after(PAUSE_MS, () => this.soon())
      if (!(signal.aborted || error instanceof Unreachable || error instanceof Refusal)) throw error
    } finally {
      this.isAsking = false
      // The lead was lost and taken again while something was asked.
      if (signal !== this.signal) this.soon()
    }
  }
}
