import { createSignal, onCleanup } from 'solid-js'
import type { PushDevice } from '../../../../worker/notifications/contract'
import { call } from '../../api/client'
import { isAppKept } from '../../pwa/kept'
import { serviceWorkers } from '../../pwa/service-workers'

/** How push stands in this browser. */
export type PushHere = 'unsupported' | 'blocked' | 'off' | 'on'

/** Why it could not be switched on. */
export class NoPush extends Error {}

// Only what is built has a service worker.
const isSupported = () =>
  import.meta.env.PROD && isAppKept() && !!serviceWorkers() && 'PushManager' in window && 'Notification' in window

/** Push in this browser: `known` says whether the server pushes to it. */
export function createPushHere(known: () => boolean) {
  const [permission, setPermission] = createSignal(isSupported() ? Notification.permission : 'denied')
  const look = () => setPermission(isSupported() ? Notification.permission : 'denied')
  // Whoever went to the browser's own settings comes back.
  addEventListener('focus', look)
  onCleanup(() => removeEventListener('focus', look))
  const state = (): PushHere => {
    if (!isSupported()) return 'unsupported'
    if (permission() === 'denied') return 'blocked'
    return known() && permission() === 'granted' ? 'on' : 'off'
  }
  return {
    state,
    /** Asks the person, the browser's push service and the server, in this order: if one says no, it stays off. */
    async switchOn(publicKey: string): Promise<PushDevice> {
      await Notification.requestPermission()
      if (look() !== 'granted') throw new NoPush('Push stays off: the browser was not allowed to show notifications')
      const subscription = await subscribe(publicKey)
      try {
        return await call<PushDevice>('PUT', '/notifications/push', { body: subscription.toJSON() })
      } catch (error) {
        await subscription.unsubscribe()
        throw error
      }
    },
    /** After the server has forgotten it. */
    async switchOff(): Promise<void> {
      await (await pushManager()).getSubscription().then((subscription) => subscription?.unsubscribe())
    },
  }
}

async function subscribe(publicKey: string): Promise<PushSubscription> {
  const manager = await pushManager()
  // One that was made with other keys, or that its push service has forgotten, would stand in the way.
  await (await manager.getSubscription())?.unsubscribe()
  try {
    return await manager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
  } catch {
    throw new NoPush('Push stays off: the push service of this browser could not be reached. Try again later')
  }
}

async function pushManager(): Promise<PushManager> {
  return (await navigator.serviceWorker.ready).pushManager
}
