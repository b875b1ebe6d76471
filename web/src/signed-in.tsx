import { Navigate, useLocation, useNavigate } from '@solidjs/router'
import { createSignal, type JSX, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import { paths } from './paths'
import { mayImport, useSession } from './session/session'
import type { Operation } from './sync/operation'
import type { SyncState } from './sync/ports'
import { type Sync, SyncProvider, useSync } from './sync/store'
import { TextsProvider, useTexts } from './tasks/room/texts'
import { isPaletteOpen } from './ui/palette'
import { DESTINATIONS } from './ui/shell/destinations'
import { Frame } from './ui/shell/frame'
import type { SyncStatus } from './ui/shell/sync-status'
import { showToast } from './ui/toast'

const SignOutDialog = lazy(() => import('./features/pending/sign-out-dialog'))

const FromAnywhere = lazy(() => import('./from-anywhere'))
const QuickAddDialog = lazy(() => import('./tasks/quick-add-dialog'))

// Whoever may do one of these has a section of the console.
const ADMIN = ['org.manage_users', 'org.assign_roles', 'org.configure_settings', 'team.manage_members'] as const

/** Where session, working set and frame meet: the frame holds no data, so what it shows is handed to it here. */
export function SignedIn(props: { children?: JSX.Element }): JSX.Element {
  const session = useSession()
  const location = useLocation()
  const navigate = useNavigate()
  const tellRefused = ({ what }: { readonly what: string }) =>
    showToast(`Refused: ${what}`, { bad: true, action: { label: 'See why', run: () => navigate(paths.pending()) } })
  const tellOverwrote = ({ what }: { readonly what: string }) =>
    showToast(`Somebody had changed the same. Yours stands now: ${what}`, {
      keep: true,
      action: { label: 'Compare', run: () => navigate(paths.pending()) },
    })
  const tellMet = (operation: Operation, sync: Sync) =>
    void import('./features/pending/tell-met').then(
      (here) => here.tellMet(operation, { sync, me: session.me(), see: () => navigate(paths.pending()) }),
      // The words for it are not on this device; what is kept of it says it again.
      () => tellRefused(operation),
    )
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
          <SyncProvider
            tenantId={session.me().tenant.id}
            userId={session.me().userId}
            onRefused={tellRefused}
            onOverwrote={tellOverwrote}
            onMet={tellMet}
          >
            <TextsProvider tenantId={session.me().tenant.id} userId={session.me().userId}>
              <Framed>{props.children}</Framed>
            </TextsProvider>
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
  const [isLeaving, setIsLeaving] = createSignal(false)
  const leave = () => void session.signOut().then(() => navigate(paths.signIn()))
  const texts = useTexts()
  const refused = () =>
    sync.operations().filter(({ state }) => state === 'refused').length + texts.waiting().refused.length
  // Those that are being written are on the device only for as long as the way to their room takes.
  const unsent = () => (sync.state() === 'unreachable' ? texts.unsentTasks() : 0)
  const pending = () => sync.pending() + unsent()
  const unread = () => {
    if (session.state().status !== 'in' || !session.may('notifications.receive_assigned')) return undefined
    return Object.values(sync.rows.notifications).filter(({ readAt }) => readAt === null).length
  }
  const newer = () => sync.operations().filter(({ state }) => state === 'newer').length
  const lost = () => sync.pending() + texts.unsentTasks() + refused() + newer()
  const askToLeave = () => (lost() > 0 ? setIsLeaving(true) : leave())
  const destinations = () =>
    DESTINATIONS.filter(({ key }) => {
      if (session.state().status !== 'in') return false
      if (key === 'import') return mayImport(session)
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
      sync={() => ({ ...statusOf(sync.state(), pending()), refused: refused(), isFull: sync.isFull() })}
      onSettings={() => navigate(paths.settings())}
      onSessions={() => navigate(paths.sessions())}
      unread={unread()}
      onAddTask={mayAddTask() ? () => setAdding(true) : undefined}
      onSignOut={askToLeave}
    >
      {props.children}
      <Show when={isPaletteOpen()}>
        <Suspense>
          <FromAnywhere onSignOut={askToLeave} />
        </Suspense>
      </Show>
      <Suspense>
        <Show when={adding()}>
          <QuickAddDialog onClose={() => setAdding(false)} />
        </Show>
      </Suspense>
      <Show when={isLeaving()}>
        <Suspense>
          <SignOutDialog count={lost()} onLeave={leave} onClose={() => setIsLeaving(false)} />
        </Suspense>
      </Show>
    </Frame>
  )
}

function statusOf(state: SyncState, pending: number): Pick<SyncStatus, 'state' | 'pending'> {
  if (state === 'unreachable') return { state: 'offline', pending }
  if (pending > 0) return { state: 'sending', pending }
  return { state: state === 'synced' ? 'synced' : 'behind', pending }
}
