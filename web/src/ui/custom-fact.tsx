import { type JSX, Show } from 'solid-js'
import { formatDate, formatNumber } from './format'
import { InlineChoice, InlineField } from './inline-value'

/** As much of a company's own field as it takes to show and edit its value. */
interface CustomFactField {
  readonly key: string
  readonly label: string
  readonly type: 'text' | 'number' | 'date' | 'choice'
  readonly choices?: readonly string[] | null | undefined
}

interface CustomFactProps {
  /** Whose fact it is: a deal's or a customer's. */
  readonly record: { change(patch: { custom: Record<string, string | number | null> }, said: string): unknown }
  /** The reader may not change it. */
  readonly fixed: boolean
  readonly field: CustomFactField
  readonly value: string | number | null
}

/** A fact of the company's own. */
export function CustomFact(props: CustomFactProps): JSX.Element {
  const set = (value: string | number | null) =>
    props.record.change({ custom: { [props.field.key]: value } }, `${props.field.label} changed`)
  const save = (text: string) => {
    if (props.field.type !== 'number') return void set(text || null)
    const value = text === '' ? null : Number(text)
    if (value !== null && !Number.isFinite(value)) return 'Enter a number'
    return void set(value)
  }
  const shown = () => {
    const { value } = props
    if (value === null || value === '') return undefined
    if (typeof value === 'number') return formatNumber(value, Number.isInteger(value) ? 0 : 2)
    return props.field.type === 'date' ? formatDate(value) : value
  }
  return (
    <Show
      when={props.field.type === 'choice'}
      fallback={
        <InlineField
          label={props.field.label}
          fixed={props.fixed}
          type={props.field.type === 'number' ? 'number' : props.field.type === 'date' ? 'date' : 'text'}
          maxLength={2000}
          text={props.value === null ? '' : String(props.value)}
          onSave={save}
        >
          {shown()}
        </InlineField>
      }
    >
      <InlineChoice
        label={props.field.label}
        fixed={props.fixed}
        groups={[
          {
            items: (props.field.choices ?? []).map((choice) => ({
              label: choice,
              checked: choice === props.value,
              onSelect: () => choice !== props.value && set(choice),
            })),
          },
          { items: props.value === null ? [] : [{ label: 'None', onSelect: () => set(null) }] },
        ]}
      >
        {shown()}
      </InlineChoice>
    </Show>
  )
}
