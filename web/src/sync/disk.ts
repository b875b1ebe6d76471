import { afterPaint } from '../ui/after-paint'
import type { Difference } from './copy'
import { ENTITIES, type Entity } from './entities'
import { committed, done, KeptDatabase } from './idb'
import { COPY } from './purge'
import type { SomeRows } from './rows'

// A new shape of rows empties the device's copy: it is only a copy, and the server has everything.
const VERSION = 4
// Past this the copy is neither shown nor kept: a device left in a drawer holds no company's data for ever.
export const LEASE_MS = 14 * 24 * 3600 * 1000

const AT_ONCE = 50 // rows written before the page may do something else

type Row = { readonly id: string }
interface KeptRow {
  readonly entity: Entity
  readonly id: string
  readonly row: Row
}

/** The device's copy of one person's working set in one company. */
export class Disk {
  private readonly database: KeptDatabase
  /** The browser has taken the copy away: whoever has all of it should write it down anew. */
  onLost: () => void = () => {}

  private constructor(database: KeptDatabase) {
    this.database = database
  }

  static async open(tenantId: string, userId: string): Promise<Disk> {
    const stores = { rows: { keyPath: ['entity', 'id'] }, meta: undefined }
    const database = await KeptDatabase.open(`${COPY}${tenantId}-${userId}`, VERSION, stores, async () => disk.onLost())
    const disk = new Disk(database)
    const meta = (await database.transaction('meta')).objectStore('meta')
    const leaseEnds = (await done(meta.get('leaseEnds'))) as number | undefined
    if (leaseEnds !== undefined && leaseEnds < Date.now()) await disk.clear()
    return disk
  }

  /** What is kept, and the change it is as of; nothing before the first save. */
  async load(): Promise<{ readonly rows: SomeRows; readonly seq: number } | undefined> {
    const transaction = await this.database.transaction(['rows', 'meta'])
    const [all, seq] = await Promise.all([
      done(transaction.objectStore('rows').getAll()) as Promise<KeptRow[]>,
      done(transaction.objectStore('meta').get('seq')),
    ])
    if (typeof seq !== 'number') return undefined
    const rows = Object.fromEntries(ENTITIES.map((entity): [Entity, Row[]] => [entity, []])) as Record<Entity, Row[]>
    for (const { entity, row } of all) rows[entity]?.push(row)
    return { rows: rows as unknown as SomeRows, seq }
  }

  /** Replaces the whole copy, all or nothing; after whatever came of these rows is on the screen. */
  async save(rows: SomeRows, seq: number): Promise<void> {
    await new Promise<void>(afterPaint)
    return this.write(async (store) => {
      store.clear()
      let written = 0
      for (const entity of ENTITIES) {
        for (const row of rows[entity] ?? []) {
          const put = store.put({ entity, id: row.id, row })
          // Thousands at once would hold up whatever the person does meanwhile.
          if (++written % AT_ONCE === 0) await done(put)
        }
      }
      return true
    }, seq)
  }

  /** Writes what became different, and the change the copy is then as of. */
  apply({ put, removed }: Difference, seq: number): Promise<void> {
    return this.write(async (store, meta) => {
      // Emptied meanwhile: a part of it must not be taken for all of it.
      if ((await done(meta.get('seq'))) === undefined) return false
      for (const { entity, row } of put) store.put({ entity, id: row.id, row })
      for (const { entity, id } of removed) store.delete([entity, id])
      return true
    }, seq)
  }

  async clear(): Promise<void> {
    const transaction = await this.database.transaction(['rows', 'meta'], 'readwrite')
    transaction.objectStore('rows').clear()
    transaction.objectStore('meta').clear()
    await committed(transaction)
  }

  close(): void {
    this.database.close()
  }

  /** `change` answers whether the copy is then as of that change. */
  private async write(
    change: (store: IDBObjectStore, meta: IDBObjectStore) => Promise<boolean>,
    seq: number,
  ): Promise<void> {
    const transaction = await this.database.transaction(['rows', 'meta'], 'readwrite')
    const meta = transaction.objectStore('meta')
    if (await change(transaction.objectStore('rows'), meta)) {
      meta.put(seq, 'seq')
      meta.put(Date.now() + LEASE_MS, 'leaseEnds')
    }
    await committed(transaction)
  }
}
