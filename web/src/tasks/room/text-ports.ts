import type { RefusedText, TextKeeper } from './kept-text'
import type { LinePorts } from './line'
import type { PresenceState } from './presence'

/** What the tabs of one person tell each other of their texts. */
export type TextMessage =
  /** `isSent`: the room has been told as well. */
  | { readonly type: 'edit'; readonly taskId: string; readonly update: Uint8Array; readonly isSent: boolean }
  | { readonly type: 'refused'; readonly taskId: string }
  /** What waits on this device, or was refused, is not what it was. */
  | { readonly type: 'waiting' }

export interface TextPorts extends LinePorts {
  readonly keeper: TextKeeper | undefined
  tell(message: TextMessage): void
  now(): number
}

export interface TextState {
  readonly line: 'connecting' | 'live' | 'unreachable'
  /** There is a text to be seen: from this device or from the room. */
  readonly isKnown: boolean
  /** As the room last said; undefined before it ever did. */
  readonly mayEdit: boolean | undefined
  /** What was written here: with the room, on its way, or on this device until there is one. */
  readonly own: 'sent' | 'sending' | 'kept' | 'unkept'
  readonly ended: 'access_lost' | 'not_understood' | undefined
}

export interface TextListener {
  onState(state: TextState): void
  onOthers(others: ReadonlyMap<number, PresenceState>): void
  /** The document begins anew: what shows the old one is to leave it. */
  onRenewed(): void
  onRefused(text: RefusedText): void
}

export interface TextOf {
  readonly taskId: string
  readonly title: () => string
}

/**
 * How a text begins that is not on this device. `new`: the server does not know the task yet. `empty`: the task has no
 * description, so what is written here stands beside whatever the room turns out to hold.
 */
export type Begins = 'new' | 'empty' | 'somehow'
