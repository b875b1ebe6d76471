import { Refusal, Unreachable } from '../api/problems'
import { drain, type Ended } from './drain'
import { Pauses } from './pauses'
import type { Ports } from './ports'

export interface DrainHandlers {
  /** Of several tabs one sends. */
  isOurs(): boolean
  ended(end: Ended): Promise<void>
  /** The server does not answer; it is tried again. */
  onUnreachable(): void
  /** All was sent, and something of it twice: an answer given again may tell of a record as it was long ago. */
  onDoubt(): void
}

/** Sends what waits, as soon as there is something, and again until nothing waits. */
export class Draining {
  private readonly ports: Ports
  private readonly handlers: DrainHandlers
  private readonly pauses: Pauses
  private isRunning = false
  private isAskedAgain = false
  // Something was sent and not answered.
  private isDoubtful = false
  private isStopped = false

  constructor(ports: Ports, handlers: DrainHandlers) {
    this.ports = ports
    this.handlers = handlers
    this.pauses = new Pauses(ports)
  }

  soon(): void {
    if (!this.handlers.isOurs()) return
    this.isAskedAgain = true
    if (!this.isRunning) void this.untilDone()
  }

  stop(): void {
    this.isStopped = true
    this.pauses.forget()
  }

  private async untilDone(): Promise<void> {
    const { ports, handlers } = this
    this.isRunning = true
    try {
      while (this.isAskedAgain && handlers.isOurs()) {
        this.isAskedAgain = false
        await drain(ports.outbox, ports.server, (end) => handlers.ended(end))
      }
      this.pauses.succeeded()
      if (this.isDoubtful) handlers.onDoubt()
      this.isDoubtful = false
    } catch (error) {
      if (this.isStopped) return
      this.isDoubtful = true
      handlers.onUnreachable()
      ports.sendLater()
      this.pauses.again(() => this.soon())
      if (!(error instanceof Unreachable) && !(error instanceof Refusal)) throw error
    } finally {
      // In the very step that found that nothing is asked: what is asked after it begins anew.
      this.isRunning = false
    }
  }
}
