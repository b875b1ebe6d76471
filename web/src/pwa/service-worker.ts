import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching'
import { sendOutbox } from './outbox-sync'
import { openPushed, showPushed, subscribeAnew } from './push'
import { SEND_LATER } from './send-later'

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: { url: string; revision: string | null }[] }

// The shell only. Answers of the API are never kept here: what a person may see on this device
// lives in the local store, which is emptied at sign-out.
precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()

self.addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url)
  if (event.request.mode !== 'navigate' || pathname.startsWith('/api/')) return
  event.respondWith(shell(event.request))
})

/** Every address of the app is the same page; it comes from the device, with or without a network. */
async function shell(request: Request): Promise<Response> {
  return (await matchPrecache('/index.html')) ?? fetch(request)
}

self.addEventListener('message', (event) => {
  // Sent when someone accepts the new version: never by itself, since it reloads their page.
  if (event.data?.type === 'accept-update') void self.skipWaiting()
})

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim())
})

interface BackgroundSync extends ExtendableEvent {
  readonly tag: string
}

// Asked for by a tab that could not send what was done in it; the browser says when it is worth another try.
self.addEventListener('sync', ((event: BackgroundSync) => {
  if (event.tag === SEND_LATER) event.waitUntil(sendOutbox())
}) as EventListener)

self.addEventListener('push', (event) => event.waitUntil(showPushed(event.data)))

self.addEventListener('notificationclick', (event) => event.waitUntil(openPushed(event.notification)))

interface SubscriptionChange extends ExtendableEvent {
  readonly newSubscription?: PushSubscription | null
}

self.addEventListener('pushsubscriptionchange', ((event: SubscriptionChange) => {
  event.waitUntil(subscribeAnew(event.newSubscription))
}) as EventListener)
