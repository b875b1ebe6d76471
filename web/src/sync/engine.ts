import type { HubMessage, Touched } from '../../../durable-objects/tenant-hub/messages'
import { assertNever } from '../../../worker/kernel/result'
import { Refusal, Unreachable } from '../api/problems'
import { broughtBy } from './answers'
import { Copy, type Difference } from './copy'
import type { SomeIds } from './direct'
import { Doings } from './doings'
import type { Ended } from './drain'
import { Draining } from './draining'
import { Leadership } from './leader'
import { Losses } from './losses'
import { NotificationFetcher } from './notification-fetcher'
import type { Command, Operation } from './operation'
import { Pauses } from './pauses'
import { EVERYTHING, type Listener, type Ports, type SyncState, type TabMessage } from './ports'
import type { Rows, SomeRows } from './rows'
import { Stream } from './stream'
import { TaskFetcher } from './task-fetcher'
import { untoldOf } from './task-news'
import type { Views } from './views'
import { Writing } from './writing'

const LONG_AWAY_MS = 10 * 60_000
const SPREAD_MS = 1500 // everybody is told of a bulk act at once, and need not fetch at once

/** Keeps one tab's rows live and sends what was done here. Of several tabs one leads; the others follow it. */
export class Engine {
  readonly copy: Copy
  private readonly ports: Ports
  private readonly listener: Listener
  private readonly views: Views
  private readonly leadership: Leadership
  private readonly doings: Doings
  private readonly tasks: TaskFetcher
  private readonly notifications: NotificationFetcher
  private readonly draining: Draining
  private readonly pauses: Pauses
  private readonly losses: Losses
  private readonly disk: Writing
  private state: SyncState
  private stream: Stream | undefined
  /** The hub tells every change from here on. */
  private isLive = false
  // Scores that were made while nobody listened are in no change: whoever was away for long fetches everything once.
  private isFresh = false
  private awaySince: number | undefined
  private leading = new AbortController()
  private isStopped = false

  constructor(ports: Ports, listener: Listener, views: Views, seq: number) {
    this.ports = ports
    this.listener = listener
    this.views = views
    this.copy = new Copy(views)
    this.copy.seq = seq
    this.state = seq < 0 ? 'loading' : 'behind'
    this.doings = new Doings(ports, listener, views, {
      isReachable: () => this.state !== 'unreachable',
      soon: () => this.draining.soon(),
      atOnce: (operation) => this.sendAtOnce(operation),
    })
    this.draining = new Draining(ports, {
      isOurs: () => this.leadership.isLeader,
      ended: (end) => this.ended(end),
      onUnreachable: () => this.setState('unreachable'),
      onDoubt: () => void this.bootstrap(),
    })
    this.pauses = new Pauses(ports)
    this.losses = new Losses(ports, views, async () => {
      await this.doings.reread()
      ports.tell({ type: 'reread' })
    })
    this.disk = new Writing(ports.keeper, () => listener.onStorageFull())
    this.tasks = new TaskFetcher(ports, {
      list: (tasks, seq) => {
        const difference = this.copy.takeTasks(tasks, seq)
        this.spread(difference, [])
        if (difference.removed.length > 0) void this.losses.look(this.leading.signal)
      },
      parts: (taskParts) => this.spread(this.copy.take({ taskParts }), []),
      kept: () => new Set(views.tasks.baseRows().map(({ id }) => id)),
    })
    this.notifications = new NotificationFetcher(ports, views, (rows) =>
      this.spread(this.copy.takeNotifications(rows), []),
    )
    this.leadership = new Leadership(
      ports.lockName,
      {
        locks: ports.locks,
        after: (ms, run) => ports.after(ms, run),
        isSeen: () => ports.isSeen(),
        ask: () => ports.tell({ type: 'who' }),
      },
      () => this.lead(),
    )
  }

  async start(): Promise<void> {
    await this.doings.reread()
    this.leadership.start()
    this.ports.tell({ type: 'who' })
  }

  stop(): void {
    this.isStopped = true
    this.leadership.stop()
    this.draining.stop()
    this.pauses.forget()
  }

  /** The browser is about to freeze this tab, or has thawed it. */
  pause(): void {
    this.leadership.pause()
  }

  async resume(): Promise<void> {
    await this.reload()
    this.leadership.resume()
  }

  /** Whether everything about tasks that was heard of is here, and what the person was told of them. */
  get hasTasks(): boolean {
    return this.tasks.isIdle && this.notifications.isIdle
  }

  /** Resolves with the answer, or with nothing once it is kept on this device and the server is not to be reached. */
  enqueue(id: string, command: Command): Promise<unknown> {
    return this.doings.enqueue(id, command)
  }

  retry(id: string): Promise<void> {
    return this.doings.retry(id)
  }

  discard(id: string): Promise<void> {
    return this.doings.discard(id)
  }

