import { call } from '../api/client'
import { Refusal } from '../api/problems'
import { drain } from '../sync/drain'
import { DiskOutbox } from '../sync/outbox'
import { send } from '../sync/send'

/**
 * Sends what waits on this device when the network is back and no tab is there to do it. A tab that is there holds the
 * lock and does it itself. Throws while the server cannot be reached, so that the browser tries again.
 */
export async function sendOutbox(): Promise<void> {
  const me = await whoIsSignedIn()
  if (!me) return
  const name = `${me.tenantId}-${me.userId}`
  await navigator.locks.request(`sync-${name}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return
    const outbox = await DiskOutbox.open(me.tenantId, me.userId)
    const channel = new BroadcastChannel(`sync-${name}`)
    try {
      await drain(outbox, { send, see: (path) => call('GET', path) }, async () => {
        channel.postMessage({ type: 'reread' })
      })
    } finally {
      channel.close()
      outbox.close()
    }
  })
}

async function whoIsSignedIn(): Promise<{ tenantId: string; userId: string } | null> {
  try {
    const { userId, tenant } = await call<{ userId: string; tenant: { id: string } }>('GET', '/me')
    return { userId, tenantId: tenant.id }
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}
