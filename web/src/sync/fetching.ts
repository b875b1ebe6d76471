import type { RowsMessage, Touched } from '../../../durable-objects/tenant-hub/messages'
import type { Copy, Difference } from './copy'
import { Losses } from './losses'
import { NotificationFetcher } from './notification-fetcher'
import type { Operation } from './operation'
import type { Ports } from './ports'
import type { SomeRows } from './rows'
import { TaskFetcher } from './task-fetcher'
import { untoldOf } from './task-news'

export interface FetchingHandlers {
  /** This came of what was asked. */
  spread(difference: Difference): void
  /** What this device says of what it did lately is not what it was. */
  onForgotten(): Promise<void>
}

/** Asks for what the hub does not tell: tasks and what belongs to them, what the person was told, and what they lost. */
export class Fetching {
  private readonly copy: Copy
  private readonly tasks: TaskFetcher
  private readonly notifications: NotificationFetcher
  private readonly losses: Losses
  private signal = AbortSignal.abort()

  constructor(ports: Ports, copy: Copy, { spread, onForgotten }: FetchingHandlers) {
    const { views } = copy
    this.copy = copy
    this.losses = new Losses(ports, views, onForgotten)
    this.tasks = new TaskFetcher(ports, {
      list: (tasks, seq) => {
        const difference = copy.takeTasks(tasks, seq)
        spread(difference)
        if (difference.removed.length > 0) this.lookForLosses()
      },
      parts: (taskParts) => spread(copy.take({ taskParts })),
      kept: () => new Set(views.tasks.baseRows().map(({ id }) => id)),
    })
    this.notifications = new NotificationFetcher(ports, views, (rows) => spread(copy.takeNotifications(rows)))
  }

  /** Nothing is due, or it is for another tab to ask. */
  get isIdle(): boolean {
    return this.tasks.isIdle && this.notifications.isIdle
  }

  /** Until `signal` says otherwise. */
  begin(signal: AbortSignal): void {
    this.signal = signal
    this.tasks.begin(signal)
    this.notifications.begin(signal)
  }

  /** Any of it may be other than it is here. */
  allChanged(): void {
    this.tasks.allChanged()
    this.notifications.changed()
  }

  /** The server answers again: what is due need not wait. */
  soon(): void {
    this.tasks.soon()
    this.notifications.soon()
  }

  /** Everything else was fetched anew. */
  renewed({ tasks = [] }: SomeRows): void {
    this.lookForLosses()
    this.tasks.changed(
      tasks.map(({ id }) => id),
      false,
    )
    this.notifications.changed()
  }

  /** The hub has told of changes, which are in the copy by now. */
  told(message: RowsMessage): void {
    const lost = message.removed.flatMap(({ id, isLost }): string[] => (isLost ? [id] : []))
    void this.losses.forget(new Set([...lost, ...(message.tasks?.gone ?? [])]))
    const { list, parts } = untoldOf(message, this.copy.views.tasks.baseRows())
    if (list) this.tasks.changed(list, true)
    if (parts.length > 0) this.tasks.changed(parts, false)
  }

  /** Something in the copy became different. */
  heard(difference: Difference, touched: readonly Touched[]): void {
    this.notifications.heard(difference, touched)
  }

  /** What was done here is over, and this came of it. */
  ended(operation: Operation, difference: Difference): void {
    this.heard(difference, [])
    this.tasksOf(operation)
    if (operation.state === 'refused') this.lookForLosses()
  }

  // What was done to a task is folded into what is here of it; others may have done more to it meanwhile.
  tasksOf({ effects }: Operation): void {
    const ids = effects.flatMap(({ entity, id }) => (entity === 'tasks' || entity === 'taskParts' ? [id] : []))
    if (ids.length === 0) return
    this.tasks.changed(
      ids,
      effects.some(({ entity }) => entity === 'tasks'),
    )
  }

  private lookForLosses(): void {
    void this.losses.look(this.signal)
  }
}
