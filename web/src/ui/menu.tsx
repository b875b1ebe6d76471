import { createSignal, type JSX, lazy, Show, Suspense, splitProps } from 'solid-js'
import type { Icon } from './icon'

export interface MenuItem {
  readonly label: string
  readonly icon?: Icon | undefined
  readonly keys?: string | undefined
  readonly onSelect: () => void
  /** Why it cannot be chosen now. */
  readonly off?: string | false | undefined
  /** One of several that are ticked or not. */
  readonly checked?: boolean | undefined
  /** Several can be ticked in a row: choosing it leaves the menu open. */
  readonly stays?: boolean | undefined
  readonly danger?: boolean | undefined
}

export interface MenuGroup {
  readonly label?: string | undefined
  readonly items: readonly MenuItem[]
}

export interface MenuProps extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  readonly groups: readonly MenuGroup[]
  /** What stands in the button. */
  readonly children: JSX.Element
  readonly placement?: 'bottom-start' | 'bottom-end' | 'top-start' | 'top-end' | undefined
}

// The menu itself comes with the first press: no screen waits for it before it can be used.
const load = () => import('./menu-content')
const MenuContent = lazy(load)

/** A button that opens a menu. `class` and the other attributes go to the button. */
export function Menu(props: MenuProps): JSX.Element {
  const [wanted, setWanted] = createSignal(false)
  const [own, button] = splitProps(props, ['groups', 'placement', 'children'])
  const waiting = () => (
    <button
      type="button"
      {...button}
      aria-haspopup="menu"
      aria-expanded={wanted()}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setWanted(true)}
    >
      {own.children}
    </button>
  )
  return (
    <Show when={wanted()} fallback={waiting()}>
      <Suspense fallback={waiting()}>
        <MenuContent {...props} />
      </Suspense>
    </Show>
  )
}
