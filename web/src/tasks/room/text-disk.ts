import { LEASE_MS } from '../../sync/disk'
import { committed, done, KeptDatabase, openDatabase } from '../../sync/idb'
import { OWN_TEXTS, TEXTS } from '../../sync/purge'
import type { FetchedText, KnownText, RefusedText, SeenText, TextKeeper, UnsentText } from './kept-text'

const COPIES_VERSION = 2
const OWN_VERSION = 1
const WRITTEN = { unsent: { keyPath: 'id' }, refused: { keyPath: 'id' } }
const COPIES = ['texts', 'pieces'] as const

type Copied = Omit<SeenText, 'pieces'>
type Leased<T> = T & { readonly leaseEnds: number }

/** A part of a text that came here other than by its room: fetched, or written here and sent in the background. */
interface Piece {
  readonly taskId: string
  readonly id: string
  readonly update: Uint8Array
}

const FETCHED = 'fetched ' // and of which version: so that this can be told without reading the texts

/**
 * The texts of one person in one company. What the company wrote is a copy, removed with the others; what the person
 * wrote and never reached the server is nowhere else, and stays until it has or they sign out.
 */
export class TextDisk implements TextKeeper {
  /** The browser has taken the copies away: open texts should be written down anew. */
  onLost: () => void = () => {}
  private readonly copies: KeptDatabase
  private readonly own: KeptDatabase
  private readonly mine: Mine

  private constructor(copies: KeptDatabase, own: KeptDatabase, mine: Mine) {
    this.copies = copies
    this.own = own
    this.mine = mine
  }

  static async open(tenantId: string, userId: string): Promise<TextDisk> {
    const name = `${tenantId}-${userId}`
    const mine: Mine = { unsent: new Map(), refused: new Map() }
    const copied = { texts: { keyPath: 'taskId' }, pieces: { keyPath: ['taskId', 'id'] } }
    const [copies, own] = await Promise.all([
      KeptDatabase.open(`${TEXTS}${name}`, COPIES_VERSION, copied, async () => disk.onLost()),
      KeptDatabase.open(`${OWN_TEXTS}${name}`, OWN_VERSION, WRITTEN, (database) => refill(database, mine)),
    ])
    const disk: TextDisk = new TextDisk(copies, own, mine)
    await disk.endLeases()
    return disk
  }

  async known(taskId: string): Promise<KnownText | undefined> {
    const transaction = await this.copies.transaction(COPIES)
    const [seen, pieces] = await Promise.all([
      done(transaction.objectStore('texts').get(taskId)) as Promise<Copied | undefined>,
      done(transaction.objectStore('pieces').getAll(piecesOf(taskId))) as Promise<Piece[]>,
    ])
    if (!seen && pieces.length === 0) return undefined
    return {
      updates: [...(seen ? [seen] : []), ...pieces].map(({ update }) => update),
      // What was fetched stays: it says of which version it is here.
      pieces: pieces.flatMap(({ id }) => (id.startsWith(FETCHED) ? [] : [id])),
      mayEdit: seen?.mayEdit,
    }
  }

  async know({ pieces, ...text }: SeenText): Promise<void> {
    const transaction = await this.copies.transaction(COPIES, 'readwrite')
    transaction.objectStore('texts').put(leased(text))
    for (const id of pieces) transaction.objectStore('pieces').delete([text.taskId, id])
    await committed(transaction)
  }

  async forget(taskId: string): Promise<void> {
    const transaction = await this.copies.transaction(COPIES, 'readwrite')
    transaction.objectStore('texts').delete(taskId)
    transaction.objectStore('pieces').delete(piecesOf(taskId))
    await committed(transaction)
  }

  /** Which texts were fetched, and of which version of their tasks. */
  async fetched(): Promise<ReadonlyMap<string, number>> {
    const pieces = (await this.copies.transaction('pieces')).objectStore('pieces')
    const keys = await done(pieces.getAllKeys())
    return new Map(
      (keys as [string, string][]).flatMap(([taskId, id]) =>
        id.startsWith(FETCHED) ? [[taskId, Number(id.slice(FETCHED.length))]] : [],
      ),
    )
  }

  async keepFetched(texts: readonly FetchedText[]): Promise<void> {
    const transaction = await this.copies.transaction('pieces', 'readwrite')
    const store = transaction.objectStore('pieces')
    for (const { taskId, describedAt, update } of texts) {
      store.delete(IDBKeyRange.bound([taskId, FETCHED], [taskId, `${FETCHED}~`]))
      store.put(leased({ taskId, id: `${FETCHED}${describedAt}`, update } satisfies Piece))
    }
    await committed(transaction)
  }

  /** Removes the copies of all texts but these, and of those that hold something unsent: it is read together with them. */
  async keepOnly(taskIds: ReadonlySet<string>): Promise<void> {
    const unsent = new Set((await this.unsent()).map(({ taskId }) => taskId))
    const transaction = await this.copies.transaction(COPIES, 'readwrite')
    for (const name of COPIES) {
      const store = transaction.objectStore(name)
      for (const key of await done(store.getAllKeys())) {
        const taskId = String(Array.isArray(key) ? key[0] : key)
        if (!taskIds.has(taskId) && !unsent.has(taskId)) store.delete(key)
      }
    }
    await committed(transaction)
  }

