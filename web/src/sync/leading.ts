import type { HubMessage, Touched } from '../../../durable-objects/tenant-hub/messages'
import { assertNever } from '../../../worker/kernel/result'
import { Refusal, Unreachable } from '../api/problems'
import type { Copy, Difference } from './copy'
import { Fetching } from './fetching'
import { Pauses } from './pauses'
import { EVERYTHING, type Listener, type Ports, type SyncState } from './ports'
import type { Rows } from './rows'
import { Stream } from './stream'
import type { Writing } from './writing'

const LONG_AWAY_MS = 10 * 60_000
const SPREAD_MS = 1500 // everybody is told of a bulk act at once, and need not fetch at once

/** The tab that leads, or may come to. */
export interface LeadingTab {
  readonly ports: Ports
  readonly listener: Listener
  readonly copy: Copy
  readonly disk: Writing
  isLeader(): boolean
  /** There is nothing to be seen yet. */
  isLoading(): boolean
  /** Something that was done here waits for the server. */
  hasWaiting(): boolean
  /** Says it to this tab and to the others. */
  setState(state: SyncState): void
  drain(): void
  /** Reads anew what was done on this device. */
  reread(): Promise<void>
}

/** What one tab does for all of a device: it keeps the line to the hub, and passes on what it hears and fetches. */
export class Leading {
  readonly fetching: Fetching
  private readonly tab: LeadingTab
  private readonly pauses: Pauses
  private stream: Stream | undefined
  private tellsAll = false
  // Scores that were made while nobody listened are in no change: whoever was away for long fetches everything once.
  private isFresh = false
  private awaySince: number | undefined
  private over = new AbortController()

  constructor(tab: LeadingTab) {
    const { ports } = tab
    this.tab = tab
    this.pauses = new Pauses(ports)
    this.fetching = new Fetching(ports, tab.copy, {
      spread: (difference) => this.spread(difference, []),
      async onForgotten() {
        await tab.reread()
        ports.tell({ type: 'reread' })
      },
    })
  }

  /** Aborted as soon as this tab leads no longer. */
  get signal(): AbortSignal {
    return this.over.signal
  }

  /** The hub tells every change from here on. */
  get isLive(): boolean {
    return this.tellsAll
  }

  /** Answers how to stop. */
  begin(): () => void {
    const { tab } = this
    this.over = new AbortController()
    const stream = this.listen()
    this.stream = stream
    this.fetching.begin(this.signal)
    if (tab.copy.seq >= 0) stream.start()
    if (!this.isFresh) void this.fetchAll()
    // What the leader before had heard of and not fetched yet is gone with it, and the stream does not say it again.
    else this.fetching.allChanged()
    // The leader before may have written down that something is over, and told nobody.
    void tab.reread()
    tab.ports.tell({ type: 'reread' })
    tab.drain()
    return () => {
      stream.stop()
      this.over.abort()
      this.stream = undefined
      this.tellsAll = false
    }
  }

  /** The tab closes: nothing is tried again. */
  stop(): void {
    this.pauses.forget()
  }

  /** The copy is as new as that of another tab that has heard everything. */
  isAsFresh(): void {
    this.isFresh = true
  }

  /** Finds out whether the server is there and what changed. */
  check(): void {
    if (this.tab.copy.seq < 0) void this.fetchAll()
    else this.stream?.check()
  }

  /** Passes on what became different: to the screens, the disk, and the other tabs. */
  spread(difference: Difference, touched: readonly Touched[], others: readonly Rows['tasks'][] = []): void {
    const { ports, listener, copy, disk } = this.tab
    const { seq } = copy
    listener.onTouched(touched, others)
    this.fetching.heard(difference, touched)
    disk.write((keeper) => keeper.apply(difference, seq))
    // Written first: a tab that opens in between reads it, one that is open hears of it.
    disk.afterwards(() => ports.tell({ type: 'changed', difference, seq, touched, others }))
  }

  /** All of it anew. */
  async fetchAll(): Promise<void> {
    const { tab, signal } = this
    const { ports, copy, disk } = tab
    if (signal.aborted || !tab.isLeader()) return
    try {
      const { rows: told, seq } = await ports.server.workingSet(signal)
      if (signal.aborted) return
      const notifications = copy.views.notifications.baseRows()
      const rows = { ...told, taskParts: copy.partsOf(told), notifications }
      tab.listener.inBulk(() => copy.replaceAll(rows, seq))
      disk.write((keeper) => keeper.save(rows, seq))
      this.keepDeals()
      this.fetching.renewed(told)
      disk.afterwards(() => ports.tell({ type: 'renewed' }))
      // What is open beside the copy was of the rights of before, and nobody says whether those still hold.
      if (this.isFresh) this.spread({ put: [], removed: [] }, [EVERYTHING])
      tab.setState('synced')
      this.isFresh = true
      this.pauses.succeeded()
      this.stream?.start()
      this.stream?.hello()
    } catch (error) {
      if (signal.aborted) return
      tab.setState('unreachable')
      this.pauses.again(() => void this.fetchAll())
      if (!(error instanceof Unreachable) && !(error instanceof Refusal)) throw error
    }
  }

  // --- the line to the hub ------------------------------------------------------------------------------------------

  private listen(): Stream {
    const { ports, copy } = this.tab
    return new Stream(
      {
        open: () => ports.open(),
        probe: () => this.probe(),
        after: (ms, run) => ports.after(ms, run),
        random: () => ports.random(),
      },
      {
        lastSeq: () => copy.seq,
        onMessage: (message) => this.hear(message),
        onState: (state) => {
          this.tellsAll = false
          this.awaySince ??= ports.now()
          if (state === 'unreachable') this.tab.setState('unreachable')
          else this.caughtUp('behind')
        },
      },
    )
  }

  private hear(message: HubMessage): void {
    const { ports, copy } = this.tab
    switch (message.type) {
      case 'rows':
        this.spread(copy.apply(message), message.touched, message.tasks?.others)
        if (message.removed.length > 0) this.keepDeals()
        this.fetching.told(message)
        if (message.more) break
        this.tellsAll = true
        if (ports.now() - (this.awaySince ?? Number.POSITIVE_INFINITY) > LONG_AWAY_MS) void this.fetchAll()
        this.awaySince = undefined
        this.caughtUp('synced')
        break
      case 'scores':
        this.spread(copy.applyScores(message.scores), [])
        break
      case 'resync':
        this.tab.setState('behind')
        ports.after(message.because === 'bulk' ? ports.random() * SPREAD_MS : 0, () => void this.fetchAll())
        break
      case 'newer':
        // Any answer of the server says it too, to whatever loads the newer app.
        void ports.server.probe().catch(() => {})
        break
      default:
        assertNever(message)
    }
  }

  /** Where sockets are not let through, asking now and then has to do. */
  private async probe(): Promise<void> {
    const { ports, copy } = this.tab
    await ports.server.probe()
    if (copy.seq < 0) return
    if (await ports.server.changedSince(copy.seq)) await this.fetchAll()
    else this.tab.setState('synced')
    this.tab.drain()
  }

  private caughtUp(to: 'behind' | 'synced'): void {
    const { tab } = this
    if (to === 'behind' && tab.isLoading()) return
    tab.setState(to)
    if (to === 'synced') this.fetching.soon()
    if (tab.hasWaiting()) tab.drain()
  }

  private keepDeals(): void {
    const { ports, copy } = this.tab
    ports.keepDeals((id) => copy.views.opportunities.base(id) !== undefined)
  }
}
