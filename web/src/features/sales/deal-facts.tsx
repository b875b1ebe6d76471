import { type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { OpportunityRow } from '../../../../worker/sales/contract'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { Avatar } from '../../ui/avatar'
import { formatDate, formatMoney } from '../../ui/format'
import { InlineCell, InlineChoice, InlineField, type InlineFieldProps } from '../../ui/inline-value'
import { formatMoneyInput, parseMoney } from '../../ui/money-input'
import { Money, When } from '../../ui/values'
import type { DealRecord } from './deal-record'

export interface FactProps {
  readonly record: Pick<DealRecord, 'change'>
  readonly deal: OpportunityRow
  /** The reader may not change it, or it is closed. */
  readonly fixed: boolean
  /** Words about a deal may be bettered even when it is closed: title, description and tags. */
  readonly mayWord?: boolean | undefined
  readonly startsEditing?: boolean | undefined
  /** In a table, whose head says what it is. */
  readonly inCell?: boolean | undefined
}

function Fact(props: InlineFieldProps & Pick<FactProps, 'inCell'>): JSX.Element {
  return <Dynamic component={props.inCell ? InlineCell : InlineField} {...props} />
}

export function AmountFact(props: FactProps): JSX.Element {
  const save = (text: string) => {
    const amount = parseMoney(text, props.deal.currency)
    if (!amount.ok) return amount.error
    if (amount.value !== props.deal.amountMinor) {
      props.record.change(
        { amountMinor: amount.value },
        `Amount changed to ${formatMoney(amount.value, props.deal.currency)}`,
      )
    }
    return undefined
  }
  return (
    <Fact
      inCell={props.inCell}
      label="Amount"
      fixed={props.fixed}
      inputmode="decimal"
      text={formatMoneyInput(props.deal.amountMinor, props.deal.currency)}
      onSave={save}
      startsEditing={props.startsEditing}
    >
      <Money amountMinor={props.deal.amountMinor} currency={props.deal.currency} />
    </Fact>
  )
}

export function CloseDateFact(props: FactProps): JSX.Element {
  const save = (text: string) => {
    const day = text || null
    props.record.change(
      { expectedCloseOn: day },
      day ? `Close date changed to ${formatDate(day)}` : 'Close date taken out',
    )
    return undefined
  }
  return (
    <Fact
      inCell={props.inCell}
      label="Close date"
      fixed={props.fixed}
      type="date"
      text={props.deal.expectedCloseOn ?? ''}
      onSave={save}
      startsEditing={props.startsEditing}
    >
      <Show when={props.deal.expectedCloseOn}>
        {(day) => (props.inCell ? <When date={day()} day /> : <span class="n">{formatDate(day())}</span>)}
      </Show>
    </Fact>
  )
}

export function OwnerFact(props: FactProps): JSX.Element {
  const session = useSession()
  const people = usePeople()
  const name = () => people.nameOf(props.deal.ownerId)
  return (
    <InlineChoice
      label="Owner"
      // Who sees only their own deals cannot give one away: it would be gone.
      fixed={props.fixed || session.me().role.scope === 'own'}
      groups={[
        {
          items: people.active(props.deal.ownerId).map(({ id, name: other }) => ({
            label: other,
            checked: id === props.deal.ownerId,
            onSelect: () => id !== props.deal.ownerId && props.record.change({ ownerId: id }, `Given to ${other}`),
          })),
        },
      ]}
    >
      <Avatar name={name()} me={props.deal.ownerId === session.me().userId} beside />
      <span class="clip">{name()}</span>
    </InlineChoice>
  )
}

/** In the panel the day stands behind the words; on the page it is a fact of its own. */
export function NextStepFact(props: FactProps & { readonly withDay?: boolean | undefined }): JSX.Element {
  const save = (text: string) => {
    props.record.change({ nextStep: text || null }, text ? 'Next step changed' : 'Next step taken out')
    return undefined
  }
  return (
    <Fact
      inCell={props.inCell}
      label="Next step"
      fixed={props.fixed}
      maxLength={300}
      text={props.deal.nextStep ?? ''}
      onSave={save}
      startsEditing={props.startsEditing}
    >
      <Show when={props.deal.nextStep}>
        {(step) => (
          <span class={props.inCell ? 'clip max-w-52' : 'min-w-0 py-1'} title={props.inCell ? step() : undefined}>
            {step()}
            <Show when={props.withDay && props.deal.nextStepOn}>{(day) => `, by ${formatDate(day())}`}</Show>
          </span>
        )}
      </Show>
    </Fact>
  )
}

export function NextStepDayFact(props: FactProps): JSX.Element {
  const save = (text: string) => {
    const day = text || null
    props.record.change({ nextStepOn: day }, day ? `Next step due ${formatDate(day)}` : 'Due date taken out')
    return undefined
  }
  return (
    <InlineField label="Next step due" fixed={props.fixed} type="date" text={props.deal.nextStepOn ?? ''} onSave={save}>
      <Show when={props.deal.nextStepOn}>{(day) => <span class="n">{formatDate(day())}</span>}</Show>
    </InlineField>
  )
}
