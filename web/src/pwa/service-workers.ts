/** Where cookies are blocked some browsers throw when it is only looked at. */
export function serviceWorkers(): ServiceWorkerContainer | undefined {
  try {
    return navigator.serviceWorker ?? undefined
  } catch {
    return undefined
  }
}
