import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { z } from 'zod'
import type { Present } from './messages'

/** Where one client is: what y-protocols calls a state of awareness. Null says that it left. */
export interface Presence {
  readonly client: number
  readonly clock: number
  readonly state: string | null
}

const MAX_CLIENTS = 1000
const MAX_STATE = 4000 // characters

/** Null for what is no update of presence, or more of one than anybody has to say. */
export function readPresence(update: Uint8Array): readonly Presence[] | null {
  const from = decoding.createDecoder(update)
  try {
    const count = decoding.readVarUint(from)
    if (count > MAX_CLIENTS) return null
    const all: Presence[] = []
    for (let n = 0; n < count; n++) {
      const client = decoding.readVarUint(from)
      const clock = decoding.readVarUint(from)
      const state = decoding.readVarString(from)
      if (state.length > MAX_STATE) return null
      all.push({ client, clock, state: state === 'null' ? null : state })
    }
    return all
  } catch {
    return null
  }
}

export function writePresence(all: readonly Presence[]): Uint8Array {
  const to = encoding.createEncoder()
  encoding.writeVarUint(to, all.length)
  for (const { client, clock, state } of all) {
    encoding.writeVarUint(to, client)
    encoding.writeVarUint(to, clock)
    encoding.writeVarString(to, state ?? 'null')
  }
  return encoding.toUint8Array(to)
}

const State = z.looseObject({ user: z.looseObject({}).optional() })

/** The same presence under the name of whose connection it came by; null when it is none. */
export function asPerson(presence: Presence, { userId, name }: Present): Presence | null {
  if (presence.state === null) return presence
  try {
    const state = State.parse(JSON.parse(presence.state))
    return { ...presence, state: JSON.stringify({ ...state, user: { ...state.user, userId, name } }) }
  } catch {
    return null
  }
}
