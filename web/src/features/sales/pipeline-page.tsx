import { useLocation, useNavigate, useParams } from '@solidjs/router'
import Kanban from 'lucide-solid/icons/kanban'
import Plus from 'lucide-solid/icons/plus'
import {
  createEffect,
  createMemo,
  createSignal,
  type JSX,
  lazy,
  Match,
  onMount,
  Show,
  Suspense,
  Switch,
  untrack,
} from 'solid-js'
import { type DealWith, paths } from '../../paths'
import { mayImport, useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { afterPaint } from '../../ui/after-paint'
import { Button, IconButton, LinkButton } from '../../ui/button'
import { useCommands } from '../../ui/commands'
import { prepareFormats } from '../../ui/format'
import { Loading, SkeletonRows } from '../../ui/progress'
import { Page } from '../../ui/shell/page'
import { EmptyState, ErrorState } from '../../ui/states'
import { TabLinks } from '../../ui/tabs'
import { Board } from './board'
import { neighbour } from './board-columns'
import { BoardSkeleton } from './board-skeleton'
import { createDealActions, type DealActions } from './deal-actions'
import { openStagesOf, useBoard, usePipeline } from './queries'
import { useViewOptions } from './view-options'

const NothingHere = lazy(() =>
  import('../../ui/shell/nothing-here').then(({ NothingHere: screen }) => ({ default: screen })),
)
const BoardTools = lazy(() => import('./board-tools'))
const DealTable = lazy(() => import('./deal-table'))
const TableTools = lazy(() => import('./deal-table').then(({ TableTools: tools }) => ({ default: tools })))
const DealPeek = lazy(() => import('./deal-peek'))

/** The pipeline: as a board, or as a table that also knows what was won and lost. */
export default function PipelinePage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  const session = useSession()
  const sync = useSync()
  const options = useViewOptions()
  const pipeline = usePipeline(() => params.id)
  const board = useBoard(pipeline, options.filters, options.sort)
  const actions = createDealActions({
    onClosed: (id) => options.open() === id && options.peek(undefined),
    onAdded: (id) => options.peek(id),
  })
  const location = useLocation<{ dealWith?: DealWith }>()
  const navigate = useNavigate()
  prepareFormats(session.me().tenant.currency)
  onMount(() => {
    const wish = location.state?.dealWith
    if (!wish || !actions.mayManage()) return
    actions.add(wish)
    // Asked once: coming back, or loading the page anew, does not ask again.
    navigate(`${location.pathname}${location.search}`, { replace: true, state: null })
  })
  // The deals the open one stands among: its column, or the rows of the table.
  const [listed, setListed] = createSignal<readonly string[]>([])
  const inColumns = () => openStagesOf(pipeline()).map(({ id }) => board.columns().get(id)?.ids ?? [])
  const among = () => (isTable() ? listed() : (inColumns().find((ids) => ids.includes(options.open() ?? '')) ?? []))
  const step = (way: 'next' | 'previous') => {
    const to = neighbour(isTable() ? [listed()] : inColumns(), options.open(), way)
    if (to !== undefined) options.peek(to, 'step')
  }
  useCommands(() =>
    actions.mayManage()
      ? [{ id: 'deal.new', label: 'New deal', group: 'Deals', keys: 'n', icon: Plus, run: () => actions.add() }]
      : [],
  )
  const isTable = () => options.view() === 'table'
  const isWaiting = () => sync.state() === 'loading'
  // The tools are code of their own, which is not asked for before the deals it narrows are on the screen.
  const [isDrawn, setDrawn] = createSignal(!untrack(isWaiting))
  createEffect(() => !isWaiting() && afterPaint(() => setDrawn(true)))
  const isEmpty = () => sync.state() !== 'loading' && board.known() === 0
  // Nothing to narrow where there is nothing. As one value: the tools must outlive whatever it follows from.
  const hasTools = createMemo(() => isTable() || !isEmpty())
  const hasNothing = () => sync.state() === 'unreachable' && Object.keys(sync.rows.pipelines).length === 0

  return (
    <Show when={isWaiting() || hasNothing() || pipeline()} fallback={<NothingHere what="pipeline" />}>
      <Page
        title="Pipeline"
        tabs={
          <TabLinks
            label="Views"
            tabs={[
              { href: paths.pipeline(params.id), label: 'Board' },
              { href: `${paths.pipeline(params.id)}?view=table`, label: 'Table' },
            ]}
          />
        }
        actions={<NewDeal actions={actions} isFirst={isEmpty()} />}
        tools={
          hasTools() ? (
            <Show when={isDrawn() && pipeline()}>
              {(one) => (
                <Suspense>
                  <Show when={!isTable()} fallback={<TableTools options={options} pipeline={one()} />}>
                    <BoardTools options={options} pipeline={one()} board={board} home={session.me().tenant.currency} />
                  </Show>
                </Suspense>
              )}
            </Show>
          ) : undefined
        }
        hints={
          hasTools()
            ? [
                { keys: ['j', 'k'], does: 'next' },
                { keys: ['m'], does: 'move' },
                { keys: ['enter'], does: 'open' },
                ...(isTable() && actions.mayManage() ? [{ keys: ['x'], does: 'select' }] : []),
              ]
            : [{ keys: ['n'], does: 'new deal' }]
        }
        peek={
          <Show when={options.open()}>
            {(id) => (
              <Suspense>
                <DealPeek
                  id={id()}
                  among={among()}
                  onStep={step}
                  onClose={() => options.peek(undefined)}
                  actions={actions}
                />
              </Suspense>
            )}
          </Show>
        }
      >
        <Switch>
          <Match when={isWaiting()}>
            <Loading what="the pipeline">
              <Show when={isTable()} fallback={<BoardSkeleton />}>
                <SkeletonRows rows={10} />
              </Show>
            </Loading>
          </Match>
          <Match when={hasNothing()}>
            <ErrorState title="Could not load the pipeline" onRetry={() => void sync.refresh()}>
              There is no connection to the server.
            </ErrorState>
          </Match>
          <Match when={isTable()}>
            <Suspense>
              <Show when={pipeline()}>
                {(one) => (
                  <DealTable
                    options={options}
                    actions={actions}
                    pipeline={one()}
                    onListed={setListed}
                    whenNone={<FirstDeals actions={actions} />}
                  />
                )}
              </Show>
            </Suspense>
          </Match>
          <Match when={isEmpty()}>
            <FirstDeals actions={actions} />
          </Match>
          <Match when={board.count() === 0 && options.isNarrowed()}>
            <EmptyState
              icon={Kanban}
              title="No deal fits these filters"
              actions={<Button onClick={options.clear}>Clear filters</Button>}
            >
              The deals are still here: show them all, or ask for something else.
            </EmptyState>
          </Match>
          <Match when={pipeline()}>
            {(one) => <Board pipeline={one()} board={board} options={options} actions={actions} />}
          </Match>
        </Switch>
        {actions.dialogs()}
      </Page>
    </Show>
  )
}

