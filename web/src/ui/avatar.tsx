import { For, type JSX, Show } from 'solid-js'
import { initials } from './initials'

export interface AvatarProps {
  readonly name: string
  /** The reader: drawn filled, so that one's own things stand out. */
  readonly me?: boolean | undefined
  readonly size?: 'sm' | 'md' | undefined
  /** Someone here with us, in their colour. */
  readonly peer?: 1 | 2 | 3 | 4 | undefined
  /** The name stands beside it already: say it once. */
  readonly beside?: boolean | undefined
}

export function Avatar(props: AvatarProps): JSX.Element {
  const look = () =>
    `av${props.size === 'md' ? ' m' : ''}${props.me ? ' me' : ''}${props.peer ? ` p${props.peer}` : ''}`
  return (
    <Show
      when={!props.beside}
      fallback={
        <span class={look()} aria-hidden="true">
          {initials(props.name)}
        </span>
      }
    >
      <span class={look()} role="img" aria-label={props.name} data-tip={props.name}>
        {initials(props.name)}
      </span>
    </Show>
  )
}

/** People together, overlapping; the rest as a number. */
export function AvatarStack(props: {
  readonly people: readonly AvatarProps[]
  readonly max?: number | undefined
}): JSX.Element {
  const shown = () => props.people.slice(0, props.max ?? 4)
  const rest = () => props.people.slice(props.max ?? 4)
  return (
    <span class="stack">
      <For each={shown()}>{(person) => <Avatar size="md" {...person} />}</For>
      <Show when={rest().length > 0}>
        <span
          class="av m"
          role="img"
          aria-label={`and ${rest().length} more`}
          data-tip={rest()
            .map((p) => p.name)
            .join(', ')}
        >
          +{rest().length}
        </span>
      </Show>
    </span>
  )
}
