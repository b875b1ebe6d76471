import * as Y from 'yjs'
import { isWellFormed } from '../../worker/kernel/text'
import { DESCRIPTION } from './messages'

/** People's clients choose ids below this; each version of a task that was written past the room has one above it. */
export const FIRST_WRITER = 2 ** 32

/** What an update brings to a document, as far as it can be told before it is applied. */
export interface Edit {
  /** How many characters it may add; fewer when it removes some itself. */
  readonly added: number
  /** By whose clients something was written that the document does not hold. */
  readonly clients: readonly number[]
}

/**
 * Looks at an update before it is applied: null for one that does not decode, says something else than plain text of the
 * description, or needs something that neither the document nor itself holds. Such a one would wait in the document for
 * ever, acknowledged and not there.
 */
export function readEdit(doc: Y.Doc, update: Uint8Array): Edit | null {
  const read = decoded(update)
  if (!read) return null
  const { structs, ds } = read
  const ends = new Map<number, number>()
  const endOf = (client: number) => ends.get(client) ?? Y.getState(doc.store, client)
  let added = 0
  for (const struct of structs) {
    // A gap: what it skips the document holds, or the next finds that it does not.
    if (struct instanceof Y.Skip) continue
    const { client, clock } = struct.id
    const end = clock + struct.length
    if (clock > endOf(client) || !Number.isSafeInteger(end)) return null
    if (end <= endOf(client)) continue
    if (client >= FIRST_WRITER) return null
    ends.set(client, end)
    if (!(struct instanceof Y.Item)) continue
    const { content, parent, parentSub } = struct
    if ([struct.origin, struct.rightOrigin].some((id) => id?.client === client && id.clock >= clock)) return null
    if (parentSub !== null || !(parent === null || parent === (DESCRIPTION as unknown))) return null
    if (content instanceof Y.ContentString) {
      if (!isWellFormed(content.str)) return null
      added += content.str.length
    } else if (!(content instanceof Y.ContentDeleted)) return null
  }
  const isKnown = (id: Y.ID | null) => id === null || id.clock < endOf(id.client)
  const needs = structs.flatMap((struct) => (struct instanceof Y.Item ? [struct.origin, struct.rightOrigin] : []))
  if (!needs.every(isKnown)) return null
  for (const [client, ranges] of ds.clients) {
    if (ranges.some(({ clock, len }) => clock + len > endOf(client))) return null
  }
  return { added, clients: [...ends.keys()] }
}

function decoded(update: Uint8Array): ReturnType<typeof Y.decodeUpdate> | null {
  try {
    return Y.decodeUpdate(update)
  } catch {
    // Whatever it was, it was no update.
    return null
  }
}
