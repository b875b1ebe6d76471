import { createSignal, onMount } from 'solid-js'

/**
 * The secret of a mailed link. It stands after the `#`, which browsers never send to a server, and is taken out of
 * the address bar at once, so that it stays in no history.
 */
export function useLinkToken(): () => string | undefined {
  const [token, setToken] = createSignal(new URLSearchParams(window.location.hash.slice(1)).get('token') ?? undefined)
  onMount(() => {
    if (token()) history.replaceState(history.state, '', window.location.pathname)
    // A second link opened in the same tab changes only the hash.
    window.addEventListener('hashchange', () => {
      const next = new URLSearchParams(window.location.hash.slice(1)).get('token')
      if (next) setToken(next)
    })
  })
  return token
}
