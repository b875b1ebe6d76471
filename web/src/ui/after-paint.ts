const LATEST_MS = 100 // a tab that is hidden draws no frames

/** Runs something once the frame that shows what was just done is on the screen, so that it does not come later for it. */
export function afterPaint(run: () => void): void {
  let isDone = false
  const once = () => {
    if (!isDone) run()
    isDone = true
  }
  requestAnimationFrame(() => setTimeout(once))
  setTimeout(once, LATEST_MS)
}

const IDLE_WITHIN_MS = 1000 // a page that is never at rest comes to it as well

/** Runs something when the page has nothing else to do; answers how to forget it. */
export function whenIdle(run: () => void): () => void {
  // Safari has no idle callbacks: there a frame's time passes first.
  if (!('requestIdleCallback' in globalThis)) {
    const timer = setTimeout(run, 16)
    return () => clearTimeout(timer)
  }
  const asked = requestIdleCallback(run, { timeout: IDLE_WITHIN_MS })
  return () => cancelIdleCallback(asked)
}

/**
 * Lets the browser do what waits, such as drawing or answering a finger, before what comes next. A message rather than
 * a timer: those of a hidden tab come once a second.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
