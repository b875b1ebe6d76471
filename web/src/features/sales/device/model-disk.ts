import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { DealSight, ServingModel } from '../../../../../worker/analytics/contract'
import { LEASE_MS } from '../../../sync/disk'

/** A model as it came, with the tag to ask for the next by. */
export interface KeptModel {
  readonly tag: string
  readonly serving: ServingModel
  readonly artifact: Uint8Array | null
}

interface Kept<T> {
  readonly value: T
  readonly until: number
}

interface Schema extends DBSchema {
  model: { key: 'served'; value: Kept<KeptModel> }
  sights: { key: string; value: Kept<DealSight> }
}

// What is kept is only a copy: another shape of it empties the device's.
const VERSION = 1
const MOST_SIGHTS = 300 // deals that were opened on this device; some kilobytes each

/** The device's copy of the model and of the deals opened here, of one person in one company. */
export interface ModelDisk {
  readonly model: () => Promise<KeptModel | undefined>
  readonly keepModel: (model: KeptModel) => Promise<void>
  readonly sight: (dealId: string) => Promise<DealSight | undefined>
  readonly keepSight: (sight: DealSight) => Promise<void>
  readonly forgetSight: (dealId: string) => Promise<void>
}

/** Undefined where the browser keeps nothing: in private windows, or on a full disk. */
export async function openModelDisk(tenantId: string, userId: string): Promise<ModelDisk | undefined> {
  try {
    const database = await openDB<Schema>(`model-${tenantId}-${userId}`, VERSION, {
      upgrade(db) {
        for (const name of Array.from(db.objectStoreNames)) db.deleteObjectStore(name)
        db.createObjectStore('model')
        db.createObjectStore('sights')
      },
      // Signing out in another tab takes the copy away: this one must not hold it.
      blocking: (_current, _next, event) => (event.target as IDBDatabase).close(),
    })
    return diskOf(database)
  } catch {
    return undefined
  }
}

function diskOf(database: IDBPDatabase<Schema>): ModelDisk {
  // A lease as the working set has: what was not renewed in time is not shown.
  const fresh = <T>(kept: Kept<T> | undefined) => (kept && kept.until > Date.now() ? kept.value : undefined)
  const leased = <T>(value: T): Kept<T> => ({ value, until: Date.now() + LEASE_MS })
  return {
    model: async () => fresh(await database.get('model', 'served')),
    keepModel: async (model) => {
      await database.put('model', leased(model), 'served')
    },
    sight: async (dealId) => fresh(await database.get('sights', dealId)),
    forgetSight: (dealId) => database.delete('sights', dealId),
    async keepSight(sight) {
      await database.put('sights', leased(sight), sight.record.id)
      const over = (await database.count('sights')) - MOST_SIGHTS
      if (over <= 0) return
      const all = await Promise.all(
        (await database.getAllKeys('sights')).map(async (key) => ({ key, kept: await database.get('sights', key) })),
      )
      const oldest = all.sort((a, b) => (a.kept?.until ?? 0) - (b.kept?.until ?? 0)).slice(0, over)
      await Promise.all(oldest.map(({ key }) => database.delete('sights', key)))
    },
  }
}