  absorb(rows: SomeRows, gone: SomeIds = {}): void {
    const difference = this.copy.take(rows, gone)
    // Only the leader writes, so that nothing older is written after something newer.
    if (this.leadership.isLeader) this.spread(difference, [])
    else this.ports.tell({ type: 'absorb', rows, gone })
  }

  /** The browser has emptied the disk under this tab: what is here is written down anew. */
  rewrite(): void {
    const { seq } = this.copy
    if (!this.leadership.isLeader || seq < 0) return
    const rows = this.copy.all()
    this.disk.write((keeper) => keeper.save(rows, seq))
  }

  /** Something hints that the network came back, or that somebody wants to be sure. */
  check(): void {
    if (!this.leadership.isLeader) this.ports.tell({ type: 'check' })
    else if (this.copy.seq < 0) void this.bootstrap()
    else this.stream?.check()
    this.draining.soon()
  }

  /** What another tab says. */
  onTab(message: TabMessage): void {
    const isLeader = this.leadership.isLeader
    switch (message.type) {
      case 'queued':
        void this.doings.heard(message.operation)
        this.draining.soon()
        break
      case 'ended':
        this.copy.follow(message.difference, this.copy.seq)
        if (isLeader) this.askForTasksOf(message.end.operation)
        void this.doings.finish(message.end)
        break
      case 'changed':
        this.copy.follow(message.difference, message.seq)
        this.listener.onTouched(message.touched, message.others ?? [])
        break
      case 'renewed':
        this.isFresh = true
        void this.reload()
        break
      case 'reread':
        void this.doings.reread()
        break
      case 'who':
        if (isLeader) this.ports.tell({ type: 'here', seq: this.copy.seq, state: this.state })
        break
      case 'here':
        this.leadership.heard()
        if (message.state === 'synced') this.isFresh = true
        if (message.seq > this.copy.seq) void this.reload()
        this.follow(message.state)
        break
      case 'state':
        this.follow(message.state)
        break
      case 'absorb':
        if (isLeader) this.absorb(message.rows, message.gone)
        break
      case 'check':
        if (isLeader) this.check()
        break
      default:
        assertNever(message)
    }
  }

  // --- leading ------------------------------------------------------------------------------------------------

  private lead(): () => void {
    this.leading = new AbortController()
    const stream = new Stream(
      {
        open: () => this.ports.open(),
        probe: () => this.probe(),
        after: (ms, run) => this.ports.after(ms, run),
        random: () => this.ports.random(),
      },
      {
        lastSeq: () => this.copy.seq,
        onMessage: (message) => this.onHub(message),
        onState: (state) => {
          this.isLive = false
          this.awaySince ??= this.ports.now()
          if (state === 'unreachable') this.setState('unreachable')
          else this.caughtUp('behind')
        },
      },
    )
    this.stream = stream
    this.tasks.begin(this.leading.signal)
    this.notifications.begin(this.leading.signal)
    if (this.copy.seq >= 0) stream.start()
    if (!this.isFresh) void this.bootstrap()
    // What the leader before had heard of and not fetched yet is gone with it, and the stream does not say it again.
    else {
      this.tasks.allChanged()
      this.notifications.changed()
    }
    // The leader before may have written down that something is over, and told nobody.
    void this.doings.reread()
    this.ports.tell({ type: 'reread' })
    this.draining.soon()
    return () => {
      stream.stop()
      this.leading.abort()
      this.stream = undefined
      this.isLive = false
    }
  }

  private onHub(message: HubMessage): void {
    switch (message.type) {
      case 'rows': {
        const difference = this.copy.apply(message)
        this.spread(difference, message.touched, message.tasks?.others)
        const lost = message.removed.flatMap(({ id, isLost }): string[] => (isLost ? [id] : []))
        void this.losses.forget(new Set([...lost, ...(message.tasks?.gone ?? [])]))
        if (message.removed.length > 0) this.keepDeals()
        const { list, parts } = untoldOf(message, this.views.tasks.baseRows())
        if (list) this.tasks.changed(list, true)
        if (parts.length > 0) this.tasks.changed(parts, false)
        if (message.more) break
        this.isLive = true
        if (this.ports.now() - (this.awaySince ?? Number.POSITIVE_INFINITY) > LONG_AWAY_MS) void this.bootstrap()
        this.awaySince = undefined
        this.caughtUp('synced')
        break
      }
      case 'scores':
        this.spread(this.copy.applyScores(message.scores), [])
        break
      case 'resync':
        this.setState('behind')
        this.ports.after(message.because === 'bulk' ? this.ports.random() * SPREAD_MS : 0, () => void this.bootstrap())
    }
  }

  private keepDeals(): void {
    this.ports.keepDeals((id) => this.views.opportunities.base(id) !== undefined)
  }

