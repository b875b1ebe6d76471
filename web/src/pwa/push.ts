import type { PushState } from '../../../worker/notifications/contract'
import { type PushPayload, personMark } from '../../../worker/notifications/domain/push'
import { call } from '../api/client'
import { COPY } from '../sync/purge'
import type { Open } from './open'

declare const self: ServiceWorkerGlobalScope

/**
 * Shows what was pushed, under the id of its notification: what arrives twice is shown once. Nothing of somebody who is not
 * signed in here is ever shown, and their browser is reached no more.
 */
export async function showPushed(data: PushMessageData | null): Promise<void> {
  const pushed = read(data)
  if (!pushed) return
  if (!(await isOfThisDevice(pushed.for))) {
    await (await self.registration.pushManager.getSubscription())?.unsubscribe()
    return
  }
  const { id: tag, title, body, path } = pushed
  const icon = '/icons/mark-192.png'
  // A page that is looked at has told it already. Browsers want something shown for each push all the same.
  const isSeen = (await windows()).some(({ visibilityState }) => visibilityState === 'visible')
  await self.registration.showNotification(title, { body, tag, icon, badge: icon, data: { path }, silent: isSeen })
  if (isSeen) for (const shown of await self.registration.getNotifications({ tag })) shown.close()
}

function read(data: PushMessageData | null): PushPayload | null {
  try {
    return data?.json() as PushPayload | null
  } catch {
    return null // not ours
  }
}

/** Whether it is for somebody whose rows this device holds: they are removed when a session ends here. */
async function isOfThisDevice(mark: string): Promise<boolean> {
  for (const { name = '' } of (await indexedDB.databases?.()) ?? []) {
    const [, tenantId, userId] = PERSON.exec(name) ?? []
    if (tenantId && userId && (await personMark(tenantId, userId)) === mark) return true
  }
  return false
}

const PERSON = new RegExp(`^${COPY}(.{36})-(.{36})$`)

/** Goes to what a notification is about: in a window that is open, without loading it anew, or in one of its own. */
export async function openPushed(notification: Notification): Promise<void> {
  notification.close()
  const { path } = notification.data as { readonly path: string }
  const url = new URL(path, self.location.origin)
  if (url.origin !== self.location.origin) return
  const open = await windows()
  const window = open.find(({ focused }) => focused) ?? open[0]
  if (!window) {
    await self.clients.openWindow(url)
    return
  }
  // Where the browser does not let it come forward, it goes there all the same.
  await window.focus().catch(() => {})
  if (!(await goes(window, url))) await window.navigate(url)
}

const PATIENCE_MS = 1000 // a page that is still loading its code cannot be asked

function goes(window: WindowClient, { pathname, hash }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => resolve(true)
    setTimeout(() => resolve(false), PATIENCE_MS)
    const message: Open = { open: pathname + hash }
    window.postMessage(message, [port2])
  })
}

function windows(): Promise<readonly WindowClient[]> {
  return self.clients.matchAll({ type: 'window', includeUncontrolled: true })
}

/** The browser is reached by another address from now on, or is to be. */
export async function subscribeAnew(renewed: PushSubscription | null | undefined): Promise<void> {
  const subscription = renewed ?? (await subscribe())
  if (subscription) await call('PUT', '/notifications/push', { body: subscription.toJSON() })
}

async function subscribe(): Promise<PushSubscription | null> {
  const { publicKey } = await call<PushState>('GET', '/notifications/push')
  if (!publicKey) return null
  return self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
}
