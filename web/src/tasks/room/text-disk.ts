import { LEASE_MS } from '../../sync/disk'
import { committed, done, openDatabase } from '../../sync/idb'
import { OWN_TEXTS, TEXTS } from '../../sync/purge'
import type { FetchedText, KnownText, RefusedText, SeenText, TextKeeper, UnsentText } from './kept-text'

const COPIES_VERSION = 2
const OWN_VERSION = 1
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
  private readonly copies: IDBDatabase
  private readonly own: IDBDatabase

  private constructor(copies: IDBDatabase, own: IDBDatabase) {
    this.copies = copies
    this.own = own
  }

  static async open(tenantId: string, userId: string): Promise<TextDisk> {
    const name = `${tenantId}-${userId}`
    const [copies, own] = await Promise.all([
      openDatabase(`${TEXTS}${name}`, COPIES_VERSION, {
        texts: { keyPath: 'taskId' },
        pieces: { keyPath: ['taskId', 'id'] },
      }),
      openDatabase(`${OWN_TEXTS}${name}`, OWN_VERSION, { unsent: { keyPath: 'id' }, refused: { keyPath: 'id' } }),
    ])
    const disk = new TextDisk(copies, own)
    await disk.endLeases()
    return disk
  }

  async known(taskId: string): Promise<KnownText | undefined> {
    const transaction = this.copies.transaction(COPIES)
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
    const transaction = this.copies.transaction(COPIES, 'readwrite')
    transaction.objectStore('texts').put(leased(text))
    for (const id of pieces) transaction.objectStore('pieces').delete([text.taskId, id])
    await committed(transaction)
  }

  async forget(taskId: string): Promise<void> {
    const transaction = this.copies.transaction(COPIES, 'readwrite')
    transaction.objectStore('texts').delete(taskId)
    transaction.objectStore('pieces').delete(piecesOf(taskId))
    await committed(transaction)
  }

  /** Which texts were fetched, and of which version of their tasks. */
  async fetched(): Promise<ReadonlyMap<string, number>> {
    const keys = await done(this.copies.transaction('pieces').objectStore('pieces').getAllKeys())
    return new Map(
      (keys as [string, string][]).flatMap(([taskId, id]) =>
        id.startsWith(FETCHED) ? [[taskId, Number(id.slice(FETCHED.length))]] : [],
      ),
    )
  }

  async keepFetched(texts: readonly FetchedText[]): Promise<void> {
    const transaction = this.copies.transaction('pieces', 'readwrite')
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
    const transaction = this.copies.transaction(COPIES, 'readwrite')
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
    return (await done(this.own.transaction('unsent').objectStore('unsent').getAll())) as UnsentText[]
  }

  async keepUnsent(text: UnsentText): Promise<void> {
    // Strict: `complete` then means that it survives the power going off, not only the tab.
    const transaction = this.own.transaction('unsent', 'readwrite', { durability: 'strict' })
    transaction.objectStore('unsent').put(text)
    await committed(transaction)
  }

  async sent(texts: readonly Pick<UnsentText, 'id' | 'revision'>[]): Promise<void> {
    const transaction = this.own.transaction('unsent', 'readwrite')
    const store = transaction.objectStore('unsent')
    for (const { id, revision } of texts) {
      const kept = (await done(store.get(id))) as UnsentText | undefined
      if (kept?.revision === revision) store.delete(id)
    }
    await committed(transaction)
  }

  /** Something unsent was sent by nobody who knows the rest of the text: it is kept until somebody does. */
  async sentAlone({ id, taskId, update, revision }: UnsentText): Promise<void> {
    const transaction = this.copies.transaction('pieces', 'readwrite')
    transaction.objectStore('pieces').put(leased({ taskId, id, update } satisfies Piece))
    await committed(transaction)
    await this.sent([{ id, revision }])
  }

  async refused(): Promise<readonly RefusedText[]> {
    return (await done(this.own.transaction('refused').objectStore('refused').getAll())) as RefusedText[]
  }

  async refuse(text: RefusedText, unsent: readonly Pick<UnsentText, 'id'>[]): Promise<void> {
    const transaction = this.own.transaction(['unsent', 'refused'], 'readwrite', { durability: 'strict' })
    transaction.objectStore('refused').put(text)
    for (const { id } of unsent) transaction.objectStore('unsent').delete(id)
    await committed(transaction)
  }

  async giveUp(id: string): Promise<void> {
    const transaction = this.own.transaction('refused', 'readwrite')
    transaction.objectStore('refused').delete(id)
    await committed(transaction)
  }

  close(): void {
    this.copies.close()
    this.own.close()
  }

  private async endLeases(): Promise<void> {
    const transaction = this.copies.transaction(COPIES, 'readwrite')
    const now = Date.now()
    for (const name of COPIES) {
      const store = transaction.objectStore(name)
      for (const one of (await done(store.getAll())) as Leased<Copied | Piece>[])
        if (one.leaseEnds < now) store.delete('id' in one ? [one.taskId, one.id] : one.taskId)
    }
    await committed(transaction)
  }
}

function leased<T>(copy: T): Leased<T> {
  return { ...copy, leaseEnds: Date.now() + LEASE_MS }
}

function piecesOf(taskId: string): IDBKeyRange {
  return IDBKeyRange.bound([taskId], [taskId, []])
}
