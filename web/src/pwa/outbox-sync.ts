import { call } from '../api/client'
import { Refusal } from '../api/problems'
import { drain } from '../sync/drain'
import { DiskOutbox } from '../sync/outbox'
import { send } from '../sync/send'
import { TextDisk } from '../tasks/room/text-disk'
import { sendTexts } from './send-texts'

/**
 * Sends what waits on this device when the network is back and no tab is there to do it: what was done, and what was
 * written into tasks. A tab that is there holds the lock and does it itself. Throws while the server cannot be reached, so that the browser tries again.
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
  await sendTextsOf(me)
}

/** After the operations: one of them may have made the task. */
async function sendTextsOf({ tenantId, userId }: SignedIn): Promise<void> {
  const name = `texts-${tenantId}-${userId}`
  await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (!lock) return
    const disk = await TextDisk.open(tenantId, userId)
    const channel = new BroadcastChannel(name)
    try {
      const isSent = await sendTexts(disk, (taskId, update) => call('POST', `/tasks/${taskId}/text`, fileOf(update)))
      if (isSent) channel.postMessage({ type: 'waiting' })
    } finally {
      channel.close()
      disk.close()
    }
  })
}

function fileOf(update: Uint8Array<ArrayBuffer>): { readonly file: { readonly body: Blob; readonly type: string } } {
  const type = 'application/octet-stream'
  return { file: { body: new Blob([update], { type }), type } }
}

interface SignedIn {
  readonly tenantId: string
  readonly userId: string
}

async function whoIsSignedIn(): Promise<SignedIn | null> {
  try {
    const { userId, tenant } = await call<{ userId: string; tenant: { id: string } }>('GET', '/me')
    return { userId, tenantId: tenant.id }
  } catch (error) {
    if (error instanceof Refusal && error.body.status === 401) return null
    throw error
  }
}
