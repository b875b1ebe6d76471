import { whenIdle } from '../ui/after-paint'
import type { Open } from './open'
import { serviceWorkers } from './service-workers'

const SCRIPT = '/service-worker.js'
const LOOK_AGAIN_MS = 60 * 60_000 // a tab stays open for days; a new version should reach it the same day
const TRY_AGAIN_MS = 60_000 // or as soon as the browser believes in the network again
const FIRST_SCREEN_MS = 2000 // while it waits for its data the page seems idle

/** What becomes of the app without a network. */
export interface Installing {
  /** A newer version waits; with the way to take it up. */
  onUpdate(apply: () => void): void
  /** The browser does not let the app be kept on this device: it does not open without a network. */
  onBlocked(): void
}

/** Installs the service worker, where the browser has one and lets it. Answers how to look for a newer version at once. */
export function registerServiceWorker({ onUpdate, onBlocked }: Installing): () => void {
  const workers = serviceWorkers()
  if (!workers) {
    onBlocked()
    return () => onUpdate(() => location.reload())
  }
  let look = () => {}

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
    look = () => void registration.update().catch(() => undefined)
    setInterval(look, LOOK_AGAIN_MS)
  }

  // Somebody came by a notification: as by a link, without loading the page anew.
  workers.addEventListener('message', ({ data, ports }: MessageEvent<Open>) => {
    ports[0]?.postMessage(1)
    history.pushState(null, '', data.open)
    dispatchEvent(new Event('popstate'))
  })

  // The first screen should share neither its line nor its processor with fetching and keeping a hundred files.
  const start = async () => {
    try {
      // Only trying can tell whether there is a network, and this way it is told apart from being forbidden.
      if (!workers.controller) await fetch(SCRIPT, { method: 'HEAD' })
      watch(await workers.register(SCRIPT, { scope: '/' }))
    } catch (error) {
      if (error instanceof TypeError) again()
      // With one installed before, nothing is missing.
      else if (!workers.controller) onBlocked()
    }
  }
  const again = () => {
    const over = new AbortController()
    const retry = () => {
      over.abort()
      clearTimeout(timer)
      void start()
    }
    const timer = setTimeout(retry, TRY_AGAIN_MS)
    addEventListener('online', retry, { signal: over.signal })
  }
  const later = () => setTimeout(() => void whenIdle(() => void start()), FIRST_SCREEN_MS)
  if (document.readyState === 'complete') later()
  else addEventListener('load', later, { once: true })
  return () => look()
}
