import CircleAlert from 'lucide-solid/icons/circle-alert'
import { createUniqueId, For, type JSX, Show } from 'solid-js'

export interface RadioGroupProps<V extends string> {
  readonly label: string
  readonly value: V | undefined
  readonly options: readonly { readonly value: V; readonly label: string }[]
  readonly onChange: (value: V) => void
  readonly error?: string | undefined
}

/** One of a few, all of them in sight. */
export function RadioGroup<V extends string>(props: RadioGroupProps<V>): JSX.Element {
  const id = createUniqueId()
  return (
    <fieldset class="min-w-0" aria-describedby={props.error ? `${id}-error` : undefined}>
      <legend class="lab">{props.label}</legend>
      <div class="grid gap-1">
        <For each={props.options}>
          {(option) => (
            <label class="check">
              <input
                type="radio"
                class="rad"
                name={id}
                checked={props.value === option.value}
                onChange={() => props.onChange(option.value)}
              />
              <span class="min-w-0">{option.label}</span>
            </label>
          )}
        </For>
      </div>
      <div aria-live="polite">
        <Show when={props.error}>
          <p class="err" id={`${id}-error`}>
            <CircleAlert class="i s" />
            {props.error}
          </p>
        </Show>
      </div>
    </fieldset>
  )
}
