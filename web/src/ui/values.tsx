import { createMemo, type JSX } from 'solid-js'
import { formatDate, formatDateTime, formatDay, formatMoney, formatMoneyShort, formatWhen } from './format'

export interface MoneyProps {
  readonly amountMinor: number
  readonly currency: string
  /** `€48.2k` where space is dear; the whole amount stays on hover and for screen readers. */
  readonly short?: boolean | undefined
  readonly class?: string | undefined
}

export function Money(props: MoneyProps): JSX.Element {
  // Written once each: a board shows hundreds.
  const words = createMemo(() => {
    const full = formatMoney(props.amountMinor, props.currency)
    const shown = props.short ? formatMoneyShort(props.amountMinor, props.currency) : full
    return { shown, full: shown === full ? undefined : full }
  })
  return (
    <span class={props.class ? `n ${props.class}` : 'n'} data-tip={words().full}>
      <span aria-hidden={words().full === undefined ? undefined : 'true'}>{words().shown}</span>
      {words().full === undefined ? null : <span class="vh">{words().full}</span>}
    </span>
  )
}

export interface WhenProps {
  /** A moment, or a calendar day `YYYY-MM-DD`. */
  readonly date: string
  /** `18 Dec` rather than `in 3 days`: for columns of dates. */
  readonly day?: boolean | undefined
  readonly class?: string | undefined
}

/** A date near now in words, with the exact one always at hand. */
export function When(props: WhenProps): JSX.Element {
  const exact = () => (props.date.length === 10 ? formatDate(props.date) : formatDateTime(props.date))
  return (
    <time class={props.class ? `n ${props.class}` : 'n'} datetime={props.date} data-tip={exact()}>
      {props.day ? formatDay(props.date) : formatWhen(props.date)}
    </time>
  )
}