  async unsent(): Promise<readonly UnsentText[]> {
    const all = await allOf<UnsentText>(await this.own.transaction('unsent'), 'unsent')
    this.mine.unsent = byId(all)
    return all
  }

  async keepUnsent(text: UnsentText): Promise<void> {
    // Strict: `complete` then means that it survives the power going off, not only the tab.
    const transaction = await this.own.transaction('unsent', 'readwrite', { durability: 'strict' })
    transaction.objectStore('unsent').put(text)
    await committed(transaction)
    this.mine.unsent.set(text.id, text)
  }

  async sent(texts: readonly Pick<UnsentText, 'id' | 'revision'>[]): Promise<void> {
    const transaction = await this.own.transaction('unsent', 'readwrite')
    const store = transaction.objectStore('unsent')
    for (const { id, revision } of texts) {
      const kept = (await done(store.get(id))) as UnsentText | undefined
      if (kept?.revision !== revision) continue
      store.delete(id)
      this.mine.unsent.delete(id)
    }
    await committed(transaction)
  }

  /** Something unsent was sent by nobody who knows the rest of the text: it is kept until somebody does. */
  async sentAlone({ id, taskId, update, revision }: UnsentText): Promise<void> {
    const transaction = await this.copies.transaction('pieces', 'readwrite')
    transaction.objectStore('pieces').put(leased({ taskId, id, update } satisfies Piece))
    await committed(transaction)
    await this.sent([{ id, revision }])
  }

  async refused(): Promise<readonly RefusedText[]> {
    const all = await allOf<RefusedText>(await this.own.transaction('refused'), 'refused')
    this.mine.refused = byId(all)
    return all
  }

  async refuse(text: RefusedText, unsent: readonly Pick<UnsentText, 'id'>[]): Promise<void> {
    const transaction = await this.own.transaction(['unsent', 'refused'], 'readwrite', { durability: 'strict' })
    transaction.objectStore('refused').put(text)
    for (const { id } of unsent) transaction.objectStore('unsent').delete(id)
    await committed(transaction)
    this.mine.refused.set(text.id, text)
    for (const { id } of unsent) this.mine.unsent.delete(id)
  }

  async giveUp(id: string): Promise<void> {
    const transaction = await this.own.transaction('refused', 'readwrite')
    transaction.objectStore('refused').delete(id)
    await committed(transaction)
    this.mine.refused.delete(id)
  }

  close(): void {
    this.copies.close()
    this.own.close()
  }

  private async endLeases(): Promise<void> {
    const transaction = await this.copies.transaction(COPIES, 'readwrite')
    const now = Date.now()
    for (const name of COPIES) {
      const store = transaction.objectStore(name)
      for (const one of (await done(store.getAll())) as Leased<Copied | Piece>[])
        if (one.leaseEnds < now) store.delete('id' in one ? [one.taskId, one.id] : one.taskId)
    }
    await committed(transaction)
  }
}

/** What somebody wrote and never reached the server, when nothing else of the company's is here any more. */
export async function ownTexts(
  tenantId: string,
  userId: string,
): Promise<{ readonly unsent: readonly UnsentText[]; readonly refused: readonly RefusedText[] }> {
  const own = await openDatabase(`${OWN_TEXTS}${tenantId}-${userId}`, OWN_VERSION, WRITTEN)
  try {
    const transaction = own.transaction(['unsent', 'refused'])
    const [unsent, refused] = await Promise.all([
      allOf<UnsentText>(transaction, 'unsent'),
      allOf<RefusedText>(transaction, 'refused'),
    ])
    return { unsent, refused }
  } finally {
    own.close()
  }
}

/** What the person wrote and only this device has, as this tab last saw it on the disk. */
interface Mine {
  unsent: Map<string, UnsentText>
  refused: Map<string, RefusedText>
}

const byId = <T extends { readonly id: string }>(all: readonly T[]) => new Map(all.map((one) => [one.id, one]))

async function allOf<T>(transaction: IDBTransaction, store: string): Promise<readonly T[]> {
  return (await done(transaction.objectStore(store).getAll())) as T[]
}

/** Puts back what a tab knows to have been there, but for what another has put there since. */
async function refill(database: IDBDatabase, mine: Mine): Promise<void> {
  const transaction = database.transaction(['unsent', 'refused'], 'readwrite', { durability: 'strict' })
  for (const name of ['unsent', 'refused'] as const) {
    const store = transaction.objectStore(name)
    const there = new Set(await done(store.getAllKeys()))
    for (const [id, text] of mine[name]) if (!there.has(id)) store.put(text)
  }
  await committed(transaction)
}

function leased<T>(copy: T): Leased<T> {
  return { ...copy, leaseEnds: Date.now() + LEASE_MS }
}

function piecesOf(taskId: string): IDBKeyRange {
  return IDBKeyRange.bound([taskId], [taskId, []])
}
