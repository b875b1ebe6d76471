import * as Kobalte from '@kobalte/core/select'
import Check from 'lucide-solid/icons/check'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import { createMemo, type JSX, Show } from 'solid-js'
import { popupMount } from './popups'

export interface SelectOption<V extends string> {
  readonly value: V
  readonly label: string
  /** A second, quiet line. */
  readonly note?: string | undefined
  readonly disabled?: boolean | undefined
}

export interface SelectProps<V extends string> {
  readonly label: string
  readonly hideLabel?: boolean | undefined
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly value: V | undefined
  readonly options: readonly SelectOption<V>[]
  readonly onChange: (value: V) => void
  readonly placeholder?: string | undefined
  readonly disabled?: boolean | undefined
  /** The height of a form field rather than of a toolbar. */
  readonly tall?: boolean | undefined
  readonly name?: string | undefined
}

/** One of a few. For many, or to search among them, use a combobox. Heavy: load lazily with what uses it. */
export function Select<V extends string>(props: SelectProps<V>): JSX.Element {
  const chosen = createMemo(() => props.options.find((option) => option.value === props.value) ?? null)
  return (
    <Kobalte.Root<SelectOption<V>>
      class="min-w-0"
      options={[...props.options]}
      optionValue="value"
      optionTextValue="label"
      optionDisabled={(option) => option.disabled === true}
      value={chosen()}
      onChange={(option: SelectOption<V> | null) => option && props.onChange(option.value)}
      placeholder={props.placeholder ?? 'Choose'}
      disabled={props.disabled === true}
      validationState={props.error ? 'invalid' : 'valid'}
      name={props.name ?? ''}
      disallowEmptySelection
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
      <Kobalte.Label as="span" class={props.hideLabel ? 'vh' : 'lab'}>
        {props.label}
      </Kobalte.Label>
      <Kobalte.Trigger class={props.tall ? 'select tall' : 'select'}>
        <Kobalte.Value<SelectOption<V>> class="clip">{(state) => state.selectedOption().label}</Kobalte.Value>
        <Kobalte.Icon>
          <ChevronDown class="i s" />
        </Kobalte.Icon>
      </Kobalte.Trigger>
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
          <Kobalte.Listbox />
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte.Root>
  )
}
