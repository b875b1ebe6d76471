// Runs before the first paint, so that a dark screen never flashes white. web/src/ui/theme.ts keeps it up to date.
;(() => {
  let choice = 'system'
  try {
    choice = localStorage.getItem('theme') ?? 'system'
  } catch {
    // Storage may be closed to us; the system's theme is then the best guess.
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', dark ? '#141518' : '#fbfbf9')
})()

// What the app will ask for first is asked for beside its code, not after it. web/src/api/early.ts hands it over.
;(() => {
  const { pathname } = location
  // The build says which files the board is in, and which app this is: web/src/api/client.ts says it with every call.
  const { board, client } = document.currentScript.dataset
  const headers = client ? { 'client-version': client } : {}
  const ask = (path) => fetch(`/api/v1${path}`, { credentials: 'same-origin', headers }).catch(() => undefined)
  const isPublic = /^\/(sign-in|sign-up|forgot|reset|join|outbox|api-docs|kit)(\/|$)/.test(pathname)
  window.early = {}
  // web/src/session/session.tsx asks by the same rule: a first visitor is nobody yet.
  let isKnown = document.cookie.includes('__Host-signed-in=')
  try {
    isKnown ||= localStorage.getItem('session-me') !== null
  } catch {
    // Storage may be closed to us; the cookie is enough.
  }
  if ((isPublic || pathname === '/') && !isKnown) return
  window.early['/me'] = ask('/me')
  if (isPublic) return
  window.early['/working-set'] = ask('/working-set')
  window.early['/tasks/working-set'] = ask('/tasks/working-set')
  if (pathname !== '/' && !/^\/pipeline(\/|$)/.test(pathname)) return
  for (const href of board?.split(' ') ?? []) {
    const isStyle = href.endsWith('.css')
    const link = Object.assign(document.createElement('link'), { rel: isStyle ? 'preload' : 'modulepreload', href })
    if (isStyle) link.as = 'style'
    document.head.append(link)
  }
})()

// The first formatter of a language takes the browser long to make. It is made while the code is on its way and the
// processor has nothing to do; web/src/ui/format.ts makes its own, which are quick from then on.
;(() => {
  const language = navigator.language.split('@')[0]
  const money = { style: 'currency', currency: 'EUR', currencyDisplay: 'narrowSymbol' }
  const pieces = [
    // Two thirds of the first one are the list of all languages there are, which they share.
    () => Intl.Segmenter?.supportedLocalesOf(language),
    () => new Intl.NumberFormat(language, money),
    () => new Intl.NumberFormat(language, money).formatToParts(1),
    () => new Intl.DateTimeFormat(language, { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(0),
  ]
  const idle = window.requestIdleCallback ?? ((run) => setTimeout(run, 16))
  for (const piece of pieces) {
    idle(() => {
      try {
        piece()
      } catch {
        // A language that Intl does not know: the app falls back to another.
      }
    })
  }
})()
