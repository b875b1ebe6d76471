import { committed, done, openDatabase } from './idb'
import { type Operation, SCHEMA } from './operation'
import { OUTBOX } from './purge'

// Apart from the rows, which every new shape of theirs empties: what somebody did is nowhere else.
const VERSION = 1
const SENT_KEPT = 50 // what was sent lately, for whoever wants to be sure

interface Entry {
  readonly place?: number
  readonly operation: Operation
}

/** What was done on this device, in order, until the server has it. */
export interface Outbox {
  all(): Promise<readonly Operation[]>
  /** Resolves once it is on the disk. */
  add(operation: Operation): Promise<void>
  replace(operation: Operation): Promise<void>
  remove(id: string): Promise<void>
}

export class DiskOutbox implements Outbox {
  private readonly database: IDBDatabase

  private constructor(database: IDBDatabase) {
    this.database = database
  }

  static async open(tenantId: string, userId: string): Promise<DiskOutbox> {
    const name = `${OUTBOX}${tenantId}-${userId}`
    return new DiskOutbox(await openDatabase(name, VERSION, { operations: { keyPath: 'place', autoIncrement: true } }))
  }

  async all(): Promise<readonly Operation[]> {
    return (await this.entries()).map(({ operation }) => operation)
  }

  async add(operation: Operation): Promise<void> {
    // Strict: `complete` then means that it survives the power going off, not only the tab.
    const transaction = this.database.transaction('operations', 'readwrite', { durability: 'strict' })
    transaction.objectStore('operations').add({ operation } satisfies Entry)
    await committed(transaction)
  }

  async replace(operation: Operation): Promise<void> {
    const entries = await this.entries()
    const entry = entries.find((one) => one.operation.id === operation.id)
    if (!entry) return
    const sent = entries.filter((one) => one.operation.state === 'sent')
    const transaction = this.database.transaction('operations', 'readwrite')
    const store = transaction.objectStore('operations')
    store.put({ ...entry, operation })
    for (const { place } of sent.slice(0, Math.max(0, sent.length - SENT_KEPT)))
      if (place !== undefined) store.delete(place)
    await committed(transaction)
  }

  async remove(id: string): Promise<void> {
    const entry = (await this.entries()).find(({ operation }) => operation.id === id)
    if (entry?.place === undefined) return
    const transaction = this.database.transaction('operations', 'readwrite')
    transaction.objectStore('operations').delete(entry.place)
    await committed(transaction)
  }

  close(): void {
    this.database.close()
  }

  private async entries(): Promise<Entry[]> {
    const all = (await done(this.database.transaction('operations').objectStore('operations').getAll())) as Entry[]
    // Of a later version of the app, which this one cannot read: left for that one.
    return all.filter(({ operation }) => operation.schema <= SCHEMA)
  }
}

/** For a device that keeps nothing: what is done lasts as long as the tab. */
export class MemoryOutbox implements Outbox {
  private operations: readonly Operation[] = []

  async all(): Promise<readonly Operation[]> {
    return this.operations
  }

  async add(operation: Operation): Promise<void> {
    this.operations = [...this.operations, operation]
  }

  async replace(operation: Operation): Promise<void> {
    this.operations = this.operations.map((one) => (one.id === operation.id ? operation : one))
  }

  async remove(id: string): Promise<void> {
    this.operations = this.operations.filter((one) => one.id !== id)
  }
}
