import { done } from './idb'
import { MODEL } from './purge'

/** Removes what this device keeps to score deals by, of all deals that it does not keep itself. */
export async function forgetSights(
  tenantId: string,
  userId: string,
  isKept: (dealId: string) => boolean,
): Promise<void> {
  const request = indexedDB.open(`${MODEL}${tenantId}-${userId}`)
  // Where there is none, this is no reason to make one.
  request.onupgradeneeded = () => request.transaction?.abort()
  const database = await done(request).catch(() => undefined)
  if (!database) return
  try {
    const sights = database.transaction('sights', 'readwrite').objectStore('sights')
    for (const id of await done(sights.getAllKeys())) if (!isKept(String(id))) sights.delete(id)
  } finally {
    database.close()
  }
}
