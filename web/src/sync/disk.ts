import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb'

export const ENTITIES = [
  'opportunities',
  'customers',
  'pipelines',
  'users',
  'products',
  'customFields',
  'tasks',
] as const
export type Entity = (typeof ENTITIES)[number]

interface Schema extends DBSchema {
  rows: { key: [Entity, string]; value: { readonly entity: Entity; readonly id: string; readonly row: unknown } }
  meta: { key: string; value: unknown }
}

// A new shape of rows empties the device's copy: it is only a copy, and the server has everything.
const VERSION = 2
// Past this the copy is neither shown nor kept: a device left in a drawer holds no company's data for ever.
export const LEASE_MS = 14 * 24 * 3600 * 1000

const AT_ONCE = 50 // rows written before the page may do something else

/** The device's copy of one person's working set in one company. */
export class Disk {
  private readonly database: IDBPDatabase<Schema>

  private constructor(database: IDBPDatabase<Schema>) {
    this.database = database
  }

  static nameOf(tenantId: string, userId: string): string {
    return `working-set-${tenantId}-${userId}`
  }

  static async open(tenantId: string, userId: string): Promise<Disk> {
    const database = await openDB<Schema>(Disk.nameOf(tenantId, userId), VERSION, {
      upgrade(db) {
        for (const name of Array.from(db.objectStoreNames)) db.deleteObjectStore(name)
        db.createObjectStore('rows', { keyPath: ['entity', 'id'] })
        db.createObjectStore('meta')
      },
    })
    const disk = new Disk(database)
    const leaseEnds = (await database.get('meta', 'leaseEnds')) as number | undefined
    if (leaseEnds !== undefined && leaseEnds < Date.now()) await disk.clear()
    return disk
  }

  async load(): Promise<
    { readonly rows: ReadonlyMap<Entity, readonly { id: string }[]>; readonly seq: number } | undefined
  > {
    const transaction = this.database.transaction(['rows', 'meta'])
    const [all, seq] = await Promise.all([
      transaction.objectStore('rows').getAll(),
      transaction.objectStore('meta').get('seq'),
    ])
    if (typeof seq !== 'number') return undefined
    const rows = new Map<Entity, { id: string }[]>(ENTITIES.map((entity) => [entity, []]))
    for (const { entity, row } of all) rows.get(entity)?.push(row as { id: string })
    return { rows, seq }
  }

  /** Replaces the whole copy, all or nothing. */
  async save(rows: ReadonlyMap<Entity, readonly { readonly id: string }[]>, seq: number): Promise<void> {
    const transaction = this.database.transaction(['rows', 'meta'], 'readwrite')
    const store = transaction.objectStore('rows')
    void store.clear()
    let written = 0
    for (const [entity, entityRows] of rows) {
      for (const row of entityRows) {
        const put = store.put({ entity, id: row.id, row })
        // Thousands at once would hold up whatever the person does meanwhile.
        if (++written % AT_ONCE === 0) await put
      }
    }
    void transaction.objectStore('meta').put(seq, 'seq')
    void transaction.objectStore('meta').put(Date.now() + LEASE_MS, 'leaseEnds')
    await transaction.done
  }

  async put(entity: Entity, row: { readonly id: string }): Promise<void> {
    await this.database.put('rows', { entity, id: row.id, row })
  }

  async remove(entity: Entity, id: string): Promise<void> {
    await this.database.delete('rows', [entity, id])
  }

  async clear(): Promise<void> {
    const transaction = this.database.transaction(['rows', 'meta'], 'readwrite')
    void transaction.objectStore('rows').clear()
    void transaction.objectStore('meta').clear()
    await transaction.done
  }

  close(): void {
    this.database.close()
  }
}

/** Removes every copy this device holds: at sign-out, also without a network. */
export async function purgeDevice(): Promise<void> {
  const databases = (await indexedDB.databases?.()) ?? []
  await Promise.all(
    databases.flatMap(({ name }) => (name && /^(working-set|model)-/.test(name) ? [deleteDB(name)] : [])),
  )
}
