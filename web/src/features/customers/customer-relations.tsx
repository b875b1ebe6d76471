import { A } from '@solidjs/router'
import Plus from 'lucide-solid/icons/plus'
import UserPlus from 'lucide-solid/icons/user-plus'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { CustomerRow, OpportunityRow } from '../../../../worker/sales/contract'
import type { Fetched } from '../../api/fetched'
import { inWords } from '../../api/problems'
import { paths } from '../../paths'
import { useSync } from '../../sync/store'
import { Avatar } from '../../ui/avatar'
import { Button } from '../../ui/button'
import { formatNumber } from '../../ui/format'
import { ProbabilityBadge } from '../../ui/probability-badge'
import { Money, When } from '../../ui/values'

/** The deals with a customer: the open ones with their chance, what stands in between, then what was won and lost. */
export function Deals(props: {
  readonly deals: Fetched<readonly OpportunityRow[]>
  readonly onNew: (() => void) | undefined
  readonly children: JSX.Element
}): JSX.Element {
  const of = (status: OpportunityRow['status']) => (props.deals.value() ?? []).filter((deal) => deal.status === status)
  return (
    <>
      <Show when={props.deals.error()}>
        <p class="blk q2">
          {inWords(props.deals.error())}{' '}
          <Button size="sm" onClick={props.deals.reload}>
            Try again
          </Button>
        </p>
      </Show>
      <DealGroup title="Open deals" deals={of('open')} onNew={props.onNew}>
        <Show when={props.deals.value()}>
          <p class="q2">None is open.</p>
        </Show>
      </DealGroup>
      {props.children}
      <DealGroup title="Won" deals={of('won')} />
      <DealGroup title="Lost" deals={of('lost')} />
    </>
  )
}

const SHOWN = 5 // at first: what is long over should not bury what is under way

function DealGroup(props: {
  readonly title: string
  readonly deals: readonly OpportunityRow[]
  readonly onNew?: (() => void) | undefined
  readonly children?: JSX.Element
}): JSX.Element {
  const [all, setAll] = createSignal(false)
  const isOver = () => props.deals[0]?.status !== 'open'
  const shown = () => (all() || !isOver() ? props.deals : props.deals.slice(0, SHOWN))
  return (
    <Show when={props.deals.length > 0 || props.children}>
      <section class="blk" aria-label={props.title}>
        <h2>
          {props.title}
          <Show when={props.deals.length > 0}>
            <span class="n q3 font-body">{formatNumber(props.deals.length)}</span>
          </Show>
          <Show when={props.onNew}>
            {(begin) => (
              <>
                <i class="sp" />
                <Button size="sm" tone="quiet" icon={Plus} onClick={() => begin()()}>
                  New deal
                </Button>
              </>
            )}
          </Show>
        </h2>
        <Show when={props.deals.length > 0} fallback={props.children}>
          <ul>
            <For each={shown()}>{(deal) => <DealLine deal={deal} />}</For>
          </ul>
          <Show when={shown().length < props.deals.length}>
            <Button size="sm" tone="quiet" onClick={() => setAll(true)}>
              Show all {formatNumber(props.deals.length)}
            </Button>
          </Show>
        </Show>
      </section>
    </Show>
  )
}

function DealLine(props: { deal: OpportunityRow }): JSX.Element {
  const sync = useSync()
  const stage = () =>
    sync.rows.pipelines[props.deal.pipelineId]?.stages.find(({ id }) => id === props.deal.stageId)?.name ??
    'A former stage'
  const score = () => (props.deal.status === 'open' ? props.deal.score : null)
  return (
    <li class="cdeal">
      <A class="clip hover:underline" href={paths.deal(props.deal.id)}>
        {props.deal.title}
      </A>
      <Money amountMinor={props.deal.amountMinor} currency={props.deal.currency} class="num" />
      <span class="t12 q2 clip">
        <Show
          when={props.deal.status === 'open'}
          fallback={<When date={props.deal.closedAt ?? props.deal.openedAt} day />}
        >
          {stage()}
          <Show when={props.deal.expectedCloseOn}>
            {(day) => (
              <>
                , closes <When date={day()} day />
              </>
            )}
          </Show>
        </Show>
      </span>
      <Show when={score()}>
        {(now) => (
          <ProbabilityBadge
            size="row"
            probability={{
              value: now().probability,
              low: now().low,
              high: now().high,
              confidence: now().confidence,
            }}
          />
        )}
      </Show>
    </li>
  )
}

/** Who there is to talk to at a company. */
export function People(props: {
  readonly people: Fetched<readonly CustomerRow[]>
  readonly onAdd: (() => void) | undefined
}): JSX.Element {
  const people = () => props.people.value() ?? []
  return (
    <section class="blk" aria-label="People">
      <h2>
        People
        <Show when={people().length > 0}>
          <span class="n q3 font-body">{formatNumber(people().length)}</span>
        </Show>
        <i class="sp" />
        <Show when={props.onAdd}>
          {(add) => (
            <Button size="sm" tone="quiet" icon={UserPlus} onClick={() => add()()}>
              Add a person
            </Button>
          )}
        </Show>
      </h2>
      <Show when={people().length > 0} fallback={<p class="q2">Nobody is known here yet.</p>}>
        <ul>
          <For each={people()}>
            {(person) => (
              <li class="ppl">
                <Avatar name={person.name} size="md" beside />
                <span class="min-w-0">
                  <A class="clip block hover:underline" href={paths.customer(person.id)}>
                    {person.name}
                  </A>
                  <Show when={person.jobTitle}>
                    <span class="t12 q3 clip block">{person.jobTitle}</span>
                  </Show>
                </span>
                <Show when={person.lastInteractionAt}>{(at) => <When date={at()} class="t12 q3" />}</Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}
