import type { Page } from 'playwright-core'

/**
 * Answers a way to press keys that tells how long each took until the frame after it was painted. With `changes` it is the
 * first frame after something is different where it was pressed.
 */
export async function keyClock(page: Page): Promise<(key: string, changes?: boolean) => Promise<Painted>> {
  await page.evaluate(installClock)
  return async (key, changes = false) => {
    await page.evaluate((isAwaited) => (window as unknown as Clocked).arm(isAwaited), changes)
    await page.keyboard.press(key)
    return page.evaluate(() => (window as unknown as Clocked).painted())
  }
}

/** What came of a key. */
export interface Painted {
  /** From the key's arrival until the frame that shows what it did is painted, in milliseconds. */
  readonly total: number
  /** Of these, when the page was at work and could not have answered anything else. */
  readonly work: number
  /** From the key's arrival until something was different where it was pressed, if that was waited for. */
  readonly changed: number | undefined
}

interface Clocked {
  arm(changes: boolean): void
  painted(): Promise<Painted>
}

/** In the page: from a key's arrival until the work of the frame that follows it is done. */
function installClock(): void {
  const BREATH_MS = 0.5 // between two messages with nothing to do in between
  let done: Promise<Painted>
  const clocked: Clocked = {
    arm(changes) {
      done = new Promise((resolve) => {
        const heard = ({ timeStamp }: KeyboardEvent) => {
          removeEventListener('keydown', heard, true)
          let last = timeStamp
          let work = 0
          let isDrawn = false
          let changed: number | undefined
          const changing = new MutationObserver(() => {
            changing.disconnect()
            changed = performance.now() - timeStamp
          })
          // An editor may stand in a tree of its own, into which nobody sees from outside.
          const place = document.activeElement?.shadowRoot ?? document.body
          if (changes) changing.observe(place, { childList: true, characterData: true, subtree: true })
          const { port1, port2 } = new MessageChannel()
          // A message follows another at once unless there is work between them: the key's, the frame's, any other.
          port1.onmessage = () => {
            const now = performance.now()
            if (now - last > BREATH_MS) work += now - last
            last = now
            if (isDrawn) resolve({ total: now - timeStamp, work, changed })
            else port2.postMessage(null)
          }
          port2.postMessage(null)
          // The message after this one is delivered when the frame was laid out and painted.
          const drawn = () => {
            if (changes && changed === undefined) requestAnimationFrame(drawn)
            else isDrawn = true
          }
          requestAnimationFrame(drawn)
        }
        addEventListener('keydown', heard, true)
      })
    },
    painted: () => done,
  }
  Object.assign(window, clocked)
}
