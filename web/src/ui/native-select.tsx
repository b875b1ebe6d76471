import ChevronDown from 'lucide-solid/icons/chevron-down'
import { children, createEffect, createUniqueId, type JSX, Show, splitProps } from 'solid-js'

export interface NativeSelectProps extends JSX.SelectHTMLAttributes<HTMLSelectElement> {
  readonly value: string
  readonly label: string
  /** Before the list; otherwise the label is only said, and the words beside it are what others read. */
  readonly showLabel?: boolean | undefined
  /** Nothing is chosen yet, and something has to be. */
  readonly invalid?: boolean | undefined
  /** As quiet as what it chooses: left out. */
  readonly quiet?: boolean | undefined
}

const OWN = ['label', 'value', 'showLabel', 'invalid', 'quiet', 'children'] as const

/** The platform's own list: for tables of hundreds of choices, where the drawn one would cost a second to make. */
export function NativeSelect(props: NativeSelectProps): JSX.Element {
  const [own, rest] = splitProps(props, OWN)
  const id = createUniqueId()
  const options = children(() => own.children)
  let select!: HTMLSelectElement
  // A list takes a value only once the option for it is there.
  createEffect(() => {
    options()
    select.value = own.value
  })
  return (
    <>
      <Show when={own.showLabel}>
        <label for={id}>{own.label}</label>
      </Show>
      <span class="nsel">
        <select
          {...rest}
          ref={select}
          id={id}
          class={own.quiet ? 'select q3' : 'select'}
          aria-label={own.showLabel ? undefined : own.label}
          aria-invalid={own.invalid ? 'true' : undefined}
        >
          {options()}
        </select>
        <ChevronDown class="i s" />
      </span>
    </>
  )
}
