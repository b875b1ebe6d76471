import { createSignal, onCleanup } from 'solid-js'

const MINUTE_MS = 60_000

/** The time, as it passes: what is due becomes late under the reader's eyes. */
export function useNow(): () => Date {
  const [now, setNow] = createSignal(new Date())
  const timer = setInterval(() => setNow(new Date()), MINUTE_MS)
  onCleanup(() => clearInterval(timer))
  return now
}
