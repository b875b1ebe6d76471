import { LEASE_MS } from '../../sync/disk'
import { committed, done, openDatabase } from '../../sync/idb'
import { OWN_TEXTS, TEXTS } from '../../sync/purge'
import type { KnownText, RefusedText, TextKeeper, UnsentText } from './kept-text'

const VERSION = 1

type Leased = KnownText & { readonly leaseEnds: number }

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
      openDatabase(`${TEXTS}${name}`, VERSION, { texts: { keyPath: 'taskId' } }),
      openDatabase(`${OWN_TEXTS}${name}`, VERSION, { unsent: { keyPath: 'id' }, refused: { keyPath: 'id' } }),
    ])
    const disk = new TextDisk(copies, own)
    await disk.endLeases()
    return disk
  }

  async known(taskId: string): Promise<KnownText | undefined> {
    return (await done(this.copies.transaction('texts').objectStore('texts').get(taskId))) as Leased | undefined
  }

  async know(text: KnownText): Promise<void> {
    const transaction = this.copies.transaction('texts', 'readwrite')
    transaction.objectStore('texts').put({ ...text, leaseEnds: Date.now() + LEASE_MS } satisfies Leased)
    await committed(transaction)
  }

  async forget(taskId: string): Promise<void> {
    const transaction = this.copies.transaction('texts', 'readwrite')
    transaction.objectStore('texts').delete(taskId)
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
    const transaction = this.copies.transaction('texts', 'readwrite')
    const store = transaction.objectStore('texts')
    for (const { taskId, leaseEnds } of (await done(store.getAll())) as Leased[])
      if (leaseEnds < Date.now()) store.delete(taskId)
    await committed(transaction)
  }
}
