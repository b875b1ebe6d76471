import { createSignal, type JSX } from 'solid-js'
import type { Priority } from '../../../../worker/sales/contract'
import { useSession } from '../../session/session'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'
import { formatMoneyInput, parseMoney } from '../../ui/money-input'
import { Popover } from '../../ui/popover'
import { Select } from '../../ui/select'
import { PRIORITIES, PRIORITY_WORDS } from './deal-filters'
import type { ViewOptions } from './view-options'

export interface FilterPopoverProps {
  readonly options: ViewOptions
  readonly isSet: boolean
  readonly trigger: JSX.Element
}

const ANY = 'any'

/** All filters in one panel, applied together. Opens as soon as it is there: its chip has been pressed already. */
export default function FilterPopover(props: FilterPopoverProps): JSX.Element {
  return (
    <Popover
      startsOpen
      class={props.isSet ? 'chip' : 'chip dash'}
      aria-pressed={props.isSet || undefined}
      label="Filters"
      trigger={props.trigger}
    >
      {(close) => <FilterForm options={props.options} close={close} />}
    </Popover>
  )
}

function FilterForm(props: { options: ViewOptions; close: () => void }): JSX.Element {
  const session = useSession()
  const currency = () => session.me().tenant.currency
  const now = props.options.filters()
  const [text, setText] = createSignal(now.text ?? '')
  const [before, setBefore] = createSignal(now.before ?? '')
  const [priority, setPriority] = createSignal<Priority | typeof ANY>(now.priority ?? ANY)
  const [min, setMin] = createSignal(now.min === undefined ? '' : formatMoneyInput(now.min * 100, 'EUR'))
  const [error, setError] = createSignal<string>()
  const apply = (event: Event) => {
    event.preventDefault()
    // Compared in whole units of each deal's own currency: any with two decimals reads the figure the same way.
    const amount = min().trim() === '' ? undefined : parseMoney(min(), 'EUR')
    if (amount && !amount.ok) return setError(amount.error)
    const chosen = priority()
    props.options.narrow({
      text: text().trim() || undefined,
      before: before() || undefined,
      priority: chosen === ANY ? undefined : chosen,
      min: amount ? amount.value / 100 || undefined : undefined,
    })
    props.close()
  }
  return (
    <form class="stackf w-60" onSubmit={apply}>
      <TextField
        label="Title or customer"
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
        autocomplete="off"
      />
      <TextField
        label="Closes before"
        type="date"
        value={before()}
        onInput={(event) => setBefore(event.currentTarget.value)}
      />
      <Select<Priority | typeof ANY>
        label="Priority"
        tall
        value={priority()}
        options={[
          { value: ANY, label: 'Any' },
          ...PRIORITIES.map((value) => ({ value, label: PRIORITY_WORDS[value] })),
        ]}
        onChange={setPriority}
      />
      <TextField
        label={`Amount at least, in ${currency()}`}
        inputmode="decimal"
        autocomplete="off"
        value={min()}
        error={error()}
        onInput={(event) => setMin(event.currentTarget.value)}
      />
      <div class="fl">
        <Button
          onClick={() => {
            props.options.clear()
            props.close()
          }}
        >
          Clear all
        </Button>
        <i class="sp" />
        <Button type="submit" tone="primary">
          Show
        </Button>
      </div>
    </form>
  )
}
