import { type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { Icon } from './icon'
import { Menu, type MenuItem } from './menu'

/** A line to choose. */
export function choice(label: string, checked: boolean, onSelect: () => void): MenuItem {
  return { label, checked, onSelect }
}

interface PickProps {
  readonly icon?: Icon | undefined
  readonly ask: string
  readonly word: string | undefined
  readonly items: readonly MenuItem[]
  readonly none?: (() => void) | undefined
}

/** A chip that asks for one of a few things. */
export function Pick(props: PickProps): JSX.Element {
  return (
    <Show when={props.items.length > 0}>
      <Menu
        class={props.word ? 'chip' : 'chip dash'}
        groups={[
          { items: props.items },
          { items: props.word && props.none ? [{ label: 'None', onSelect: props.none }] : [] },
        ]}
      >
        <Show when={props.icon}>
          <Dynamic component={props.icon} class="i s" />
        </Show>
        <Show when={props.word} fallback={props.ask}>
          <span class="vh">{props.ask}: </span>
          {props.word}
        </Show>
      </Menu>
    </Show>
  )
}
