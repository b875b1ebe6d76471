import * as Y from 'yjs'
import {
  DESCRIPTION,
  decodeClient,
  encodeRoom,
  MAX_DESCRIPTION,
  type Refusal,
  ROOM_HANG_UP_CODES,
  type RoomHangUp,
  type RoomMessage,
} from '../../durable-objects/task-room/messages'
import type { RefusedText, TextKeeper } from '../../web/src/tasks/room/kept-text'
import type { RoomSocket } from '../../web/src/tasks/room/line'
import type { PresenceState } from '../../web/src/tasks/room/presence'
import { SharedText } from '../../web/src/tasks/room/shared-text'
import type { Begins, TextMessage, TextPorts, TextState } from '../../web/src/tasks/room/text-ports'
import { MemoryTexts } from './memory-texts'

export const TASK = 'task-1'

/** A clock that goes only when it is told to, so that a test decides what comes between what. */
export class Clock {
  now = 0
  private timers: { readonly at: number; readonly run: () => void }[] = []

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.now + ms, run }
    this.timers.push(timer)
    return () => {
      this.timers = this.timers.filter((one) => one !== timer)
    }
  }

  async pass(ms: number): Promise<void> {
    const until = this.now + ms
    for (;;) {
      await everythingBegun()
      const [next] = this.timers.toSorted((a, b) => a.at - b.at)
      if (!next || next.at > until) break
      this.timers = this.timers.filter((one) => one !== next)
      this.now = Math.max(this.now, next.at)
      next.run()
    }
    this.now = until
  }
}

/** Lets what was promised come about. */
const everythingBegun = () => new Promise<void>((resolve) => setImmediate(resolve))

interface Connection {
  readonly person: string
  readonly line: string
  readonly socket: RoomSocket
  /** It has been told what there is. */
  isGreeted: boolean
  hears(message: RoomMessage): void
}

const LATENCY_MS = 20

/** A room that speaks the messages of a room, without a Worker around it. */
export class PlainRoom {
  doc = new Y.Doc()
  isCut = false
  mayEdit = true
  members = new Set<string>()
  /** What is said back to a client that has just sent an edit gets lost, and the line with it. */
  losesAnswers = 0
  /** Takes edits in and does nothing about them. */
  isDeaf = false
  edits = 0
  /** Said by clients that were not told yet what there is: nobody is told of it. */
  tooSoon = 0
  private readonly clock: Clock
  private readonly connections = new Set<Connection>()
  // By line: how far what came by it was kept.
  private readonly kept = new Map<string, number>()

  constructor(clock: Clock) {
    this.clock = clock
  }

  get text(): string {
    return this.doc.getText(DESCRIPTION).toString()
  }

  write(at: number, words: string): void {
    this.change(() => this.doc.getText(DESCRIPTION).insert(at, words))
  }

  erase(at: number, length: number): void {
    this.change(() => this.doc.getText(DESCRIPTION).delete(at, length))
  }

  connect(person: string, line: string): RoomSocket {
    const socket: RoomSocket = { send: () => {}, close: () => {}, onopen: null, onmessage: null, onclose: null }
    const connection: Connection = {
      person,
      line,
      socket,
      isGreeted: false,
      hears: (message) => {
        const data = encodeRoom(message).buffer
        this.later(() => {
          if (!this.connections.has(connection)) return
          connection.isGreeted ||= message.kind === 'state'
          socket.onmessage?.({ data })
        })
      },
    }
    socket.close = () => void this.connections.delete(connection)
    socket.send = (data) => {
      if (typeof data === 'string')
        this.later(() => this.connections.has(connection) && socket.onmessage?.({ data: 'pong' }))
      else if (!connection.isGreeted && decodeClient(data)?.kind !== 'hello') this.tooSoon++
      else this.later(() => this.connections.has(connection) && this.hear(connection, data))
    }
    this.later(() => {
      if (this.isCut || !this.members.has(person)) return socket.onclose?.({ code: 1006 })
      this.connections.add(connection)
      socket.onopen?.()
    })
    return socket
  }

  cut(): void {
    this.isCut = true
    this.hangUpAll(1006)
  }

  /** Every line falls, and can be taken up again at once. */
  drop(): void {
    this.hangUpAll(1006)
  }

  hangUp(person: string, why: RoomHangUp): void {
    for (const connection of this.connections)
      if (connection.person === person) this.hang(connection, ROOM_HANG_UP_CODES[why])
  }

  private hangUpAll(code: number): void {
    for (const connection of this.connections) this.hang(connection, code)
  }

  private hang(connection: Connection, code: number): void {
    this.connections.delete(connection)
    connection.socket.onclose?.({ code })
  }

