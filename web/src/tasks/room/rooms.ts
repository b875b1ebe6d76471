import type { TaskTexts } from '../../../../worker/tasks/contract'
import { call } from '../../api/client'
import { Refusal } from '../../api/problems'
import { openSocket } from '../../api/socket'
import { type Described, fetchAhead } from './fetch-ahead'
import type { FetchedText, RefusedText, UnsentText } from './kept-text'
import type { RoomSocket } from './line'
import type { SharedText } from './shared-text'
import { TextDisk } from './text-disk'
import type { Begins, TextListener, TextMessage, TextOf, TextPorts, TextState } from './text-ports'

export interface Waiting {
  readonly unsent: readonly UnsentText[]
  readonly refused: readonly RefusedText[]
}

const PATIENCE_MS = 20_000 // for one text that waits: whatever it was, the next time comes soon

/** The texts of one person in this tab: those that are open, and those that wait on the device. */
export class Rooms {
  private readonly name: string
  private readonly disk: TextDisk | undefined
  private readonly channel: BroadcastChannel
  private readonly onWaiting: (waiting: Waiting) => void
  private readonly open = new Set<SharedText>()
  private readonly gone = new AbortController()
  private waiting: Waiting = { unsent: [], refused: [] }

  private constructor(name: string, disk: TextDisk | undefined, onWaiting: (waiting: Waiting) => void) {
    this.name = `texts-${name}`
    this.disk = disk
    this.onWaiting = onWaiting
    this.channel = new BroadcastChannel(this.name)
    this.channel.onmessage = ({ data }) => this.hear(data as TextMessage)
    const check = () => document.visibilityState === 'visible' && this.check()
    const { signal } = this.gone
    window.addEventListener('online', check, { signal })
    window.addEventListener('offline', check, { signal })
    window.addEventListener('pageshow', check, { signal })
    document.addEventListener('visibilitychange', check, { signal })
    const settle = () => this.open.forEach((text) => void text.settle())
    window.addEventListener('pagehide', settle, { signal })
  }

  /** `onWaiting` is told now and whenever it changes, here or in another tab. */
  static async start(tenantId: string, userId: string, onWaiting: (waiting: Waiting) => void): Promise<Rooms> {
    // Private browsing or a full disk: texts are live all the same, only not kept.
    const disk = await TextDisk.open(tenantId, userId).catch(() => undefined)
    const rooms = new Rooms(`${tenantId}-${userId}`, disk, onWaiting)
    if (disk) disk.onLost = () => rooms.open.forEach((text) => void text.settle())
    await rooms.reread()
    return rooms
  }

  async enter(of: TextOf, listener: TextListener, begins: Begins): Promise<SharedText> {
    // Yjs is fetched with the first text, not with the app.
    const { SharedText } = await import('./shared-text')
    const text = new SharedText(of, this.portsOf(of.taskId), listener)
    this.open.add(text)
    await text.open(begins)
    return text
  }

  leave(text: SharedText): void {
    this.open.delete(text)
    void text.close()
  }

  /** Brings what waits on this device to its rooms. One tab does it for all. */
  async sendWaiting(isKnown: (taskId: string) => boolean): Promise<void> {
    const here = new Set([...this.open].map(({ taskId }) => taskId))
    const titles = new Map(this.waiting.unsent.map(({ taskId, title }) => [taskId, title]))
    const send = async () => {
      for (const [taskId, title] of titles)
        if (!here.has(taskId) && isKnown(taskId) && !this.gone.signal.aborted) await this.send(taskId, title)
    }
    if (titles.size > 0) await inOneTab(this.name, send)
  }

  /** Brings the texts of these tasks, all that the device keeps, here before they are opened. One tab does it for all. */
  async fetchAhead(tasks: readonly Described[]): Promise<void> {
    const { disk } = this
    if (!disk) return
    const live = new Set([...this.open].flatMap(({ taskId, current }) => (current.line === 'live' ? [taskId] : [])))
    const ports = {
      fetched: () => disk.fetched(),
      ask: (ids: readonly string[]) => call<TaskTexts>('GET', '/tasks/texts', { query: { ids: ids.join() } }),
      keep: (texts: readonly FetchedText[]) => disk.keepFetched(texts),
      keepOnly: (ids: ReadonlySet<string>) => disk.keepOnly(ids),
    }
    const isNeeded = ({ taskId }: Described) => !live.has(taskId)
    await inOneTab(`${this.name}-ahead`, () => fetchAhead(tasks, isNeeded, ports, this.gone.signal))
  }

  async giveUp(id: string): Promise<void> {
    await this.disk?.giveUp(id)
    this.tell({ type: 'waiting' })
  }

  stop(): void {
    this.gone.abort()
    for (const text of this.open) void text.close()
    this.open.clear()
    this.channel.close()
    this.disk?.close()
  }

  private async send(taskId: string, title: string): Promise<void> {
    let isDone = () => {}
    const done = new Promise<void>((resolve) => {
      isDone = resolve
    })
    const forget = setTimeout(isDone, PATIENCE_MS)
    const listener: TextListener = {
      onState: (state) => isOver(state) && isDone(),
      onOthers: () => {},
      onRenewed: () => {},
      onRefused: () => {},
    }
    const text = await this.enter({ taskId, title: () => title }, listener, 'somehow')
    await done
    clearTimeout(forget)
    this.leave(text)
  }

  private check(): void {
    for (const text of this.open) text.check()
  }

  private hear(message: TextMessage): void {
    for (const text of this.open) text.onTab(message)
    if (message.type === 'waiting') void this.reread()
  }

  private tell(message: TextMessage): void {
    if (this.gone.signal.aborted) return
    this.channel.postMessage(message)
    if (message.type === 'waiting') void this.reread()
  }

  private async reread(): Promise<void> {
    if (!this.disk) return
    try {
      const [unsent, refused] = await Promise.all([this.disk.unsent(), this.disk.refused()])
      this.waiting = { unsent, refused }
      this.onWaiting(this.waiting)
    } catch {
      // Closed or purged meanwhile: nobody is to be told any more.
    }
  }

  private portsOf(taskId: string): TextPorts {
    return {
      // Its handlers are given more than we ask for, which is no reason for a test to make all of it up.
      open(line) {
        const socket = openSocket(`/tasks/${taskId}/room?line=${line}`)
        socket.binaryType = 'arraybuffer'
        return socket as unknown as RoomSocket
      },
      async probe() {
        try {
          await call('GET', `/tasks/${taskId}`)
          return 'there'
        } catch (error) {
          if (error instanceof Refusal && [403, 404].includes(error.body.status)) return 'gone'
          throw error
        }
      },
      after(ms, run) {
        const timer = setTimeout(run, ms)
        return () => clearTimeout(timer)
      },
      random: Math.random,
      isSeen: () => document.visibilityState === 'visible',
      keeper: this.disk,
      tell: (message) => this.tell(message),
      now: Date.now,
      newId: () => crypto.randomUUID(),
    }
  }
}

async function inOneTab(name: string, run: () => Promise<void>): Promise<void> {
  if (!navigator.locks) await run()
  else await navigator.locks.request(name, { ifAvailable: true }, async (lock) => lock && run())
}

/** Nothing more can be done about it for now. */
function isOver({ line, own, ended }: TextState): boolean {
  return ended !== undefined || line === 'unreachable' || (line === 'live' && own === 'sent')
}
