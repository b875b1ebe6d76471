import { serviceWorkers } from './service-workers'

export const SEND_LATER = 'outbox'

interface SyncRegistration extends ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> }
}

/** Where the browser has it, the service worker sends what waits when the network is back, tab or no tab. */
export function sendLater(): void {
  void serviceWorkers()
    ?.ready.then((registration) => (registration as SyncRegistration).sync?.register(SEND_LATER))
    .catch(() => {})
}
