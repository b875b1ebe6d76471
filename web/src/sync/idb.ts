/** The few things we ask of IndexedDB, as promises. */
export type Stores = Readonly<Record<string, IDBObjectStoreParameters | undefined>>

/** Opens a database with these stores. Those of an older version are emptied. */
export function openDatabase(name: string, version: number, stores: Stores): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version)
  request.onupgradeneeded = () => {
    const database = request.result
    for (const store of Array.from(database.objectStoreNames)) database.deleteObjectStore(store)
    for (const [store, parameters] of Object.entries(stores)) database.createObjectStore(store, parameters)
  }
  const opened = new Promise<IDBDatabase>((resolve, reject) => {
    done(request).then(resolve, reject)
    // A tab with an older version of the app holds it and may do so for days: this one goes on without.
    request.onblocked = () => reject(new Error('an older tab holds the database'))
  })
  return opened.then((database) => {
    // Another tab wants to remove or renew it: whoever holds it open would make that tab wait for ever.
    database.onversionchange = () => database.close()
    return database
  })
}

const AGAIN_MS = 500
const TRIES = 20

/**
 * A database that goes on though the browser takes its files from under it, for want of room or because somebody clears
 * them: it is begun anew, with what `refill` still knows.
 */
export class KeptDatabase {
  private readonly begin: () => Promise<IDBDatabase>
  private readonly refill: (database: IDBDatabase) => Promise<void>
  private current: Promise<IDBDatabase>
  private isClosed = false

  private constructor(begin: () => Promise<IDBDatabase>, refill: (database: IDBDatabase) => Promise<void>) {
    this.begin = begin
    this.refill = refill
    this.current = this.open()
  }

  static async open(
    name: string,
    version: number,
    stores: Stores,
    refill: (database: IDBDatabase) => Promise<void>,
  ): Promise<KeptDatabase> {
    const kept = new KeptDatabase(() => openDatabase(name, version, stores), refill)
    await kept.current
    return kept
  }

  /** To be used before anything else is waited for, as every transaction. */
  async transaction(
    stores: string | readonly string[],
    mode: IDBTransactionMode = 'readonly',
    options?: IDBTransactionOptions,
  ): Promise<IDBTransaction> {
    const { current } = this
    try {
      return (await current).transaction(stores as string[], mode, options)
    } catch (error) {
      if (this.isClosed) throw error
      // Taken away, and nobody was told of it yet; or it could not be begun anew before.
      this.renew(current)
      return (await this.current).transaction(stores as string[], mode, options)
    }
  }

  close(): void {
    this.isClosed = true
    void this.current.then((database) => database.close()).catch(() => {})
  }

  private async open(): Promise<IDBDatabase> {
    const database = await this.begin()
    // Another tab wants to remove or renew it: it does not come back by itself.
    database.onversionchange = () => this.close()
    const { current } = this
    database.onclose = () => this.renew(current)
    return database
  }

  private renew(lost: Promise<IDBDatabase>, tries = TRIES): void {
    if (this.isClosed || this.current !== lost) return
    this.current = this.open().then(async (database) => {
      await this.refill(database).catch((error: unknown) => {
        database.close()
        throw error
      })
      return database
    })
    const { current } = this
    // What is still being cleared away lets nothing be begun. Whoever asks meanwhile hears of it, and has it tried at once.
    current.catch(() => {
      if (tries > 0) setTimeout(() => this.renew(current, tries - 1), AGAIN_MS)
    })
  }
}

export function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Resolves once all that was asked of the transaction is on the disk. */
export function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
}

/** Removes the databases whose names begin so. */
export async function removeDatabases(...prefixes: readonly string[]): Promise<void> {
  const databases = (await indexedDB.databases?.()) ?? []
  const names = databases.flatMap(({ name }) => (name && prefixes.some((one) => name.startsWith(one)) ? [name] : []))
  await Promise.all(names.map((name) => done(indexedDB.deleteDatabase(name))))
}
