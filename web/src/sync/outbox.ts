import { committed, done, KeptDatabase } from './idb'
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
  private readonly database: KeptDatabase
  private readonly known: Known

  private constructor(database: KeptDatabase, known: Known) {
    this.database = database
    this.known = known
  }

  static async open(tenantId: string, userId: string): Promise<DiskOutbox> {
    const name = `${OUTBOX}${tenantId}-${userId}`
    const known: Known = { operations: new Map() }
    const stores = { operations: { keyPath: 'place', autoIncrement: true } }
    return new DiskOutbox(await KeptDatabase.open(name, VERSION, stores, (database) => refill(database, known)), known)
  }

  async all(): Promise<readonly Operation[]> {
    return (await this.entries()).flatMap(({ operation }) => (isRead(operation) ? operation : unread(operation)))
  }

  async add(operation: Operation): Promise<void> {
    // Strict: `complete` then means that it survives the power going off, not only the tab.
    const transaction = await this.database.transaction('operations', 'readwrite', { durability: 'strict' })
    transaction.objectStore('operations').add({ operation } satisfies Entry)
    await committed(transaction)
    this.known.operations.set(operation.id, operation)
  }

  async replace(operation: Operation): Promise<void> {
    const entries = await this.entries()
    const entry = entries.find((one) => one.operation.id === operation.id)
    if (!entry) return
    const sent = entries.filter((one) => isRead(one.operation) && one.operation.state === 'sent')
    const transaction = await this.database.transaction('operations', 'readwrite')
    const store = transaction.objectStore('operations')
    store.put({ ...entry, operation })
    for (const { place } of sent.slice(0, Math.max(0, sent.length - SENT_KEPT)))
      if (place !== undefined) store.delete(place)
    await committed(transaction)
    this.known.operations.set(operation.id, operation)
  }

  async remove(id: string): Promise<void> {
    const entry = (await this.entries()).find(({ operation }) => operation.id === id)
    this.known.operations.delete(id)
    if (entry?.place === undefined) return
    const transaction = await this.database.transaction('operations', 'readwrite')
    transaction.objectStore('operations').delete(entry.place)
    await committed(transaction)
  }

  close(): void {
    this.database.close()
  }

  private async entries(): Promise<Entry[]> {
    const all = await entriesOf(await this.database.transaction('operations'))
    this.known.operations = new Map(all.map(({ operation }) => [operation.id, operation]))
    return all
  }
}

const isRead = ({ schema }: Operation) => schema <= SCHEMA

/** Of a later version of the app this one knows only that it is there: it neither sends it nor shows what it does. */
function unread({ id, schema, at, what, state }: Operation): Operation[] {
  return state === 'sent'
    ? []
    : [{ id, schema, at, what, method: 'POST', path: '', effects: [], after: [], state: 'newer' }]
}

/** What is on the disk as this tab last saw it, in order. */
interface Known {
  operations: Map<string, Operation>
}

async function entriesOf(transaction: IDBTransaction): Promise<Entry[]> {
  return (await done(transaction.objectStore('operations').getAll())) as Entry[]
}

/** Puts back what a tab knows to have been there; another tab may have put it back before. */
async function refill(database: IDBDatabase, { operations }: Known): Promise<void> {
  const transaction = database.transaction('operations', 'readwrite', { durability: 'strict' })
  const there = new Set((await entriesOf(transaction)).map(({ operation }) => operation.id))
  for (const operation of operations.values())
    if (!there.has(operation.id)) transaction.objectStore('operations').add({ operation } satisfies Entry)
  await committed(transaction)
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
