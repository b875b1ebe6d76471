import { A } from '@solidjs/router'
import { type JSX, Show, splitProps } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { Icon } from './icon'
import { Kbd } from './kbd'

interface Look {
  /** One primary to a screen: it is where the accent goes. */
  readonly tone?: 'plain' | 'primary' | 'quiet' | undefined
  readonly size?: 'sm' | 'md' | 'lg' | undefined
  readonly icon?: Icon | undefined
  readonly danger?: boolean | undefined
}

const TONE = { plain: '', primary: ' p', quiet: ' g' }
const SIZE = { sm: ' sm', md: '', lg: ' lg' }

export function buttonClass(look: Look, extra?: string): string {
  const danger = look.danger ? ' bad' : ''
  return `btn${TONE[look.tone ?? 'plain']}${SIZE[look.size ?? 'md']}${danger}${extra ? ` ${extra}` : ''}`
}

export interface ButtonProps extends Look, Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'onClick' | 'disabled'> {
  readonly onClick?: ((event: MouseEvent) => void) | undefined
  /** Why it cannot be used now. It stays reachable by keyboard, so that the reason can be read. */
  readonly off?: string | false | undefined
  /** At work: further presses are ignored, the label stays. */
  readonly busy?: boolean | undefined
  /** The shortcut, shown at the end: "mod+z". */
  readonly keys?: string | undefined
  /** A tooltip; the reason it is off goes before it. */
  readonly 'data-tip'?: string | undefined
}

const LOOK = ['tone', 'size', 'icon', 'danger', 'class', 'children'] as const

export function Button(props: ButtonProps): JSX.Element {
  const [look, state, rest] = splitProps(props, LOOK, ['onClick', 'off', 'busy', 'keys', 'data-tip'])
  const press = (event: MouseEvent) => {
    if (state.off || state.busy) {
      event.preventDefault()
      return
    }
    state.onClick?.(event)
  }
  return (
    <button
      type="button"
      {...rest}
      class={buttonClass(look, look.class)}
      aria-disabled={state.off ? 'true' : undefined}
      aria-busy={state.busy ? 'true' : undefined}
      data-tip={state.off || state['data-tip']}
      onClick={press}
    >
      <ButtonIcon icon={look.icon} size={look.size} />
      {look.children}
      <Show when={state.keys}>{(keys) => <Kbd keys={keys()} />}</Show>
    </button>
  )
}

export interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children' | 'keys'> {
  readonly icon: Icon
  /** Said to screen readers and shown as a tooltip. */
  readonly label: string
  /** Words after the label in the tooltip only: its shortcut. */
  readonly keys?: string | undefined
  /** A mark on the corner, for something new. */
  readonly dot?: boolean | undefined
}

export function IconButton(props: IconButtonProps): JSX.Element {
  const [own, rest] = splitProps(props, ['icon', 'label', 'keys', 'dot', 'tone', 'class'])
  return (
    <Button
      tone={own.tone ?? 'quiet'}
      {...rest}
      class={own.class ? `ic ${own.class}` : 'ic'}
      aria-label={own.label}
      data-tip={own.label}
      data-tip-keys={own.keys}
    >
      <Dynamic component={own.icon} class="i" />
      <Show when={own.dot}>
        <i class="dot" />
      </Show>
    </Button>
  )
}

export interface LinkButtonProps extends Look {
  readonly href: string
  readonly class?: string | undefined
  readonly children: JSX.Element
}

/** A link that looks like a button: for going somewhere, never for doing something. */
export function LinkButton(props: LinkButtonProps): JSX.Element {
  return (
    <A href={props.href} class={buttonClass(props, props.class)}>
      <ButtonIcon icon={props.icon} size={props.size} />
      {props.children}
    </A>
  )
}

function ButtonIcon(props: { icon: Icon | undefined; size: 'sm' | 'md' | 'lg' | undefined }): JSX.Element {
  return (
    <Show when={props.icon}>
      <Dynamic component={props.icon} class={props.size === 'sm' ? 'i s' : 'i'} />
    </Show>
  )
}
