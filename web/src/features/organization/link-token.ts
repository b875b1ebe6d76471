import { createSignal, onMount } from 'solid-js'
import { LINK_TOKEN_LENGTH } from '../../../../worker/organization/domain/link-token'

/**
 * The secret of a mailed link. It stands after the `#`, which browsers never send to a server, and is taken out of
 * the address bar at once, so that it stays in no history. A link that was cut off on its way has none.
 */
export function useLinkToken(): () => string | undefined {
  const [token, setToken] = createSignal(readToken())
  onMount(() => {
    if (window.location.hash) history.replaceState(history.state, '', window.location.pathname)
    // A second link opened in the same tab changes only the hash.
    window.addEventListener('hashchange', () => {
      const next = readToken()
      if (next) setToken(next)
    })
  })
  return token
}

function readToken(): string | undefined {
  const token = new URLSearchParams(window.location.hash.slice(1)).get('token') ?? ''
  return token.length >= LINK_TOKEN_LENGTH.min && token.length <= LINK_TOKEN_LENGTH.max ? token : undefined
}
