import { useLocation, useNavigate } from '@solidjs/router'
import Bell from 'lucide-solid/icons/bell'
import ListPlus from 'lucide-solid/icons/list-plus'
import { For, type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { paths } from '../../paths'
import { useCommands } from '../commands'
import { createMedia, PHONE } from '../media'
import { type Account, type AccountActions, PersonMenu, TenantMenu } from './account-menu'
import { BottomNav } from './bottom-nav'
import { ShellContext } from './context'
import { type Destination, isAt } from './destinations'
import type { SyncStatus } from './sync-status'

export interface FrameProps extends AccountActions {
  /** Not yet known while the session is being read; the frame does not jump when it is. */
  readonly account: Account | undefined
  /** Only the places this person may go. */
  readonly destinations: readonly Destination[]
  readonly sync: () => SyncStatus
  /** How many notifications are unread; undefined for whoever receives none. */
  readonly unread?: number | undefined
  /** Opens the line to write a task in; undefined for whoever may not make any. */
  readonly onAddTask?: (() => void) | undefined
  readonly children: JSX.Element
}

/** The frame of every screen one works in: rail on the desktop, bottom bar on the phone, the page between. */
export function Frame(props: FrameProps): JSX.Element {
  const navigate = useNavigate()
  // One of the two, not both with one of them hidden: a phone should not wait for a rail it never shows.
  const isPhone = createMedia(PHONE)
  useCommands(() => [
    ...props.destinations.map((place) => ({
      id: `go.${place.key}`,
      label: place.label,
      group: 'Go to',
      icon: place.icon,
      keys: place.keys,
      run: () => navigate(place.href),
    })),
    ...(props.onAddTask
      ? [{ id: 'task.new', label: 'New task', group: 'Do', keys: 't', icon: ListPlus, run: () => props.onAddTask?.() }]
      : []),
    ...(props.unread === undefined
      ? []
      : [
          {
            id: 'go.notifications',
            label: 'Notifications',
            group: 'Go to',
            keys: 'g n',
            icon: Bell,
            run: () => navigate(paths.notifications()),
          },
        ]),
    { id: 'go.settings', label: 'Settings', group: 'Go to', keys: 'g s', run: () => navigate(paths.settings()) },
    { id: 'go.sessions', label: 'Sessions', group: 'Go to', run: () => navigate(paths.sessions()) },
  ])
  return (
    <ShellContext.Provider
      value={{
        sync: props.sync,
        get unread() {
          return props.unread
        },
        get addTask() {
          return props.onAddTask
        },
      }}
    >
      <div class="app">
        <button type="button" class="vh" onClick={() => document.getElementById('main')?.focus()}>
          Skip to content
        </button>
        <Show when={!isPhone()}>
          <Rail {...props} />
        </Show>
        {props.children}
        <Show when={isPhone()}>
          <BottomNav {...props} />
        </Show>
      </div>
    </ShellContext.Provider>
  )
}

function Rail(props: Omit<FrameProps, 'children' | 'sync'>): JSX.Element {
  const shown = (foot: boolean) => props.destinations.filter((place) => place.foot === foot)
  return (
    <div class="rail">
      <Show when={props.account} fallback={<div class="tenant" />}>
        {(account) => (
          <TenantMenu
            account={account()}
            onSettings={props.onSettings}
            onSessions={props.onSessions}
            onSignOut={props.onSignOut}
          />
        )}
      </Show>
      <nav aria-label="Main" class="flex flex-1 flex-col gap-px">
        <For each={shown(false)}>{(place) => <NavLink place={place} />}</For>
        <i class="sp" />
        <For each={shown(true)}>{(place) => <NavLink place={place} />}</For>
      </nav>
      <hr />
      <Show when={props.account} fallback={<div class="nav" />}>
        {(account) => (
          <PersonMenu
            account={account()}
            onSettings={props.onSettings}
            onSessions={props.onSessions}
            onSignOut={props.onSignOut}
          />
        )}
      </Show>
    </div>
  )
}

function NavLink(props: { place: Destination }): JSX.Element {
  const location = useLocation()
  return (
    <a
      class="nav"
      href={props.place.href}
      data-tip={props.place.label}
      data-tip-keys={props.place.keys}
      aria-current={isAt(props.place, location.pathname) ? 'page' : undefined}
    >
      <Dynamic component={props.place.icon} class="i" />
      <span>{props.place.label}</span>
    </a>
  )
}
