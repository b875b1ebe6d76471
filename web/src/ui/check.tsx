import { createEffect, type JSX, splitProps } from 'solid-js'

interface CheckProps extends Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'type' | 'role' | 'onChange'> {
  readonly label: JSX.Element
  /** The label is said but not shown: for a box at the head of a row. */
  readonly hideLabel?: boolean | undefined
  readonly onChange?: ((checked: boolean) => void) | undefined
}

export interface CheckboxProps extends CheckProps {
  readonly indeterminate?: boolean | undefined
  /** Round, as in a list of things to finish. */
  readonly round?: boolean | undefined
}

const OWN = ['label', 'hideLabel', 'onChange', 'class'] as const

export function Checkbox(props: CheckboxProps): JSX.Element {
  const [own, state, input] = splitProps(props, OWN, ['indeterminate', 'round'])
  let box!: HTMLInputElement
  createEffect(() => {
    box.indeterminate = state.indeterminate === true
  })
  return (
    <label class={own.class ? `check ${own.class}` : 'check'}>
      <input
        {...input}
        ref={box}
        type="checkbox"
        class={state.round ? 'chk r' : 'chk'}
        onChange={(event) => own.onChange?.(event.currentTarget.checked)}
      />
      <span class={own.hideLabel ? 'vh' : 'min-w-0'}>{own.label}</span>
    </label>
  )
}

/** On or off, at once. For choices that wait for Save, use a checkbox. */
export function Toggle(props: CheckProps): JSX.Element {
  const [own, input] = splitProps(props, OWN)
  return (
    <label class={own.class ? `check ${own.class}` : 'check'}>
      <input
        {...input}
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells its own state
        role="switch"
        class="tog"
        onChange={(event) => own.onChange?.(event.currentTarget.checked)}
      />
      <span class={own.hideLabel ? 'vh' : 'min-w-0'}>{own.label}</span>
    </label>
  )
}
