import { createMemo, For, type JSX, Show } from 'solid-js'
import type { Currency } from '../../../../worker/kernel/money'
import type { Field } from '../../../../worker/sales/domain/csv/fields'
import type { Conventions, Dialect } from '../../../../worker/sales/domain/csv/mapping'
import { plural } from '../../ui/format'
import { NativeSelect } from '../../ui/native-select'
import { currencyOptions } from '../../ui/place-option'
import type { Draft } from './draft'
import { columnOf } from './mapping-changes'

const DELIMITERS: readonly { readonly value: Dialect['delimiter']; readonly label: string }[] = [
  { value: ',', label: 'comma' },
  { value: ';', label: 'semicolon' },
  { value: '\t', label: 'tab' },
  { value: '|', label: 'bar |' },
]

/** How the cells of the file are read, one way for all of it: guessed, and here to be corrected. */
export function ReadingChoices(props: { readonly draft: Draft }): JSX.Element {
  const conventions = () => props.draft.value().conventions
  const dialect = () => props.draft.value().dialect
  const columns = () => props.draft.value().mapping.columns
  const isUndecided = () => conventions().dateOrder === 'undecided'
  const mustChoose = () => (isUndecided() ? props.draft.inspection().ambiguousDate : null)
  const currencies = createMemo(() => currencyOptions(conventions().currency))
  const holds = (type: 'date' | 'number', fields: readonly Field[]) =>
    columns().some(({ target }) =>
      target.kind === 'custom' ? target.type === type : target.kind === 'field' && fields.includes(target.field),
    )
  const hasAmount = () => columnOf(columns(), 'amount') !== undefined
  const hasCurrency = () => columnOf(columns(), 'currency') !== undefined
  return (
    <>
      <div class="import-reading">
        <Show when={holds('date', ['createdOn', 'expectedCloseOn', 'closedOn'])}>
          <span>
            <NativeSelect
              label="Dates as"
              showLabel
              invalid={mustChoose() !== null}
              value={conventions().dateOrder}
              onChange={(event) =>
                props.draft.setConventions({ dateOrder: event.currentTarget.value as Conventions['dateOrder'] })
              }
            >
              <Show when={isUndecided()}>
                <option value="undecided">{mustChoose() === null ? 'year-month-day' : 'choose'}</option>
              </Show>
              <option value="dmy">day/month/year</option>
              <option value="mdy">month/day/year</option>
            </NativeSelect>
          </span>
        </Show>
        <Show when={holds('number', ['amount'])}>
          <span>
            <NativeSelect
              label="Decimals as"
              showLabel
              value={conventions().decimals}
              onChange={(event) =>
                props.draft.setConventions({ decimals: event.currentTarget.value as Conventions['decimals'] })
              }
            >
              <option value="point">1,234.56</option>
              <option value="comma">1.234,56</option>
            </NativeSelect>
          </span>
        </Show>
        <Show when={hasAmount()}>
          <span>
            <NativeSelect
              label={hasCurrency() ? 'Currency, where none is named' : 'Currency'}
              showLabel
              value={conventions().currency}
              onChange={(event) => props.draft.setConventions({ currency: event.currentTarget.value as Currency })}
            >
              <For each={currencies()}>
                {({ value, note }) => (
                  <option value={value}>
                    {value}, {note}
                  </option>
                )}
              </For>
            </NativeSelect>
          </span>
        </Show>
        <span>
          <NativeSelect
            label="Columns parted by"
            showLabel
            value={dialect().delimiter}
            onChange={(event) =>
              props.draft.setDialect({ delimiter: event.currentTarget.value as Dialect['delimiter'] })
            }
          >
            <For each={DELIMITERS}>{({ value, label }) => <option value={value}>{label}</option>}</For>
          </NativeSelect>
        </span>
        <span>
          <NativeSelect
            label="First row"
            showLabel
            value={dialect().header ? 'names' : 'deal'}
            onChange={(event) => props.draft.setDialect({ header: event.currentTarget.value === 'names' })}
          >
            <option value="names">names the columns</option>
            <option value="deal">is a deal</option>
          </NativeSelect>
        </span>
      </div>
      <Show when={mustChoose()}>
        {(example) => (
          <p class="err mb-2" role="alert">
            {example()} could be two days, and no date in the file says which: choose how dates are written.
          </p>
        )}
      </Show>
      <Show when={!props.draft.inspection().decimalsCertain}>
        <p class="t12 cau mb-2">The amounts could be read either way: look whether those below are right.</p>
      </Show>
    </>
  )
}

/** What becomes of rows that name no customer; a deal has to have one. */
export function BlankCustomers(props: { readonly draft: Draft }): JSX.Element {
  const name = () => props.draft.value().conventions.customerWhenBlank
  const hasColumn = () => columnOf(props.draft.value().mapping.columns, 'customer') !== undefined
  const count = () => (hasColumn() ? props.draft.inspection().blankCustomers : props.draft.inspection().rows)
  // What was last said to be their name, so that it is there again when one changes one's mind.
  let last = name() ?? 'Customer unknown'
  const rename = (text: string) => {
    const said = text.trim()
    if (said !== '') last = said
    props.draft.setConventions({ customerWhenBlank: last })
  }
  return (
    <Show when={count() > 0 && !props.draft.isReading()}>
      <fieldset class="import-blank">
        <legend class="vh">Rows without a customer</legend>
        <span>
          {hasColumn()
            ? `${plural(count(), 'row names', 'rows name')} no customer, and`
            : 'No column names the customer, and the deals'}
        </span>
        <NativeSelect
          label="What becomes of rows without a customer"
          value={name() === null ? 'refuse' : 'one'}
          onChange={(event) =>
            props.draft.setConventions({ customerWhenBlank: event.currentTarget.value === 'one' ? last : null })
          }
        >
          <option value="one">go under one customer</option>
          <option value="refuse">are not taken</option>
        </NativeSelect>
        <Show when={name() !== null}>
          <input
            class="field"
            aria-label="The customer they go under"
            maxLength={200}
            value={name() ?? ''}
            onChange={(event) => {
              rename(event.currentTarget.value)
              event.currentTarget.value = last
            }}
          />
        </Show>
      </fieldset>
    </Show>
  )
}
