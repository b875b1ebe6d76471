import ChevronsUpDown from 'lucide-solid/icons/chevrons-up-down'
import Keyboard from 'lucide-solid/icons/keyboard'
import Laptop from 'lucide-solid/icons/laptop'
import LogOut from 'lucide-solid/icons/log-out'
import Settings from 'lucide-solid/icons/settings'
import type { JSX } from 'solid-js'
import { Avatar } from '../avatar'
import { Menu, type MenuGroup } from '../menu'
import { openKeyboardMap } from '../palette'
import { setThemeChoice, type ThemeChoice, themeChoice } from '../theme'

/** Who is here, and in which company. */
export interface Account {
  readonly tenant: string
  readonly name: string
  readonly email: string
}

export interface AccountActions {
  readonly onSettings: () => void
  readonly onSessions: () => void
  readonly onSignOut: () => void
}

const THEMES: readonly { readonly choice: ThemeChoice; readonly label: string }[] = [
  { choice: 'light', label: 'Light' },
  { choice: 'dark', label: 'Dark' },
  { choice: 'system', label: 'As this device' },
]

export function accountGroups(actions: AccountActions): MenuGroup[] {
  return [
    {
      items: [
        { label: 'Settings', icon: Settings, keys: 'g s', onSelect: () => actions.onSettings() },
        { label: 'Sessions', icon: Laptop, onSelect: () => actions.onSessions() },
        { label: 'Keyboard shortcuts', icon: Keyboard, keys: '?', onSelect: openKeyboardMap },
      ],
    },
    {
      label: 'Theme',
      items: THEMES.map(({ choice, label }) => ({
        label,
        checked: themeChoice() === choice,
        onSelect: () => setThemeChoice(choice),
      })),
    },
    { items: [{ label: 'Sign out', icon: LogOut, onSelect: () => actions.onSignOut() }] },
  ]
}

/** At the head of the rail: the company. */
export function TenantMenu(props: AccountActions & { readonly account: Account }): JSX.Element {
  return (
    <Menu class="tenant" groups={accountGroups(props)}>
      <b class="mark" aria-hidden="true">
        {Array.from(props.account.tenant.trim())[0]?.toLocaleUpperCase()}
      </b>
      <span class="clip">{props.account.tenant}</span>
      <span class="vh">, company menu</span>
      <ChevronsUpDown class="i s" />
    </Menu>
  )
}

/** At the foot of the rail: the person. */
export function PersonMenu(props: AccountActions & { readonly account: Account }): JSX.Element {
  return (
    <Menu class="nav" groups={accountGroups(props)} placement="top-start">
      <Avatar name={props.account.name} me beside />
      <span class="clip">{props.account.name}</span>
      <span class="vh">, your menu</span>
    </Menu>
  )
}
