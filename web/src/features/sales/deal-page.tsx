import { A, useNavigate, useParams } from '@solidjs/router'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronUp from 'lucide-solid/icons/chevron-up'
import { createMemo, createSignal, type JSX, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import type { OpportunityHistory, OpportunityRow } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { NotLoaded } from '../../api/not-loaded'
import { paths } from '../../paths'
import { useSync } from '../../sync/store'
import { Button, buttonClass, IconButton } from '../../ui/button'
import { formatNumber } from '../../ui/format'
import { Menu } from '../../ui/menu'
import { Loading, SkeletonRows } from '../../ui/progress'
import { NothingHere } from '../../ui/shell/nothing-here'
import { Page } from '../../ui/shell/page'
import { Composer } from './composer'
import '../../styles/record.css'
import './deal.css'
import { createDealActions } from './deal-actions'
import { Timeline } from './deal-activity'
import { ChanceSection, Outcome } from './deal-chance'
import { DealDetails } from './deal-details'
import { compareDeals } from './deal-filters'
import { HeadActions } from './deal-head-actions'
import { logHere, useDealKeys } from './deal-keys'
import { createDealRecord, type DealRecord } from './deal-record'
import { DealTop } from './deal-top'
import { createInteractions } from './interactions'
import { createPeople } from './people'
import { createPrediction } from './prediction'
import { openStagesOf } from './queries'

const RelatedTasks = lazy(() => import('../../tasks/related-tasks'))

/** A deal: its facts, what happened, and its chance to be won with the reasons. */
export default function DealPage(): JSX.Element {
  const params = useParams<{ id: string }>()
  return (
    <Show when={params.id} keyed>
      {(id) => <OneDeal id={id} />}
    </Show>
  )
}

function OneDeal(props: { id: string }): JSX.Element {
  const record = createDealRecord(props.id)
  return (
    <Switch>
      <Match when={record.isMissing() && !record.row()}>
        <NothingHere what="deal" />
      </Match>
      <Match when={record.row()}>{(deal) => <Shown id={props.id} record={record} deal={deal()} />}</Match>
      <Match when={record.error()}>
        <Page title="Deal">
          <NotLoaded what="the deal" error={record.error()} onRetry={record.reload} />
        </Page>
      </Match>
      <Match when={true}>
        <Page title="Deal">
          <Loading what="the deal">
            <SkeletonRows rows={8} />
          </Loading>
        </Page>
      </Match>
    </Switch>
  )
}

type Tab = 'probability' | 'activity' | 'details'
const TABS: readonly { readonly value: Tab; readonly label: string }[] = [
  { value: 'probability', label: 'Probability' },
  { value: 'activity', label: 'Activity' },
  { value: 'details', label: 'Details' },
]

function Shown(props: { id: string; record: DealRecord; deal: OpportunityRow }): JSX.Element {
  const navigate = useNavigate()
  const sync = useSync()
  const actions = createDealActions({
    find: (id) => (id === props.id ? props.record.row() : undefined),
    onClosed: props.record.reload,
  })
  const prediction = createPrediction(props.id, () => props.deal.score?.scoredAt)
  const version = createMemo(() => props.deal.version)
  const customerId = createMemo(() => props.deal.customerId)
  const history = createFetched((signal) => {
    // A change here is a line there.
    void version()
    return call<OpportunityHistory>('GET', `/opportunities/${props.id}/history`, { signal })
  })
  const interactions = createInteractions(props.id)
  const people = createPeople(customerId)
  const met = createMemo(() =>
    interactions.hasMore() || interactions.loading()
      ? undefined
      : new Set(interactions.all().flatMap(({ personId }) => personId ?? [])),
  )
  const isOpen = () => props.deal.status === 'open'
  const [tab, setTab] = createSignal<Tab>(isOpen() ? 'probability' : 'activity')
  const among = useSiblings(() => props.deal)
  const place = () => among().indexOf(props.id)
  const step = (by: 1 | -1) => {
    const to = among()[place() + by]
    if (to) navigate(paths.deal(to))
  }
  const pipeline = () => sync.rows.pipelines[props.deal.pipelineId]
  const board = () => paths.pipeline(pipeline()?.isDefault ? undefined : props.deal.pipelineId)
  const stages = () => openStagesOf(pipeline())
  const canMove = () => isOpen() && actions.mayManage()

  useDealKeys({
    id: props.id,
    actions,
    stages,
    isOpen,
    canMove,
    onBack: () => navigate(board()),
    onStep: step,
    onWhatIf: () => setTab('probability'),
  })

  return (
    <Page
      title={props.deal.title}
      back={
        <span class="phone">
          <IconButton icon={ChevronLeft} label="Back to the pipeline" onClick={() => navigate(board())} />
        </span>
      }
      crumb={
        <nav class="crumb" aria-label="You are here">
          <A class="desk" href={board()}>
            Pipeline
          </A>
          <span class="desk">/</span>
          <A class="desk" href={paths.customer(props.deal.customerId)}>
            {props.deal.customerName}
          </A>
          <span class="desk">/</span>
          <span class="clip" aria-current="page">
            {props.deal.title}
          </span>
        </nav>
      }
      actions={
        <>
          <Show when={place() >= 0}>
            <span class="fl t12 q3 n desk flex-none whitespace-nowrap">
              <IconButton size="sm" icon={ChevronUp} label="Previous" keys="k" onClick={() => step(-1)} />
              <IconButton size="sm" icon={ChevronDown} label="Next" keys="j" onClick={() => step(1)} />
              {formatNumber(place() + 1)} of {formatNumber(among().length)}
            </span>
          </Show>
          <HeadActions id={props.id} deal={props.deal} actions={actions} canMove={canMove()} />
        </>
      }
      top={
        <>
          <DealTop
            deal={props.deal}
            record={props.record}
            stages={stages()}
            history={history.value()}
            lossReason={props.record.whole()?.lossReason ?? null}
            mayManage={actions.mayManage()}
            onMove={canMove() ? (stage) => actions.move(props.id, stage) : undefined}
          />
          <div class="ptabs" role="group" aria-label="Sections">
            {TABS.map(({ value, label }) => (
              <button type="button" aria-pressed={tab() === value} onClick={() => setTab(value)}>
                {label}
              </button>
            ))}
          </div>
        </>
      }
      bodyClass="cols"
      foot={
        <div class="thumb">
          <Show when={actions.mayLog()}>
            <Button size="lg" tone="primary" onClick={() => logHere(() => actions.log(props.id))}>
              Log activity
            </Button>
          </Show>
          <Show when={canMove()}>
            <Menu class={buttonClass({ size: 'lg' })} groups={actions.moves(props.id)} placement="top-end">
              Move
            </Menu>
          </Show>
        </div>
      }
      hints={[
        ...(canMove()
          ? [
              { keys: ['1'], does: 'to' },
              { keys: [String(Math.min(9, stages().length))], does: 'stage' },
            ]
          : []),
        { keys: ['l'], does: 'log' },
        ...(isOpen() ? [{ keys: ['w'], does: 'what-if' }] : []),
        { keys: ['escape'], does: 'back' },
      ]}
    >
      <section class="cdet" aria-label="Details" data-shown={tab() === 'details' ? '' : undefined}>
        <DealDetails
          record={props.record}
          deal={props.deal}
          whole={props.record.whole()}
          fixed={!canMove()}
          mayWord={actions.mayManage()}
          people={people}
          met={met()}
        />
      </section>
      <section class="cact" aria-label="Activity" data-shown={tab() === 'activity' ? '' : undefined}>
        <h2 class="vh">Activity</h2>
        <Show when={actions.mayLog()}>
          <Composer dealId={props.id} people={people.value() ?? []} />
        </Show>
        <Suspense>
          <RelatedTasks about={{ opportunityId: props.id }} />
        </Suspense>
        <Timeline
          deal={props.deal}
          history={history}
          interactions={interactions}
          prediction={prediction}
          people={people.value() ?? []}
        />
      </section>
      <section class="cprob" aria-label="Probability" data-shown={tab() === 'probability' ? '' : undefined}>
        <Show when={isOpen()} fallback={<Outcome deal={props.deal} />}>
          <ChanceSection
            deal={props.deal}
            prediction={prediction}
            stages={stages()}
            people={people.value() ?? []}
            history={history}
            interactions={interactions}
            onLog={actions.mayLog() ? () => logHere(() => actions.log(props.id)) : undefined}
          />
        </Show>
      </section>
      {actions.dialogs()}
    </Page>
  )
}

/** The open deals of the same stage, as the board orders them. */
function useSiblings(deal: () => OpportunityRow): () => readonly string[] {
  const sync = useSync()
  return createMemo(() => {
    if (deal().status !== 'open') return []
    return Object.values(sync.rows.opportunities)
      .filter(({ stageId, status }) => stageId === deal().stageId && status === 'open')
      .sort(compareDeals('probability'))
      .map(({ id }) => id)
  })
}
