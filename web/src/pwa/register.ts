import { whenIdle } from '../ui/after-paint'
import { serviceWorkers } from './service-workers'

const LOOK_AGAIN_MS = 60 * 60_000 // a tab stays open for days; a new version should reach it the same day
const FIRST_SCREEN_MS = 2000 // while it waits for its data the page seems idle

/** What becomes of the app without a network. */
export interface Installing {
  /** A newer version waits; with the way to take it up. */
  onUpdate(apply: () => void): void
  /** The browser does not let the app be kept on this device: it does not open without a network. */
  onBlocked(): void
}

/** Installs the service worker, where the browser has one and lets it. */
export function registerServiceWorker({ onUpdate, onBlocked }: Installing): void {
  const workers = serviceWorkers()
  if (!workers) {
    onBlocked()
    return
  }

  const watch = (registration: ServiceWorkerRegistration) => {
    const offer = () => {
      const waiting = registration.waiting
      // Without a controller this is the first visit: what waits is what is shown.
      if (!waiting || !workers.controller) return
      onUpdate(() => {
        workers.addEventListener('controllerchange', () => location.reload(), { once: true })
        waiting.postMessage({ type: 'accept-update' })
      })
    }
    offer()
    registration.addEventListener('updatefound', () => {
      const coming = registration.installing
      coming?.addEventListener('statechange', () => coming.state === 'installed' && offer())
    })
    // Offline is no reason to report anything: the next hour asks again.
    setInterval(() => registration.update().catch(() => undefined), LOOK_AGAIN_MS)
  }

  // The first screen should share neither its line nor its processor with fetching and keeping a hundred files.
  const start = async () => {
    // Cut off meanwhile: there is nothing to fetch it from.
    if (!navigator.onLine) return addEventListener('online', () => void start(), { once: true })
    try {
      watch(await workers.register('/service-worker.js', { scope: '/' }))
    } catch {
      // Cut off, it is asked for again at the next start; with one installed before, nothing is missing.
      if (!workers.controller && navigator.onLine) onBlocked()
    }
  }
  const later = () => setTimeout(() => void whenIdle(() => void start()), FIRST_SCREEN_MS)
  if (document.readyState === 'complete') later()
  else addEventListener('load', later, { once: true })
}
