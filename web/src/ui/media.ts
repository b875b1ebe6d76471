import { createSignal, onCleanup } from 'solid-js'

/** Where the phone's way of showing things begins: the same as in the styles. */
export const PHONE = '(width <= 720px)'

/** Whether a media query holds, as it changes. */
export function createMedia(query: string): () => boolean {
  const list = matchMedia(query)
  const [matches, setMatches] = createSignal(list.matches)
  const look = () => setMatches(list.matches)
  list.addEventListener('change', look)
  onCleanup(() => list.removeEventListener('change', look))
  return matches
}
