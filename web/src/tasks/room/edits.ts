import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** What was deleted, by who had written it: stretches of what they wrote. */
export type Deletions = ReturnType<typeof Y.decodeUpdate>['ds']['clients']
type Stretch = NonNullable<ReturnType<Deletions['get']>>[number]

export function deletionsIn(update: Uint8Array): Deletions {
  return Y.decodeUpdate(update).ds.clients
}

/** Whether a document of this state vector has all that an update wrote; false where it wrote nothing. */
export function isWrittenIn(update: Uint8Array, stateVector: Uint8Array): boolean {
  const { structs } = Y.decodeUpdate(update)
  const ends = Y.decodeStateVector(stateVector)
  return structs.length > 0 && structs.every(({ id, length }) => id.clock + length <= (ends.get(id.client) ?? 0))
}

/**
 * What a document has that another lacks, of which its state vector and an update with all its deletions are known;
 * nothing if it lacks nothing. Yjs by itself sends every deletion there ever was, as if the sender had made them all.
 */
export function lackedBy(doc: Y.Doc, stateVector: Uint8Array, all: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const update = Y.encodeStateAsUpdate(doc, stateVector)
  const { structs, ds } = Y.decodeUpdate(update)
  const deletions = without(ds.clients, deletionsIn(all))
  if (structs.length === 0 && deletions.size === 0) return undefined
  // The deletions stand at the end of an update, and there is one way to write them.
  const written = update.subarray(0, update.length - encoded(ds.clients).length)
  const own = encoded(deletions)
  const lacked = new Uint8Array(written.length + own.length)
  lacked.set(written)
  lacked.set(own, written.length)
  return lacked
}

/** Takes from what could be undone what somebody else has deleted as well: it stays deleted. */
export function leaveDeleted(undo: Y.UndoManager, deletions: Deletions): void {
  if (deletions.size === 0) return
  for (const item of [...undo.undoStack, ...undo.redoStack])
    item.deletions.clients = without(item.deletions.clients, deletions)
}

/** What somebody wrote themselves with these updates and is still in the text, in its order. */
export function wordsOf(text: Y.Text, update: Uint8Array): string {
  const mine = new Map<number, { from: number; to: number }[]>()
  for (const { id, length } of Y.decodeUpdate(update).structs) {
    const stretches = mine.get(id.client) ?? []
    stretches.push({ from: id.clock, to: id.clock + length })
    mine.set(id.client, stretches)
  }
  const runs: string[] = []
  let goesOn = false
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue
    const { client, clock } = item.id
    const { str } = item.content
    const own = (mine.get(client) ?? [])
      .map(({ from, to }) => str.slice(Math.max(0, from - clock), Math.max(0, to - clock)))
      .join('')
    if (own !== '') runs.push(goesOn ? `${runs.pop() ?? ''}${own}` : own)
    goesOn = own !== ''
  }
  return runs.join(' … ')
}

/** What these updates write, where the text they are for is not at hand: as it was written, one place after the other. */
export function writtenIn(update: Uint8Array): string {
  const { structs, ds } = Y.decodeUpdate(update)
  const isGone = (client: number, clock: number) =>
    ds.clients.get(client)?.some((one) => one.clock <= clock && clock < one.clock + one.len) ?? false
  const runs: string[] = []
  let last: Y.ID | undefined
  for (const struct of structs) {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue
    const { client, clock } = struct.id
    const words = struct.content.str
      .split('')
      .filter((_, at) => !isGone(client, clock + at))
      .join('')
    if (words === '') continue
    const goesOn = last !== undefined && struct.origin !== null && Y.compareIDs(struct.origin, last)
    runs.push(goesOn ? `${runs.pop() ?? ''}${words}` : words)
    last = struct.lastId
  }
  return runs.join(' … ')
}

/** What of some deletions is not among others. */
export function without(some: Deletions, others: Deletions): Deletions {
  const left: Deletions = new Map()
  for (const [client, stretches] of some) {
    const rest = (others.get(client) ?? []).reduce<Stretch[]>(
      (kept, other) => kept.flatMap((one) => cut(one, other)),
      stretches,
    )
    if (rest.length > 0) left.set(client, rest)
  }
  return left
}

function cut(one: Stretch, { clock, len }: Stretch): Stretch[] {
  const end = one.clock + one.len
  const after = Math.max(one.clock, clock + len)
  return [
    { clock: one.clock, len: Math.min(end, clock) - one.clock },
    { clock: after, len: end - after },
  ].filter((part) => part.len > 0)
}

/** As `Y.encodeStateAsUpdate` writes them. */
function encoded(deletions: Deletions): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, deletions.size)
  for (const [client, stretches] of [...deletions].toSorted(([a], [b]) => b - a)) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, stretches.length)
    for (const { clock, len } of stretches) {
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarUint(encoder, len)
    }
  }
  return encoding.toUint8Array(encoder)
}
