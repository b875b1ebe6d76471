import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/**
 * What is said between a client and the room of a task. Everything is binary: a kind, then its parts as lib0 writes them.
 * A connection begins with the client's `hello`; the room answers with `state`, and the client sends what the room lacks
 * as ordinary `edit`s. One that comes back by the `line` it had is told first how far what it sent was `kept`, if that is
 * known: nobody could tell otherwise whether it was they who removed what is gone. `ping` and `pong` are the hub's texts, answered by the platform.
 */

/** The shape of the document and of these messages. A room that knows a newer one hangs up with `not_understood`. */
export const ROOM_VERSION = 1

/** The one shared text of the document: the task's description. */
export const DESCRIPTION = 'description'
export const MAX_DESCRIPTION = 50_000 // characters, as the field of the API takes

/** What a client says. */
export type ClientMessage =
  /** What the client has: a Yjs state vector. */
  | { readonly kind: 'hello'; readonly version: number; readonly stateVector: Uint8Array }
  /** A Yjs update; acknowledged by `number` (the client's own count, from 1, for this line) once it is kept. */
  | { readonly kind: 'edit'; readonly number: number; readonly update: Uint8Array }
  /** Cursor and selection, and what is being written: a y-protocols awareness update. Passed on, never kept. */
  | { readonly kind: 'presence'; readonly update: Uint8Array }

/** What the room says. */
export type RoomMessage =
  /** All that the client lacks, and what the room has, so that the client can send what the room lacks. */
  | { readonly kind: 'state'; readonly mayEdit: boolean; readonly stateVector: Uint8Array; readonly update: Uint8Array }
  /** Somebody else's edit, kept. */
  | { readonly kind: 'edit'; readonly update: Uint8Array }
  | { readonly kind: 'presence'; readonly update: Uint8Array }
  /** The client's edits up to this number are kept. */
  | { readonly kind: 'kept'; readonly number: number }
  /** This edit is not taken, whole; the text stays with its author. */
  | { readonly kind: 'refused'; readonly number: number; readonly because: Refusal }
  /** The person may edit now, or may not any longer. */
  | { readonly kind: 'rights'; readonly mayEdit: boolean }

export type Refusal = 'read_only' | 'too_long' | 'not_understood'
const REFUSALS: readonly Refusal[] = ['read_only', 'too_long', 'not_understood']

/** Why the room hangs up. After `access_lost` and `session_ended` nobody is to come back. */
export type RoomHangUp = 'session_ended' | 'access_lost' | 'not_understood' | 'too_many'
export const ROOM_HANG_UP_CODES: Readonly<Record<RoomHangUp, number>> = {
  session_ended: 4401,
  access_lost: 4403,
  not_understood: 4400,
  too_many: 4429,
}

/** A longer message is not understood. */
export const MAX_MESSAGE = 1_000_000 // bytes
/** How often a client says `ping` while others are in the room. */
export const PING_EVERY_MS = 1500
/** Whoever was not heard of for so long is gone for the others, until their client says anew where they are. */
export const SILENT_AFTER_MS = 3200

/**
 * How a person appears to the others of a room: at `user` of the state of presence, where a client may add how it looks
 * (a colour). The room writes over whatever a client claims to be, lets a connection speak for one client id only, and
 * tells when somebody left: clients need neither say again what did not change nor wait for who is silent.
 */
export interface Present {
  readonly userId: string
  readonly name: string
}

const CLIENT_KINDS = ['hello', 'edit', 'presence'] as const
const ROOM_KINDS = ['state', 'edit', 'presence', 'kept', 'refused', 'rights'] as const

export function encodeClient(message: ClientMessage): Uint8Array<ArrayBuffer> {
  return written((to) => {
    encoding.writeUint8(to, CLIENT_KINDS.indexOf(message.kind))
    switch (message.kind) {
      case 'hello':
        encoding.writeVarUint(to, message.version)
        encoding.writeVarUint8Array(to, message.stateVector)
        break
      case 'edit':
        encoding.writeVarUint(to, message.number)
        encoding.writeVarUint8Array(to, message.update)
        break
      case 'presence':
        encoding.writeVarUint8Array(to, message.update)
    }
  })
}

/** Null for what no client of ours says. */
export function decodeClient(bytes: Uint8Array): ClientMessage | null {
  return read(bytes, (from) => {
    const kind = CLIENT_KINDS[decoding.readUint8(from)]
    switch (kind) {
      case 'hello':
        return { kind, version: decoding.readVarUint(from), stateVector: decoding.readVarUint8Array(from) }
      case 'edit':
        return { kind, number: decoding.readVarUint(from), update: decoding.readVarUint8Array(from) }
      case 'presence':
        return { kind, update: decoding.readVarUint8Array(from) }
      default:
        return null
    }
  })
}

/** What came by a socket, the same way. */
export function readClient(message: string | ArrayBuffer): ClientMessage | null {
  const isOurs = typeof message !== 'string' && message.byteLength <= MAX_MESSAGE
  return isOurs ? decodeClient(new Uint8Array(message)) : null
}

export function encodeRoom(message: RoomMessage): Uint8Array<ArrayBuffer> {
  return written((to) => {
    encoding.writeUint8(to, ROOM_KINDS.indexOf(message.kind))
    switch (message.kind) {
      case 'state':
        encoding.writeUint8(to, message.mayEdit ? 1 : 0)
        encoding.writeVarUint8Array(to, message.stateVector)
        encoding.writeVarUint8Array(to, message.update)
        break
      case 'edit':
      case 'presence':
        encoding.writeVarUint8Array(to, message.update)
        break
      case 'kept':
        encoding.writeVarUint(to, message.number)
        break
      case 'refused':
        encoding.writeVarUint(to, message.number)
        encoding.writeUint8(to, REFUSALS.indexOf(message.because))
        break
      case 'rights':
        encoding.writeUint8(to, message.mayEdit ? 1 : 0)
    }
  })
}

/** Null for what no room of this version says. */
export function decodeRoom(bytes: Uint8Array): RoomMessage | null {
  return read(bytes, (from) => {
    const kind = ROOM_KINDS[decoding.readUint8(from)]
    switch (kind) {
      case 'state': {
        const mayEdit = decoding.readUint8(from) === 1
        return {
          kind,
          mayEdit,
          stateVector: decoding.readVarUint8Array(from),
          update: decoding.readVarUint8Array(from),
        }
      }
      case 'edit':
      case 'presence':
        return { kind, update: decoding.readVarUint8Array(from) }
      case 'kept':
        return { kind, number: decoding.readVarUint(from) }
      case 'refused': {
        const number = decoding.readVarUint(from)
        const because = REFUSALS[decoding.readUint8(from)]
        return because ? { kind, number, because } : null
      }
      case 'rights':
        return { kind, mayEdit: decoding.readUint8(from) === 1 }
      default:
        return null
    }
  })
}

function written(write: (to: encoding.Encoder) => void): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>
}

function read<T>(bytes: Uint8Array, from: (decoder: decoding.Decoder) => T | null): T | null {
  // lib0 reads on to the end of the buffer, whatever part of it was given.
  const decoder = decoding.createDecoder(bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice())
  try {
    const message = from(decoder)
    return decoding.hasContent(decoder) ? null : message
  } catch {
    // Cut short, or a number past what a number can be.
    return null
  }
}
