import { assertNever } from '../../../worker/kernel/result'
import { broughtBy } from './answers'
import { Copy } from './copy'
import type { SomeIds } from './direct'
import { Doings } from './doings'
import type { Ended } from './drain'
import { Draining } from './draining'
import { Leadership } from './leader'
import { Leading } from './leading'
import type { Command, Operation } from './operation'
import type { Listener, Ports, SyncState, TabMessage } from './ports'
import type { SomeRows } from './rows'
import type { Views } from './views'
import { Writing } from './writing'

/** Keeps one tab's rows live and sends what was done here. Of several tabs one leads; the others follow it. */
export class Engine {
  readonly copy: Copy
  private readonly ports: Ports
  private readonly listener: Listener
  private readonly views: Views
  private readonly leadership: Leadership
  private readonly leading: Leading
  private readonly doings: Doings
  private readonly draining: Draining
  private readonly disk: Writing
  private state: SyncState
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
      onDoubt: () => void this.leading.fetchAll(),
    })
    this.disk = new Writing(ports.keeper, () => listener.onStorageFull())
    this.leading = new Leading({
      ports,
      listener,
      copy: this.copy,
      disk: this.disk,
      isLeader: () => this.leadership.isLeader,
      isLoading: () => this.state === 'loading',
      hasWaiting: () => this.doings.operations.some(({ state }) => state === 'waiting'),
      setState: (state) => this.setState(state),
      drain: () => this.draining.soon(),
      reread: () => this.doings.reread(),
    })
    this.leadership = new Leadership(
      ports.lockName,
      {
        locks: ports.locks,
        after: (ms, run) => ports.after(ms, run),
        isSeen: () => ports.isSeen(),
        ask: () => ports.tell({ type: 'who' }),
      },
      () => this.leading.begin(),
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
    this.leading.stop()
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
    return this.leading.fetching.isIdle
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
    if (this.leadership.isLeader) this.leading.spread(difference, [])
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
    else this.leading.check()
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
        if (isLeader) this.leading.fetching.tasksOf(message.end.operation)
        void this.doings.finish(message.end)
        break
      case 'changed':
        this.copy.follow(message.difference, message.seq)
        this.listener.onTouched(message.touched, message.others ?? [])
        break
      case 'renewed':
        this.leading.isAsFresh()
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
        if (message.state === 'synced') this.leading.isAsFresh()
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

  // --- what was done here is over ---------------------------------------------------------------------------------

  private async ended(end: Ended): Promise<void> {
    const { operation, answer } = end
    const { rows, gone } =
      operation.state === 'sent' ? broughtBy(operation, answer, this.views) : { rows: {}, gone: {} }
    const difference = this.copy.take(rows, gone)
    if (this.leadership.isLeader) {
      this.disk.write((keeper) => keeper.apply(difference, this.copy.seq))
      this.ports.tell({ type: 'ended', end, difference })
      this.leading.fetching.ended(operation, difference)
    } else {
      // Answered when another tab leads already, which may have heard of more: it takes in what is news to it.
      this.ports.tell({ type: 'absorb', rows, gone })
      this.ports.tell({ type: 'ended', end, difference: { put: [], removed: [] } })
    }
    if (this.state === 'unreachable') this.setState(this.leading.isLive ? 'synced' : 'behind')
    await this.doings.finish(end)
  }

  /** For a device without room: sent while whoever did it stands there, or not at all. */
  private async sendAtOnce(operation: Operation): Promise<unknown> {
    const body = operation.basis ? { ...operation.body, version: operation.basis.version } : operation.body
    const answer = await this.ports.server.send(operation, body)
    const { rows, gone } = broughtBy(operation, answer, this.views)
    this.absorb(rows, gone)
    this.leading.fetching.tasksOf(operation)
    return answer
  }

  // --- in every tab ---------------------------------------------------------------------------------------------

  private async reload(): Promise<void> {
    const { keeper, server } = this.ports
    const kept = await (keeper ? keeper.load() : server.workingSet(this.leading.signal)).catch(() => undefined)
    if (kept && kept.seq >= this.copy.seq) this.listener.inBulk(() => this.copy.replaceAll(kept.rows, kept.seq))
    await this.doings.reread()
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
