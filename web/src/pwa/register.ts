const LOOK_AGAIN_MS = 60 * 60_000 // a tab stays open for days; a new version should reach it the same day

/** Installs the service worker. `onUpdate` is told when a newer version waits, with the way to take it up. */
export function registerServiceWorker(onUpdate: (apply: () => void) => void): void {
  if (!('serviceWorker' in navigator)) return
  const workers = navigator.serviceWorker

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

  // After load: the first screen should not share its bandwidth with the precache.
  const start = () => void workers.register('/service-worker.js', { scope: '/' }).then(watch, () => undefined)
  if (document.readyState === 'complete') start()
  else addEventListener('load', start, { once: true })
}
