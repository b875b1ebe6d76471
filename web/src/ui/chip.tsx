import { type JSX, Show, splitProps } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { Icon } from './icon'

export interface ChipProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon?: Icon | undefined
  /** A filter that is on or off; leave out for a chip that opens something. */
  readonly pressed?: boolean | undefined
  /** An invitation to add one: "+ Filter". */
  readonly dashed?: boolean | undefined
}

export function Chip(props: ChipProps): JSX.Element {
  const [own, rest] = splitProps(props, ['icon', 'pressed', 'dashed', 'class', 'children'])
  return (
    <button
      type="button"
      {...rest}
      class={`chip${own.dashed ? ' dash' : ''}${own.class ? ` ${own.class}` : ''}`}
      aria-pressed={own.pressed}
    >
      <Show when={own.icon}>
        <Dynamic component={own.icon} class="i s" />
      </Show>
      {own.children}
    </button>
  )
}

export type Tone = 'plain' | 'positive' | 'caution' | 'negative' | 'accent'

const TONE = { plain: 'tag', positive: 'tag pos', caution: 'tag cau', negative: 'tag neg', accent: 'tag acc' }

/** A word about a thing. The word carries the meaning; the tone only helps to find it. */
export function Tag(props: {
  readonly tone?: Tone | undefined
  readonly icon?: Icon | undefined
  readonly children: JSX.Element
}): JSX.Element {
  return (
    <span class={TONE[props.tone ?? 'plain']}>
      <Show when={props.icon}>
        <Dynamic component={props.icon} class="i xs" />
      </Show>
      {props.children}
    </span>
  )
}
