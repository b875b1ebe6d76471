import { A, useNavigate } from '@solidjs/router'
import ArrowDown from 'lucide-solid/icons/arrow-down'
import ArrowUp from 'lucide-solid/icons/arrow-up'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import { createEffect, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { Interaction, OpportunityRow } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { paths } from '../../paths'
import { usePeople } from '../../people/people'
import { useSync } from '../../sync/store'
import { Button, buttonClass } from '../../ui/button'
import { formatChange } from '../../ui/format'
import { interactionWords } from '../../ui/interaction-words'
import { Menu } from '../../ui/menu'
import { Loading, SkeletonRows } from '../../ui/progress'
import { Peek } from '../../ui/shell/peek'
import { StageBar } from '../../ui/stepper'
import { When } from '../../ui/values'
import { Chance } from './chance'
import type { DealActions } from './deal-actions'
import { AmountFact, CloseDateFact, NextStepFact, OwnerFact } from './deal-facts'
import { activityNews } from './deal-news'
import { createDealRecord, type DealRecord } from './deal-record'
import { createPrediction, type PredictionView } from './prediction'
import { openStagesOf } from './queries'
import { mainReasons } from './score-words'
import { stageAgeWords } from './stage-words'

export interface DealPeekProps {
  readonly id: string
  /** The deals it stands among, in order. */
  readonly among: readonly string[]
  readonly onStep: (way: 'next' | 'previous') => void
  readonly onClose: () => void
  readonly actions: DealActions
}

/** A deal beside the board or the table: what one needs to decide what to do next. */
export default function DealPeek(props: DealPeekProps): JSX.Element {
  return (
    <Show when={props.id} keyed>
      {(id) => <OneDeal {...props} id={id} />}
    </Show>
  )
}

function OneDeal(props: DealPeekProps): JSX.Element {
  const record = createDealRecord(props.id)
  const prediction = createPrediction(props.id, () => record.row()?.score?.scoredAt)
  const navigate = useNavigate()
  const deal = () => record.row()
  const place = () => props.among.indexOf(props.id)
  return (
    <Peek
      label={deal()?.title ?? 'Deal'}
      position={place() < 0 ? undefined : `${place() + 1} of ${props.among.length}`}
      onPrevious={() => props.onStep('previous')}
      onNext={() => props.onStep('next')}
      href={paths.deal(props.id)}
      onClose={props.onClose}
      footer={
        <Show when={deal()}>
          <Show when={props.actions.mayLog()}>
            <Button tone="primary" onClick={() => props.actions.log(props.id)}>
              Log activity
            </Button>
          </Show>
          <Show when={props.actions.moves(props.id).length > 0}>
            <Menu class={buttonClass({})} groups={props.actions.moves(props.id)} placement="top-start">
              Move
            </Menu>
          </Show>
          <i class="sp desk" />
          <Menu
            class={buttonClass({}, 'ic')}
            aria-label="More actions"
            data-tip="More actions"
            placement="top-end"
            groups={[{ items: [{ label: 'Open the page', onSelect: () => navigate(paths.deal(props.id)) }] }]}
          >
            <Ellipsis class="i" />
          </Menu>
        </Show>
      }
    >
      <Switch>
        <Match when={deal()}>
          {(known) => (
            <>
              <Summary record={record} deal={known()} actions={props.actions} />
              <ChanceBlock deal={known()} prediction={prediction} />
              <LastActivity id={props.id} />
            </>
          )}
        </Match>
        <Match when={record.isMissing()}>
          <p class="blk q2">There is no such deal. It may have been taken away, or it is not yours to see.</p>
        </Match>
        <Match when={true}>
          <Loading what="the deal">
            <SkeletonRows rows={4} />
          </Loading>
        </Match>
      </Switch>
    </Peek>
  )
}

function Summary(props: { record: DealRecord; deal: OpportunityRow; actions: DealActions }): JSX.Element {
  const sync = useSync()
  const stages = () => openStagesOf(sync.rows.pipelines[props.deal.pipelineId])
  const at = () => stages().findIndex(({ id }) => id === props.deal.stageId)
  const stage = () => stages()[at()]
  const fixed = () => !props.actions.mayManage() || props.deal.status !== 'open'
  const editing = () => props.actions.editing() === props.deal.id
  createEffect(() => {
    if (editing()) queueMicrotask(() => props.actions.edit(undefined))
  })
  return (
    <section class="blk" aria-label="Summary">
      <h2 class="ttl">{props.deal.title}</h2>
      <p class="q2 mb-3">
        <A class="hover:underline" href={paths.customer(props.deal.customerId)}>
          {props.deal.customerName}
        </A>
      </p>
      <Show when={props.deal.status === 'open'} fallback={<Closed deal={props.deal} />}>
        <StageBar count={stages().length} at={at()} />
        <p class="fl t12 q2 mt-1.5 mb-2">
          <b class="text-ink-1">{stage()?.name}</b>
          <span class="n">{stageAgeWords(props.deal.stageEnteredAt, stage())}</span>
          <i class="sp" />
          <Show when={stages()[at() + 1]}>{(next) => <span class="q3 clip">next: {next().name}</span>}</Show>
        </p>
      </Show>
      <dl>
        <AmountFact record={props.record} deal={props.deal} fixed={fixed()} startsEditing={editing()} />
        <CloseDateFact record={props.record} deal={props.deal} fixed={fixed()} />
        <OwnerFact record={props.record} deal={props.deal} fixed={fixed()} />
        <NextStepFact record={props.record} deal={props.deal} fixed={fixed()} withDay />
      </dl>
    </section>
  )
}

function Closed(props: { deal: OpportunityRow }): JSX.Element {
  return (
    <p class="mb-2">
      <span class={props.deal.status === 'won' ? 'tag pos' : 'tag neg'}>
        {props.deal.status === 'won' ? 'Won' : 'Lost'}
      </span>{' '}
      <Show when={props.deal.closedAt}>{(at) => <When date={at()} class="t12 q2" />}</Show>
    </p>
  )
}

function ChanceBlock(props: { deal: OpportunityRow; prediction: PredictionView }): JSX.Element {
  const reasons = () => mainReasons(props.prediction.now(), 4)
  return (
    <Show when={props.deal.status === 'open'}>
      <section class="blk" aria-label="Chance to win">
        <h2>Chance to win</h2>
        <Chance prediction={props.prediction} score={props.deal.score} />
        <ul class="mt-2.5">
          <For each={reasons()}>
            {(reason) => (
              <li class="fl h-[26px]">
                <span class={reason.points > 0 ? 'pos' : 'neg'}>
                  {reason.points > 0 ? <ArrowUp class="i s" /> : <ArrowDown class="i s" />}
                </span>
                <span class="clip">{reason.label}</span>
                <i class="sp" />
                <b class={reason.points > 0 ? 'num pos' : 'num neg'}>{formatChange(reason.points)}</b>
              </li>
            )}
          </For>
        </ul>
        <Show when={reasons().length > 0}>
          <p class="t12 mt-1.5">
            <A class="lnk" href={paths.deal(props.deal.id)}>
              All reasons and what-if
            </A>
          </p>
        </Show>
      </section>
    </Show>
  )
}

function LastActivity(props: { id: string }): JSX.Element {
  const fetched = createFetched((signal) =>
    call<{ rows: readonly Interaction[] }>('GET', '/interactions', {
      query: { opportunityId: props.id, limit: 2 },
      signal,
    }),
  )
  createEffect(() => {
    if (activityNews()?.interaction.opportunityId === props.id) fetched.reload()
  })
  const { nameOf } = usePeople()
  return (
    <Show when={fetched.value()}>
      {(page) => (
        <section class="blk" aria-label="Last activity">
          <h2>Last activity</h2>
          <Show when={page().rows.length > 0} fallback={<p class="q2">Nothing has been logged yet.</p>}>
            <ul class="grid grid-cols-[minmax(0,1fr)] gap-2.5">
              <For each={page().rows}>
                {(one) => (
                  <li>
                    <p class="clip">
                      {interactionWords(one, nameOf).headline} <When date={one.occurredAt} class="q3" />
                    </p>
                    <Show when={one.content || one.subject}>{(text) => <p class="t12 q2 clip">{text()}</p>}</Show>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        </section>
      )}
    </Show>
  )
}
