import {
  type ClientMessage,
  decodeRoom,
  encodeClient,
  PING_EVERY_MS,
  ROOM_HANG_UP_CODES,
  type RoomHangUp,
  type RoomMessage,
} from '../../../../durable-objects/task-room/messages'

/** What of a WebSocket we use. */
export interface RoomSocket {
  send(data: string | Uint8Array<ArrayBuffer>): void
  close(): void
  onopen: (() => void) | null
  onmessage: ((event: { readonly data: unknown }) => void) | null
  onclose: ((event: { readonly code: number }) => void) | null
}

export interface LinePorts {
  /** By which line: the room knows it again after it was cut. */
  open(line: string): RoomSocket
  newId(): string
  /** Asks the server for the task: `gone` where it is not the person's any more; throws where nothing answers. */
  probe(): Promise<'there' | 'gone'>
  /** Milliseconds from now; answers how to forget it. */
  after(ms: number, run: () => void): () => void
  random(): number
  /** Whether somebody looks at this tab. */
  isSeen(): boolean
}

export interface LineHandlers {
  onOpen(): void
  onMessage(message: RoomMessage): void
  /** `lost`: cut a moment ago, perhaps for no more than that; `unreachable`: it did not come back either. */
  onCut(how: 'lost' | 'unreachable'): void
  /** For good. */
  onEnd(why: 'access_lost' | 'not_understood'): void
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
const PING_ALONE_EVERY_MS = 20_000
const PONG_WITHIN_MS = 8000

/** The connection to a task's room, coming back whenever it is cut. */
export class Line {
  private readonly ports: LinePorts
  private readonly handlers: LineHandlers
  private readonly id: string
  private socket: RoomSocket | undefined
  private isOpen = false
  private isStopped = true
  private failures = 0
  private forgetPause = () => {}
  private forgetPing = () => {}
  private forgetPong: (() => void) | undefined
  private hasCompany = false

  constructor(ports: LinePorts, handlers: LineHandlers) {
    this.ports = ports
    this.handlers = handlers
    this.id = ports.newId()
  }

  start(): void {
    this.isStopped = false
    this.connect()
  }

  say(message: ClientMessage): void {
    if (this.isOpen) this.socket?.send(encodeClient(message))
  }

  /** Something hints that the network may have come or gone: the browser's word is not enough, so ask. */
  check(): void {
    if (this.isStopped) return
    this.failures = 0
    if (this.isOpen) this.pingIn(0)
    else this.connect()
  }

  /** Others are there who would like to know soon that we no longer are. */
  setCompany(hasCompany: boolean): void {
    if (hasCompany === this.hasCompany) return
    this.hasCompany = hasCompany
    if (this.isOpen) this.pingSoon()
  }

  stop(): void {
    this.isStopped = true
    this.forgetPause()
    this.forgetPings()
    this.socket?.close()
    this.socket = undefined
    this.isOpen = false
  }

  private connect(): void {
    if (this.isStopped || this.socket) return
    this.forgetPause()
    const socket = this.ports.open(this.id)
    this.socket = socket
    socket.onopen = () => {
      if (this.socket !== socket) return
      this.isOpen = true
      this.pingSoon()
      this.handlers.onOpen()
    }
    socket.onmessage = ({ data }) => {
      if (this.socket !== socket) return
      this.forgetPong?.()
      this.forgetPong = undefined
      if (!(data instanceof ArrayBuffer)) return
      const message = decodeRoom(new Uint8Array(data))
      // A room newer than this app says things it does not know, and hangs up where that matters.
      if (!message) return
      this.failures = 0
      this.handlers.onMessage(message)
    }
    socket.onclose = ({ code }) => this.closed(socket, code)
  }

  private pingSoon(): void {
    this.pingIn(this.hasCompany && this.ports.isSeen() ? PING_EVERY_MS : PING_ALONE_EVERY_MS)
  }

  private pingIn(ms: number): void {
    this.forgetPing()
    const { socket } = this
    this.forgetPing = this.ports.after(ms, () => {
      socket?.send('ping')
      // A cut that nobody told us of: no answer is the only sign.
      this.forgetPong ??= this.ports.after(PONG_WITHIN_MS, () => {
        socket?.close()
        if (socket) this.closed(socket, 0)
      })
      this.pingSoon()
    })
  }

  private forgetPings(): void {
    this.forgetPing()
    this.forgetPong?.()
    this.forgetPong = undefined
  }

  private closed(socket: RoomSocket, code: number): void {
    if (this.socket !== socket) return
    const wasOpen = this.isOpen
    this.socket = undefined
    this.isOpen = false
    this.forgetPings()
    if (this.isStopped) return
    const why = hangUpOf(code)
    if (why === 'access_lost' || why === 'not_understood') {
      this.end(why)
      return
    }
    this.handlers.onCut('lost')
    this.failures++
    const isDoubtful = !wasOpen || why === 'session_ended' || this.failures > 1
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (this.failures - 1), LONGEST_PAUSE_MS)
    // Half of it by chance: everybody in a room that is cut does not come back at once.
    const wait = (why === 'too_many' ? LONGEST_PAUSE_MS : pause) * (0.5 + this.ports.random() / 2)
    this.forgetPause = this.ports.after(wait, () => void this.comeBack(isDoubtful))
  }

  private async comeBack(isDoubtful: boolean): Promise<void> {
    // A handshake that fails says nothing of why. The server says it to a plain question, and renews or ends the session.
    const found = isDoubtful ? await this.ports.probe().catch(() => undefined) : 'there'
    if (this.isStopped) return
    if (found === 'gone') {
      this.end('access_lost')
      return
    }
    // Where sockets are not let through, the server answers all the same.
    if (found === undefined || this.failures > 1) this.handlers.onCut('unreachable')
    this.connect()
  }

  private end(why: 'access_lost' | 'not_understood'): void {
    this.stop()
    this.handlers.onEnd(why)
  }
}

function hangUpOf(code: number): RoomHangUp | undefined {
  return (Object.keys(ROOM_HANG_UP_CODES) as RoomHangUp[]).find((why) => ROOM_HANG_UP_CODES[why] === code)
}
