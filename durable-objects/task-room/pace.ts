const MESSAGES_A_WINDOW = 5000
const WINDOW_MS = 10_000

/** How much each connection says: more than anybody could mean is no conversation. */
export class Pace {
  private readonly counted = new WeakMap<WebSocket, { since: number; messages: number }>()

  /** To be asked once a message. */
  isTooMuch(socket: WebSocket): boolean {
    const now = Date.now()
    let count = this.counted.get(socket)
    if (!count || now - count.since > WINDOW_MS) {
      count = { since: now, messages: 0 }
      this.counted.set(socket, count)
    }
    return ++count.messages > MESSAGES_A_WINDOW
  }
}
