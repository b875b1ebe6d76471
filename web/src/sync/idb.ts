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
