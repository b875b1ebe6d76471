import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { PresenceState } from './presence'

interface Changed {
  readonly added: number[]
  readonly updated: number[]
  readonly removed: number[]
}

export interface PresentPorts {
  /** Whom it concerns says it to the room. */
  say(update: Uint8Array): void
  onOthers(others: ReadonlyMap<number, PresenceState>): void
  after(ms: number, run: () => void): () => void
}

const ROOM = 'room'
const PAUSE_MS = 40 // a caret moves with every letter; eyes follow less

/** Who is in a room, and what this tab says of its person. */
export class PresentHere {
  readonly awareness: Awareness
  private readonly ports: PresentPorts
  private forget: (() => void) | undefined

  constructor(doc: Y.Doc, ports: PresentPorts) {
    this.ports = ports
    this.awareness = new Awareness(doc)
    // Its own timer would tell everybody every few seconds that we are still here, and keep the room awake.
    clearInterval(this.awareness._checkInterval)
    this.awareness.on('update', (_: Changed, origin: unknown) => {
      if (origin !== ROOM) this.saySoon()
    })
    this.awareness.on('change', (_: Changed, origin: unknown) => {
      if (origin === ROOM) this.ports.onOthers(this.others())
    })
  }

  hear(update: Uint8Array): void {
    applyAwarenessUpdate(this.awareness, update, ROOM)
  }

  get state(): PresenceState | null {
    return this.awareness.getLocalState() as PresenceState | null
  }

  set(state: Omit<PresenceState, 'user'>): void {
    this.awareness.setLocalState({ ...this.awareness.getLocalState(), ...state })
  }

  /** Nobody is known to be there any more: the line is cut. */
  forgetOthers(): void {
    removeAwarenessStates(this.awareness, [...this.others().keys()], ROOM)
  }

  leave(): void {
    this.awareness.setLocalState(null)
    this.say()
    this.awareness.destroy()
  }

  private others(): Map<number, PresenceState> {
    const others = new Map(this.awareness.getStates() as Map<number, PresenceState>)
    others.delete(this.awareness.clientID)
    return others
  }

  private saySoon(): void {
    this.forget ??= this.ports.after(PAUSE_MS, () => this.say())
  }

  private say(): void {
    this.forget?.()
    this.forget = undefined
    this.ports.say(encodeAwarenessUpdate(this.awareness, [this.awareness.clientID]))
  }
}
