import { createEffect, type JSX } from 'solid-js'

export interface LineInputProps {
  readonly label: string
  readonly text: string
  readonly onSave: (text: string) => void
  readonly maxLength?: number | undefined
  readonly inputmode?: 'numeric' | 'decimal' | 'text' | undefined
  readonly placeholder?: string | undefined
  /** Leaving it empty is an answer too. */
  readonly mayBeEmpty?: boolean | undefined
  readonly class?: string | undefined
  readonly off?: boolean | undefined
}

/** A line edited where it stands: Enter or leaving saves, Escape restores. */
export function LineInput(props: LineInputProps): JSX.Element {
  let input!: HTMLInputElement
  // What was refused comes back as it was.
  createEffect(() => {
    input.value = props.text
  })
  const save = () => {
    const text = input.value.trim()
    if (text === props.text) return
    if (text === '' && !props.mayBeEmpty) input.value = props.text
    else props.onSave(text)
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') input.value = props.text
    else if (event.key !== 'Enter') return
    event.preventDefault()
    event.stopPropagation()
    input.blur()
  }
  return (
    <input
      ref={input}
      type="text"
      class={props.class ? `line-in ${props.class}` : 'line-in'}
      aria-label={props.label}
      maxLength={props.maxLength ?? 200}
      inputmode={props.inputmode}
      placeholder={props.placeholder}
      disabled={props.off}
      autocomplete="off"
      onBlur={save}
      onKeyDown={key}
    />
  )
}
