import * as Kobalte from '@kobalte/core/combobox'
import Check from 'lucide-solid/icons/check'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import { isMatch } from './commands'
import { popupMount } from './popups'
import type { SelectOption } from './select'

export interface ComboboxProps<V extends string> {
  readonly label: string
  readonly hideLabel?: boolean | undefined
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly value: V | undefined
  readonly options: readonly SelectOption<V>[]
  readonly onChange: (value: V | undefined) => void
  /** For options that come from elsewhere as one types; then nothing is filtered here. */
  readonly onQuery?: ((query: string) => void) | undefined
  readonly placeholder?: string | undefined
  readonly disabled?: boolean | undefined
}

const MOST_SHOWN = 60 // a longer list is not read but narrowed by typing

/** One of many, found by typing. Heavy: load lazily with what uses it. */
export function Combobox<V extends string>(props: ComboboxProps<V>): JSX.Element {
  const [query, setQuery] = createSignal('')
  const chosen = createMemo(() => props.options.find((option) => option.value === props.value) ?? null)
  const shown = createMemo(() => {
    const typed = query()
    const isAsking = typed !== '' && typed !== chosen()?.label && !props.onQuery
    const matching = isAsking
      ? props.options.filter((option) => isMatch({ label: option.label, also: option.note }, typed))
      : props.options
    const first = matching.slice(0, MOST_SHOWN)
    const one = chosen()
    // What is chosen is written in the field from among these: left out for its place in the alphabet, the field would be empty.
    return isAsking || !one || first.includes(one) ? first : [one, ...first]
  })
  return (
    <Kobalte.Root<SelectOption<V>>
      class="min-w-0"
      options={[...shown()]}
      optionValue="value"
      optionTextValue="label"
      optionLabel="label"
      optionDisabled={(option) => option.disabled === true}
      value={chosen()}
      onChange={(option: SelectOption<V> | null) => props.onChange(option?.value)}
      onInputChange={(text) => {
        setQuery(text)
        props.onQuery?.(text)
      }}
      defaultFilter={() => true}
      triggerMode="focus"
      placeholder={props.placeholder ?? 'Type to search'}
      disabled={props.disabled === true}
      validationState={props.error ? 'invalid' : 'valid'}
      allowsEmptyCollection
      gutter={4}
      sameWidth
      itemComponent={(item) => (
        <Kobalte.Item item={item.item} class="item">
          <Kobalte.ItemLabel class="min-w-0">
            {item.item.rawValue.label}
            <Show when={item.item.rawValue.note}>
              <span class="t12 q3 block">{item.item.rawValue.note}</span>
            </Show>
          </Kobalte.ItemLabel>
          <Kobalte.ItemIndicator class="tick">
            <Check class="i s" />
          </Kobalte.ItemIndicator>
        </Kobalte.Item>
      )}
    >
      <Kobalte.Label class={props.hideLabel ? 'vh' : 'lab'}>{props.label}</Kobalte.Label>
      <Kobalte.Control class="field">
        <Kobalte.Input />
        <Kobalte.Trigger aria-label={`Show ${props.label.toLowerCase()}`} tabIndex={-1}>
          <Kobalte.Icon class="q3">
            <ChevronDown class="i s" />
          </Kobalte.Icon>
        </Kobalte.Trigger>
      </Kobalte.Control>
      <Show when={props.hint}>
        <Kobalte.Description as="p" class="hint-t">
          {props.hint}
        </Kobalte.Description>
      </Show>
      <Kobalte.ErrorMessage class="err" role="alert">
        <CircleAlert class="i s" />
        {props.error}
      </Kobalte.ErrorMessage>
      <Kobalte.Portal mount={popupMount()}>
        <Kobalte.Content class="pop">
          <Show when={shown().length === 0}>
            <p class="q2 px-2 py-1">Nothing found. Try fewer letters.</p>
          </Show>
          <Kobalte.Listbox />
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte.Root>
  )
}