  private async bootstrap(): Promise<void> {
    const { signal } = this.leading
    if (signal.aborted || !this.leadership.isLeader) return
    try {
      const { rows: told, seq } = await this.ports.server.workingSet(signal)
      if (signal.aborted) return
      const notifications = this.views.notifications.baseRows()
      const rows = { ...told, taskParts: this.copy.partsOf(told), notifications }
      this.listener.inBulk(() => this.copy.replaceAll(rows, seq))
      this.disk.write((keeper) => keeper.save(rows, seq))
      this.keepDeals()
      void this.losses.look(signal)
      this.tasks.changed(told.tasks?.map(({ id }) => id) ?? [], false)
      this.notifications.changed()
      this.disk.afterwards(() => this.ports.tell({ type: 'renewed' }))
      // What is open beside the copy was of the rights of before, and nobody says whether those still hold.
      if (this.isFresh) this.spread({ put: [], removed: [] }, [EVERYTHING])
      this.setState('synced')
      this.isFresh = true
      this.pauses.succeeded()
      if (this.stream) {
        this.stream.start()
        this.stream.hello()
      }
    } catch (error) {
      if (signal.aborted) return
      this.setState('unreachable')
      this.pauses.again(() => void this.bootstrap())
      if (!(error instanceof Unreachable) && !(error instanceof Refusal)) throw error
    }
  }

  /** Where sockets are not let through, asking now and then has to do. */
  private async probe(): Promise<void> {
    await this.ports.server.probe()
    if (this.copy.seq < 0) return
    if (await this.ports.server.changedSince(this.copy.seq)) await this.bootstrap()
    else this.setState('synced')
    this.draining.soon()
  }

  private async ended(end: Ended): Promise<void> {
    const { operation, answer } = end
    const { rows, gone } =
      operation.state === 'sent' ? broughtBy(operation, answer, this.views) : { rows: {}, gone: {} }
    const difference = this.copy.take(rows, gone)
    if (this.leadership.isLeader) {
      this.disk.write((keeper) => keeper.apply(difference, this.copy.seq))
      this.ports.tell({ type: 'ended', end, difference })
      this.notifications.heard(difference, [])
      this.askForTasksOf(operation)
      if (operation.state === 'refused') void this.losses.look(this.leading.signal)
    } else {
      // Answered when another tab leads already, which may have heard of more: it takes in what is news to it.
      this.ports.tell({ type: 'absorb', rows, gone })
      this.ports.tell({ type: 'ended', end, difference: { put: [], removed: [] } })
    }
    if (this.state === 'unreachable') this.setState(this.isLive ? 'synced' : 'behind')
    await this.doings.finish(end)
  }

  /** For a device without room: sent while whoever did it stands there, or not at all. */
  private async sendAtOnce(operation: Operation): Promise<unknown> {
    const body = operation.basis ? { ...operation.body, version: operation.basis.version } : operation.body
    const answer = await this.ports.server.send(operation, body)
    const { rows, gone } = broughtBy(operation, answer, this.views)
    this.absorb(rows, gone)
    this.askForTasksOf(operation)
    return answer
  }

  // What was done to a task is folded into what is here of it; others may have done more to it meanwhile.
  private askForTasksOf({ effects }: Operation): void {
    const ids = effects.flatMap(({ entity, id }) => (entity === 'tasks' || entity === 'taskParts' ? [id] : []))
    if (ids.length === 0) return
    this.tasks.changed(
      ids,
      effects.some(({ entity }) => entity === 'tasks'),
    )
  }

  private spread(difference: Difference, touched: readonly Touched[], others: readonly Rows['tasks'][] = []): void {
    const { seq } = this.copy
    this.listener.onTouched(touched, others)
    this.notifications.heard(difference, touched)
    this.disk.write((keeper) => keeper.apply(difference, seq))
    // Written first: a tab that opens in between reads it, one that is open hears of it.
    this.disk.afterwards(() => this.ports.tell({ type: 'changed', difference, seq, touched, others }))
  }

  // --- in every tab ---------------------------------------------------------------------------------------------

  private async reload(): Promise<void> {
    const { keeper, server } = this.ports
    const kept = await (keeper ? keeper.load() : server.workingSet(this.leading.signal)).catch(() => undefined)
    if (kept && kept.seq >= this.copy.seq) this.listener.inBulk(() => this.copy.replaceAll(kept.rows, kept.seq))
    await this.doings.reread()
  }

  private caughtUp(to: 'behind' | 'synced'): void {
    if (to === 'behind' && this.state === 'loading') return
    this.setState(to)
    if (to === 'synced') {
      this.tasks.soon()
      this.notifications.soon()
    }
    if (this.doings.operations.some(({ state }) => state === 'waiting')) this.draining.soon()
  }

  private setState(state: SyncState): void {
    if (state === this.state || this.isStopped) return
    this.ports.tell({ type: 'state', state })
    this.follow(state)
  }

  private follow(state: SyncState): void {
    if (this.state === 'loading' && state === 'behind') return
    this.state = state
    this.listener.onState(state)
    if (state === 'unreachable') this.doings.keepWaiting()
  }
}