  private hear(from: Connection, data: Uint8Array): void {
    const message = decodeClient(data)
    switch (message?.kind) {
      case 'hello': {
        const number = this.kept.get(from.line)
        if (number !== undefined) from.hears({ kind: 'kept', number })
        from.hears({
          kind: 'state',
          mayEdit: this.mayEdit,
          stateVector: Y.encodeStateVector(this.doc),
          update: Y.encodeStateAsUpdate(this.doc, message.stateVector),
        })
        break
      }
      case 'edit': {
        const { number, update } = message
        if (this.isDeaf) break
        const refused = this.refusalOf(update)
        if (refused) {
          from.hears({ kind: 'refused', number, because: refused })
          break
        }
        this.edits++
        this.kept.set(from.line, number)
        Y.applyUpdate(this.doc, update)
        for (const other of this.connections) if (other !== from) other.hears({ kind: 'edit', update })
        if (this.losesAnswers > 0) {
          this.losesAnswers--
          this.hang(from, 1006)
        } else from.hears({ kind: 'kept', number })
        break
      }
      case 'presence':
        for (const other of this.connections)
          if (other !== from) other.hears({ kind: 'presence', update: message.update })
    }
  }

  private refusalOf(update: Uint8Array): Refusal | undefined {
    if (!this.mayEdit) return 'read_only'
    const tried = new Y.Doc()
    Y.applyUpdate(tried, Y.encodeStateAsUpdate(this.doc))
    Y.applyUpdate(tried, update)
    // It builds on what was never brought here.
    if (tried.store.pendingStructs || tried.store.pendingDs) return 'not_understood'
    return tried.getText(DESCRIPTION).length > MAX_DESCRIPTION ? 'too_long' : undefined
  }

  private change(make: () => void): void {
    const tell = (update: Uint8Array) => {
      for (const one of this.connections) one.hears({ kind: 'edit', update })
    }
    this.doc.on('update', tell)
    make()
    this.doc.off('update', tell)
  }

  private later(run: () => void): void {
    this.clock.after(LATENCY_MS, run)
  }
}

/** A device: its disk outlives its tabs. */
export class TextDevice {
  readonly keeper = new MemoryTexts()
  readonly tabs = new Set<TextTab>()
  private readonly room: PlainRoom
  private readonly clock: Clock
  private readonly person: string

  constructor(person: string, room: PlainRoom, clock: Clock) {
    this.person = person
    this.room = room
    this.clock = clock
    room.members.add(person)
  }

  async openTab(begins?: Begins): Promise<TextTab> {
    const tab: TextTab = new TextTab(
      {
        open: (line) => this.room.connect(this.person, line),
        probe: async () => {
          if (this.room.isCut) throw new Error('nobody answers')
          return this.room.members.has(this.person) ? 'there' : 'gone'
        },
        after: (ms, run) => this.clock.after(ms, () => tab.isAlive && run()),
        random: () => 1,
        isSeen: () => true,
        keeper: ofTheLiving(this.keeper, () => tab.isAlive),
        tell: (message) => {
          if (!tab.isAlive) return
          for (const other of this.tabs) if (other !== tab) this.clock.after(1, () => other.hear(message))
        },
        now: () => this.clock.now,
        newId: () => crypto.randomUUID(),
      },
      () => this.tabs.delete(tab),
    )
    this.tabs.add(tab)
    await tab.shared.open(begins)
    return tab
  }
}

/** The disk of a tab: once that has crashed, nothing it began is finished. */
export function ofTheLiving(keeper: MemoryTexts, isAlive: () => boolean): TextKeeper {
  return new Proxy<TextKeeper>(keeper, {
    get(disk, name) {
      const kept: unknown = Reflect.get(disk, name)
      if (typeof kept !== 'function') return kept
      return (...given: unknown[]) => (isAlive() ? Reflect.apply(kept, disk, given) : new Promise(() => {}))
    },
  })
}

const TYPED = 'typed'

export class TextTab {
  readonly shared: SharedText
  readonly refused: RefusedText[] = []
  others: ReadonlyMap<number, PresenceState> = new Map()
  isAlive = true
  private readonly gone: () => void

  constructor(ports: TextPorts, gone: () => void, taskId = TASK) {
    this.gone = gone
    this.shared = new SharedText({ taskId, title: () => 'Site survey' }, ports, {
      onState: () => {},
      onOthers: (others) => {
        this.others = others
      },
      onRenewed: () => this.track(),
      onRefused: (text) => void this.refused.push(text),
    })
    this.track()
  }

  get state(): TextState {
    return this.shared.current
  }

  get text(): string {
    return this.shared.text.toString()
  }

  write(at: number, words: string): void {
    this.shared.doc.transact(() => this.shared.text.insert(at, words), TYPED)
  }

  erase(at: number, length: number): void {
    this.shared.doc.transact(() => this.shared.text.delete(at, length), TYPED)
  }

  hear(message: TextMessage): void {
    if (this.isAlive) this.shared.onTab(message)
  }

  /** Crashed: nothing of it is said or done any more. */
  kill(): void {
    this.isAlive = false
    this.gone()
    void this.shared.close()
  }

  private track(): void {
    // Every letter is a step of its own, as if somebody had paused.
    this.shared.undo.captureTimeout = 0
    this.shared.undo.addTrackedOrigin(TYPED)
  }
}
