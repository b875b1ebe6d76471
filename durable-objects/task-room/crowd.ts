import type { SessionAccess } from '../../worker/organization'
import { mayEdit, type Sight, sees } from '../../worker/tasks/domain/sight'
import { encodeRoom, type Present, ROOM_HANG_UP_CODES, type RoomHangUp, type RoomMessage } from './messages'
import { asPerson, type Presence, readPresence, writePresence } from './presence'

/** Kept with the socket, since memory does not outlive hibernation. */
export interface Mark extends Present {
  readonly sessionId: string
  readonly mayEdit: boolean
  /** By which it is known again when it was cut and comes back; empty where it said none. */
  readonly line: string
  /** Has said hello, and is told of everything since. */
  readonly isGreeted: boolean
  /** When its session ends by itself; not known before the first look at Postgres. */
  readonly expiresAt: number | null
  /** Where it is; with a state of null it was last there. */
  readonly at: Presence | null
}

const MAX_SOCKETS_A_PERSON = 20 // a browser needs one a tab

/** Everybody in a room, and where they are. */
export class Crowd {
  private readonly state: DurableObjectState
  // Only a cache of what stands with the sockets.
  private readonly marks = new Map<WebSocket, Mark>()
  // Who moved since the others were told; of each, where they are now.
  private readonly moved = new Map<WebSocket, Presence>()
  private readonly heardAt = new WeakMap<WebSocket, number>()
  private readonly awakeSince = Date.now()

  constructor(state: DurableObjectState) {
    this.state = state
    for (const socket of state.getWebSockets()) {
      if (socket.readyState === WebSocket.OPEN) this.marks.set(socket, socket.deserializeAttachment() as Mark)
    }
  }

  get size(): number {
    return this.marks.size
  }

  /** Whether there is anybody to be missed: somebody whom somebody else sees. */
  get seesSomebody(): boolean {
    return this.size > 1 && [...this.marks.values()].some(({ at }) => at?.state)
  }

  entries(): MapIterator<[WebSocket, Mark]> {
    return this.marks.entries()
  }

  markOf(socket: WebSocket): Mark | undefined {
    return this.marks.get(socket)
  }

  /** Who says to write by this client. */
  whoWritesBy(client: number): string | undefined {
    for (const { at, userId } of this.marks.values()) if (at?.client === client) return userId
    return undefined
  }

  admit(socket: WebSocket, mark: Mark): void {
    this.state.acceptWebSocket(socket, [mark.userId])
    this.remark(socket, mark)
    const theirs = [...this.marks.values()].filter(({ userId }) => userId === mark.userId)
    if (theirs.length > MAX_SOCKETS_A_PERSON) this.hangUp(socket, 'too_many')
  }

  remark(socket: WebSocket, mark: Mark): void {
    this.marks.set(socket, mark)
    socket.serializeAttachment(mark)
  }

  hangUp(socket: WebSocket, why: RoomHangUp): void {
    this.close(socket, ROOM_HANG_UP_CODES[why], why)
  }

  hangUpAll(why: RoomHangUp): void {
    for (const socket of [...this.marks.keys()]) this.hangUp(socket, why)
  }

  close(socket: WebSocket, code: number, why: string): void {
    this.forget(socket)
    try {
      socket.close(code, why)
    } catch {
      // Closed already.
    }
  }

  /** Whoever was there by this socket is no longer. */
  forget(socket: WebSocket): void {
    // One that closed while the room slept is among nobody any more: what it was stands with it.
    const mark = this.marks.get(socket) ?? (socket.deserializeAttachment() as Mark)
    this.marks.delete(socket)
    this.tellGone(socket, mark.at)
    socket.serializeAttachment({ ...mark, at: null } satisfies Mark)
  }

  send(socket: WebSocket, message: RoomMessage): void {
    sendTo(socket, encodeRoom(message))
  }

  tellOthers(than: WebSocket | null, message: RoomMessage): void {
    const bytes = encodeRoom(message)
    for (const [socket, { isGreeted }] of this.marks) if (isGreeted && socket !== than) sendTo(socket, bytes)
  }

  /** Tells everybody where the others are now that moved: one message each, however many moved, and how often. */
  tellMoves(): void {
    const moves = [...this.moved]
    this.moved.clear()
    this.tellEach(moves, (some) => ({ kind: 'presence', update: writePresence(some) }))
  }

