import { Navigate, useLocation, useNavigate } from '@solidjs/router'
import { createSignal, type JSX, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import { paths } from './paths'
import { useSession } from './session/session'
import { SyncProvider, useSync } from './sync/store'
import { isPaletteOpen } from './ui/palette'
import { DESTINATIONS } from './ui/shell/destinations'
import { Frame } from './ui/shell/frame'
import type { SyncStatus } from './ui/shell/sync-status'

const FromAnywhere = lazy(() => import('./from-anywhere'))
const QuickAddDialog = lazy(() => import('./tasks/quick-add-dialog'))

// Whoever may do one of these has a section of the console.
const ADMIN = ['org.manage_users', 'org.assign_roles', 'org.configure_settings', 'team.manage_members'] as const

/** Where session, working set and frame meet: the frame holds no data, so what it shows is handed to it here. */
export function SignedIn(props: { children?: JSX.Element }): JSX.Element {
  const session = useSession()
  const location = useLocation()
  const next = () => (location.pathname === '/' ? undefined : `${location.pathname}${location.search}`)
  // One working set a person and company: entering another company starts a new one.
  const person = () => {
    const state = session.state()
    return state.status === 'in' ? `${state.me.tenant.id} ${state.me.userId}` : undefined
  }
  return (
    <Switch>
      <Match when={session.state().status === 'out'}>
        <Navigate href={paths.signIn(next())} />
      </Match>
      <Match when={person()}>
        <Show when={person()} keyed>
          <SyncProvider tenantId={session.me().tenant.id} userId={session.me().userId}>
            <Framed>{props.children}</Framed>
          </SyncProvider>
        </Show>
      </Match>
    </Switch>
  )
}

function Framed(props: { children?: JSX.Element }): JSX.Element {
  const session = useSession()
  const sync = useSync()
  const navigate = useNavigate()
  const [adding, setAdding] = createSignal(false)
  const mayAddTask = () => session.state().status === 'in' && session.may('tasks.create_all_types')
  const destinations = () =>
    DESTINATIONS.filter(({ key }) => {
      if (session.state().status !== 'in') return false
      if (key === 'import') return session.may('org.import_data') || session.may('data.import_customers')
      if (key === 'tasks') return session.may('tasks.view_assigned')
      if (key === 'admin') return ADMIN.some(session.may)
      return true
    })
  const account = () => {
    const state = session.state()
    if (state.status !== 'in') return undefined
    const { me } = state
    return { name: me.name, email: me.email, tenant: me.tenant.name }
  }
  return (
    <Frame
      account={account()}
      destinations={destinations()}
      sync={() => statusOf(sync.state(), sync.pending())}
      onSettings={() => navigate(paths.settings())}
      onSessions={() => navigate(paths.sessions())}
      onAddTask={mayAddTask() ? () => setAdding(true) : undefined}
      onSignOut={() => void session.signOut().then(() => navigate(paths.signIn()))}
    >
      {props.children}
      <Show when={isPaletteOpen()}>
        <Suspense>
          <FromAnywhere />
        </Suspense>
      </Show>
      <Suspense>
        <Show when={adding()}>
          <QuickAddDialog onClose={() => setAdding(false)} />
        </Show>
      </Suspense>
    </Frame>
  )
}

function statusOf(state: ReturnType<ReturnType<typeof useSync>['state']>, pending: number): SyncStatus {
  if (pending > 0) return { state: state === 'unreachable' ? 'failed' : 'sending', pending }
  return { state: state === 'unreachable' ? 'offline' : 'synced', pending: 0 }
}
