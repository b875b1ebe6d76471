import type { ClientMessage, HangUp, HubMessage } from '../../../durable-objects/tenant-hub/messages'
import { CLIENT_VERSION } from '../../../worker/kernel/client-version'

/** What of a WebSocket we use. */
export interface Socket {
  send(text: string): void
  close(): void
  onopen: (() => void) | null
  onmessage: ((event: { readonly data: unknown }) => void) | null
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null
}

export interface StreamPorts {
  open(): Socket
  /** Asks the server something small: renews the session where it ran out, and throws where nothing answers. */
  probe(): Promise<void>
  /** Milliseconds from now; answers how to forget it. */
  after(ms: number, run: () => void): () => void
  random(): number
}

export interface StreamHandlers {
  /** The newest change the device has; -1 when it has nothing yet. */
  lastSeq(): number
  onMessage(message: HubMessage): void
  /** `lost`: cut a moment ago, perhaps for no more than that; `unreachable`: it did not come back either. */
  onState(state: 'connected' | 'lost' | 'unreachable'): void
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
const PING_EVERY_MS = 25_000
const PONG_WITHIN_MS = 8000
const ENDED: HangUp = 'session_ended'

/** Keeps a connection to the hub, coming back whenever it is cut. */
export class Stream {
  private readonly ports: StreamPorts
  private readonly handlers: StreamHandlers
  private socket: Socket | undefined
  private isOpen = false
  private isStopped = false
  private failures = 0
  private forgetPause = () => {}
  private forgetPing = () => {}

  constructor(ports: StreamPorts, handlers: StreamHandlers) {
    this.ports = ports
    this.handlers = handlers
  }

  start(): void {
    if (this.isStopped || this.socket) return
    this.forgetPause()
    const socket = this.ports.open()
    this.socket = socket
    socket.onopen = () => {
      this.isOpen = true
      this.hello()
      this.pingIn(PING_EVERY_MS)
    }
    socket.onmessage = ({ data }) => {
      this.pingIn(PING_EVERY_MS)
      if (data === 'pong' || this.socket !== socket) return
      this.failures = 0
      this.handlers.onMessage(JSON.parse(String(data)) as HubMessage)
    }
    socket.onclose = ({ reason }) => this.closed(socket, reason)
  }

  /** Says where the device is; after everything was fetched anew, again. */
  hello(): void {
    const lastSeq = this.handlers.lastSeq()
    if (!this.isOpen || lastSeq < 0) return
    this.socket?.send(JSON.stringify({ type: 'hello', lastSeq, client: CLIENT_VERSION } satisfies ClientMessage))
    this.handlers.onState('connected')
  }

  /** Something hints that the network may have come or gone: the browser's word is not enough, so ask. */
  check(): void {
    if (this.isStopped) return
    if (this.isOpen) this.pingIn(0)
    else if (!this.socket) this.start()
  }

  stop(): void {
    this.isStopped = true
    this.forgetPause()
    this.forgetPing()
    this.socket?.close()
    this.socket = undefined
    this.isOpen = false
  }

  private pingIn(ms: number): void {
    this.forgetPing()
    const { socket } = this
    this.forgetPing = this.ports.after(ms, () => {
      socket?.send('ping')
      // A cut that nobody told us of: no answer is the only sign.
      this.forgetPing = this.ports.after(PONG_WITHIN_MS, () => {
        socket?.close()
        if (socket) this.closed(socket, '')
      })
    })
  }

  private closed(socket: Socket, reason: string): void {
    if (this.socket !== socket) return
    this.socket = undefined
    const wasOpen = this.isOpen
    this.isOpen = false
    this.forgetPing()
    if (this.isStopped) return
    this.handlers.onState(wasOpen ? 'lost' : 'unreachable')
    this.failures++
    const isDoubtful = !wasOpen || reason === ENDED || this.failures > 1
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (this.failures - 1), LONGEST_PAUSE_MS)
    // Half of it by chance: a thousand devices cut at once do not come back at once.
    this.forgetPause = this.ports.after(pause * (0.5 + this.ports.random() / 2), () => void this.comeBack(isDoubtful))
  }

  private async comeBack(isDoubtful: boolean): Promise<void> {
    // A handshake that fails says nothing of why. Whatever renews sessions finds out, and ends the one here if it is over.
    if (isDoubtful) await this.ports.probe().catch(() => {})
    this.start()
  }
}