/** The one primary action, unless there is nothing yet: then bringing what there is comes first. */
function NewDeal(props: { actions: DealActions; isFirst: boolean }): JSX.Element {
  const tone = () => (props.isFirst ? 'plain' : 'primary')
  return (
    <Show when={props.actions.mayManage()}>
      <Button class="desk" tone={tone()} icon={Plus} onClick={() => props.actions.add()}>
        New deal
      </Button>
      <span class="phone">
        <IconButton icon={Plus} label="New deal" tone={tone()} onClick={() => props.actions.add()} />
      </span>
    </Show>
  )
}

/** The first time: what the board is for, and the quickest way to fill it. */
function FirstDeals(props: { actions: DealActions }): JSX.Element {
  const session = useSession()
  return (
    <EmptyState
      icon={Kanban}
      title="No open deals yet"
      actions={
        <>
          <Show when={mayImport(session)}>
            <LinkButton href={paths.import()} tone="primary">
              Import your pipeline
            </LinkButton>
          </Show>
          <Show when={props.actions.mayManage()}>
            <Button tone={mayImport(session) ? 'plain' : 'primary'} onClick={() => props.actions.add()}>
              Add a deal
            </Button>
          </Show>
        </>
      }
    >
      Each open deal stands here in its stage, with its chance to be won and what it is worth. Bring the deals you have
      from a CSV file; the closed ones teach the model.
    </EmptyState>
  )
}
