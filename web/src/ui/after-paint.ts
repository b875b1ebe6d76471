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