  /** Tells each what comes from others than themselves, in one message; those who are told the same, the same bytes. */
  tellEach<T>(from: readonly (readonly [WebSocket, T])[], messageOf: (some: T[]) => RoomMessage): void {
    if (from.length === 0) return
    const toAll = encodeRoom(messageOf(from.map(([, one]) => one)))
    const authors = new Set(from.map(([socket]) => socket))
    for (const [socket, { isGreeted }] of this.marks) {
      if (!isGreeted) continue
      if (!authors.has(socket)) sendTo(socket, toAll)
      else if (authors.size > 1) {
        const others = from.filter(([author]) => author !== socket).map(([, one]) => one)
        sendTo(socket, encodeRoom(messageOf(others)))
      }
    }
  }

  /** Says to somebody new where everybody else is. */
  tellWhereOthersAre(to: WebSocket): void {
    const others = [...this.marks].flatMap(([socket, { at }]) => (socket !== to && at?.state ? [at] : []))
    if (others.length > 0) this.send(to, { kind: 'presence', update: writePresence(others) })
  }

  /** Takes in where somebody is. False for what makes no sense. */
  place(socket: WebSocket, mark: Mark, update: Uint8Array, isTheirs: (client: number) => boolean): boolean {
    const said = readPresence(update)
    if (!said) return false
    for (const one of said) {
      const at = asPerson(one, mark)
      if (!at) return false
      if (!isTheirs(at.client) || !this.mayBe(socket, mark, at.client)) continue
      const now = this.marks.get(socket) ?? mark
      if (now.at && now.at.client !== at.client) {
        // A client says all it knows, others too; where it is itself, it says of one.
        if (at.state === null) continue
        this.tellGone(socket, now.at)
      }
      this.remark(socket, { ...now, at })
      this.moved.set(socket, at)
    }
    return true
  }

  /**
   * Holds everybody to what they may do now, as the policies of the database say it: whoever may not be here any longer
   * goes. Of those whose session was not `asked` about nothing is known.
   */
  confirm(task: Sight, access: readonly SessionAccess[], asked: ReadonlySet<string>): void {
    const bySession = new Map(access.map((one) => [one.sessionId, one]))
    for (const [socket, mark] of this.marks) {
      if (!asked.has(mark.sessionId)) continue
      const theirs = bySession.get(mark.sessionId)
      if (!theirs) this.hangUp(socket, 'session_ended')
      else if (!theirs.permissions.includes('tasks.view_assigned') || !sees(theirs.userId, task))
        this.hangUp(socket, 'access_lost')
      else {
        const may = theirs.permissions.includes('tasks.update_assigned') && mayEdit(theirs.userId, task)
        const expiresAt = Date.parse(theirs.expiresAt)
        if (may !== mark.mayEdit || expiresAt !== mark.expiresAt)
          this.remark(socket, { ...mark, mayEdit: may, expiresAt })
        if (may !== mark.mayEdit && mark.isGreeted) this.send(socket, { kind: 'rights', mayEdit: may })
      }
    }
  }

  /** When the first of their sessions ends by itself; never, as far as is known, is infinity. */
  firstExpiry(): number {
    return Math.min(...[...this.marks.values()].map(({ expiresAt }) => expiresAt ?? Number.POSITIVE_INFINITY))
  }

  heard(socket: WebSocket): void {
    this.heardAt.set(socket, Date.now())
  }

  /** Tells that those who have been silent for so long are gone. They are heard of again once they say where they are. */
  missSilent(ms: number): void {
    const now = Date.now()
    for (const [socket, mark] of this.marks) {
      if (!mark.at?.state) continue
      const pinged = this.state.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0
      // Pings are answered and noted while the room sleeps; what else was said before it slept is forgotten.
      const heard = Math.max(pinged, this.heardAt.get(socket) ?? (pinged > 0 ? 0 : this.awakeSince))
      if (now - heard < ms) continue
      this.tellGone(socket, mark.at)
      this.remark(socket, { ...mark, at: { ...mark.at, state: null } })
    }
  }

  // Nobody speaks for another's client; the same person may come back by a new socket before the old one is missed.
  private mayBe(socket: WebSocket, { userId }: Mark, client: number): boolean {
    for (const [other, mark] of this.marks) {
      if (other === socket || mark.at?.client !== client) continue
      if (mark.userId !== userId) return false
      this.remark(other, { ...mark, at: null })
    }
    return true
  }

  private tellGone(socket: WebSocket, at: Presence | null): void {
    this.moved.delete(socket)
    if (at?.state) this.tellOthers(socket, { kind: 'presence', update: writePresence([{ ...at, state: null }]) })
  }
}

function sendTo(socket: WebSocket, bytes: Uint8Array): void {
  try {
    socket.send(bytes)
  } catch {
    // It closed a moment ago; whoever it was comes back and says what they have.
  }
}
