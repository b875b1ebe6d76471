import { Router } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { routes } from './routes'
import { SessionProvider } from './session/session'
import { CommandLayer } from './ui/palette'
import { PopupRegion } from './ui/popups'
import { useShortcuts } from './ui/shortcuts'
import { ToastRegion } from './ui/toast'

/** Everything that lives as long as the tab does. Providers of data (session, sync) go around `props.children`. */
export function App(): JSX.Element {
  return <Router root={Root}>{routes}</Router>
}

function Root(props: { children?: JSX.Element }): JSX.Element {
  useShortcuts()
  return (
    <SessionProvider>
      {props.children}
      <CommandLayer />
      <ToastRegion />
      <PopupRegion />
    </SessionProvider>
  )
}
