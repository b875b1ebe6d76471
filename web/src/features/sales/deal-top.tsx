import { A } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import type { OpportunityHistory, OpportunityRow, Stage } from '../../../../worker/sales/contract'
import { whyNotMove } from '../../../../worker/sales/domain/opportunity'
import { paths } from '../../paths'
import { Tag } from '../../ui/chip'
import { createEdit } from '../../ui/edit'
import { formatDate, formatDay, formatNumber } from '../../ui/format'
import { StageStepper, type Step } from '../../ui/stepper'
import { Money } from '../../ui/values'
import type { DealRecord } from './deal-record'
import { stageAgeShort, stageAgeWords } from './stage-words'

export interface DealTopProps {
  readonly deal: OpportunityRow
  readonly record: DealRecord
  readonly stages: readonly Stage[]
  readonly history: OpportunityHistory | undefined
  readonly lossReason: string | null
  readonly mayManage: boolean
  /** Leave out where it cannot be moved. */
  readonly onMove: ((stage: Stage) => void) | undefined
}

/** What the deal is, and where it stands. */
export function DealTop(props: DealTopProps): JSX.Element {
  const isOpen = () => props.deal.status === 'open'
  const stage = () => props.stages.find(({ id }) => id === props.deal.stageId)
  return (
    <div class="dealtop">
      <div class="t">
        <Title {...props} />
        <A class="q2 hover:underline" href={paths.customer(props.deal.customerId)}>
          {props.deal.customerName}
        </A>
        <Show when={!isOpen()}>
          <Outcome {...props} />
        </Show>
        <i class="sp" />
        <Money class="sum" amountMinor={props.deal.amountMinor} currency={props.deal.currency} />
      </div>
      <StageStepper
        steps={stepsOf(props)}
        current={isOpen() ? props.deal.stageId : ''}
        onMove={
          props.onMove &&
          ((id) => {
            const to = props.stages.find((one) => one.id === id)
            if (to) props.onMove?.(to)
          })
        }
      />
      <p class="phone n t12 q2 flex-wrap items-center gap-x-2 pt-1.5 whitespace-nowrap">
        <Show when={isOpen()} fallback={<Outcome {...props} />}>
          <b class="text-ink-1">{stage()?.name}</b>
          {stageAgeWords(props.deal.stageEnteredAt, stage())}
        </Show>
        <span class="fl ml-auto">
          <Money amountMinor={props.deal.amountMinor} currency={props.deal.currency} />
          <Show when={isOpen() && props.deal.expectedCloseOn}>{(day) => formatDay(day())}</Show>
        </span>
      </p>
    </div>
  )
}

function stepsOf(props: DealTopProps): readonly Step[] {
  const spent = new Map<string, number>()
  for (const { stageId, days } of props.history?.stages ?? []) spent.set(stageId, (spent.get(stageId) ?? 0) + days)
  const at = props.stages.findIndex(({ id }) => id === props.deal.stageId)
  return props.stages.map((stage, index) => {
    const days = spent.get(stage.id)
    const isHere = props.deal.status === 'open' && stage.id === props.deal.stageId
    return {
      id: stage.id,
      name: stage.name,
      note: isHere
        ? stageAgeShort(props.deal.stageEnteredAt, stage)
        : days !== undefined
          ? `${formatNumber(Math.round(days))} d`
          : stage.expectedDays && index > at
            ? `norm ${stage.expectedDays}`
            : undefined,
      off: whyNotMove(props.deal, stage) ? 'A closed deal stays where it is' : undefined,
    }
  })
}

function Outcome(props: DealTopProps): JSX.Element {
  return (
    <span class="fl t12 q2">
      <Tag tone={props.deal.status === 'won' ? 'positive' : 'negative'}>
        {props.deal.status === 'won' ? 'Won' : 'Lost'}
      </Tag>
      <Show when={props.lossReason}>{(reason) => <span>{reason()}</span>}</Show>
      <Show when={props.deal.closedAt}>{(at) => <span class="n">{formatDate(at())}</span>}</Show>
    </span>
  )
}

/** The title; a press on it renames the deal. */
function Title(props: DealTopProps): JSX.Element {
  const edit = createEdit()
  let input!: HTMLInputElement
  const save = () => {
    if (!edit.isOn()) return
    const title = input.value.trim()
    const isChanged = title !== '' && title !== edit.before()
    edit.end()
    if (isChanged) props.record.change({ title }, 'Renamed')
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Enter') save()
    else if (event.key === 'Escape') edit.end()
    else return
    event.preventDefault()
  }
  return (
    <Show
      when={edit.isOn()}
      fallback={
        <h2>
          <Show when={props.mayManage} fallback={props.deal.title}>
            <button
              type="button"
              data-tip="Rename"
              onClick={() => {
                edit.begin(props.deal.title)
                queueMicrotask(() => input.select())
              }}
            >
              {props.deal.title}
            </button>
          </Show>
        </h2>
      }
    >
      <input
        ref={input}
        class="field min-w-0 flex-1"
        aria-label="Title"
        maxLength={200}
        value={edit.before()}
        onKeyDown={key}
        onBlur={save}
      />
    </Show>
  )
}
