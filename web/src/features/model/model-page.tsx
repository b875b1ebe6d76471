import { createMemo, createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { ModelOverview } from '../../../../worker/analytics/contract'
import { NotLoaded } from '../../api/not-loaded'
import { mayImport, useSession } from '../../session/session'
import { Button } from '../../ui/button'
import type { FigureView } from '../../ui/chart/figure'
import { useCommands } from '../../ui/commands'
import { formatDay, formatNumber } from '../../ui/format'
import { Loading, Skeleton } from '../../ui/progress'
import { Page } from '../../ui/shell/page'
import './model.css'
import { Pooling, Training } from './care'
import { createOverview, type Overview } from './model-overview'
import { modelState } from './model-state'
import { FirstTraining, NoSignal, NothingClosed, TooLittle, Untrained } from './no-model'
import { OwnModel } from './own-model'
import { SweepNote } from './sweep-note'

/** How good the model is, what it goes by, and why the newest one serves or does not. */
export default function ModelPage(): JSX.Element {
  const session = useSession()
  const overview = createOverview()
  const [view, setView] = createSignal<FigureView>('plot')
  const seesAll = () => session.me().role.scope === 'tenant'
  const state = createMemo(() => {
    const now = overview.value()
    return now && modelState(now, overview.isTraining())
  })
  const isPlotted = () => state()?.kind === 'own'
  useCommands(() => [
    ...(isPlotted()
      ? [
          {
            id: 'model.table',
            label: view() === 'plot' ? 'Show plots as tables' : 'Show tables as plots',
            group: 'Model',
            keys: 't',
            run: () => setView(view() === 'plot' ? 'table' : 'plot'),
          },
        ]
      : []),
    ...(!session.may('org.configure_settings') || whyNotTrain(overview.value()) || overview.isTraining()
      ? []
      : [{ id: 'model.train', label: 'Train the model now', group: 'Model', run: () => void overview.train() }]),
  ])
  const shared = (now: ModelOverview) => ({
    overview: now,
    seesAll: seesAll(),
    mayImport: mayImport(session),
  })
  return (
    <Page
      title="Model"
      actions={
        <Show when={overview.value()}>
          {(now) => (
            <>
              {/* Before a deal has ended there is no model of theirs to tell of. */}
              <Show when={state()?.kind !== 'first_training' && state()?.kind !== 'nothing_closed'}>
                <span class="t12 q2 n desk" role="status">
                  {serving(now(), overview.isTraining())}
                </span>
              </Show>
              <Show when={state()?.kind !== 'nothing_closed'}>
                <Show when={session.may('org.configure_settings')}>
                  <TrainNow overview={overview} />
                </Show>
              </Show>
            </>
          )}
        </Show>
      }
      hints={isPlotted() ? [{ keys: ['t'], does: 'table view' }] : []}
    >
      <Show
        when={overview.value()}
        fallback={
          <Show
            when={overview.error()}
            fallback={
              <Loading what="the model">
                <ModelSkeleton />
              </Loading>
            }
          >
            <NotLoaded what="the model" error={overview.error()} onRetry={overview.reload} />
          </Show>
        }
      >
        {(now) => (
          <>
            <Show when={now().sweep}>
              {(sweep) => (
                <SweepNote
                  sweep={sweep()}
                  onScore={session.may('org.configure_settings') ? () => void overview.score() : undefined}
                />
              )}
            </Show>
            <Switch>
              <Match when={asKind(state(), 'own')}>
                {(own) => (
                  <OwnModel
                    overview={now()}
                    champion={own().champion}
                    seesAll={seesAll()}
                    view={view()}
                    onView={setView}
                    onServe={session.may('org.configure_settings') ? (id) => void overview.serve(id) : undefined}
                  />
                )}
              </Match>
              <Match when={asKind(state(), 'nothing_closed')}>
                <NothingClosed mayImport={mayImport(session)} />
              </Match>
              <Match when={asKind(state(), 'too_little')}>
                <TooLittle {...shared(now())} />
              </Match>
              <Match when={asKind(state(), 'no_signal') ?? asKind(state(), 'dishonest')}>
                {(found) => (
                  <NoSignal {...shared(now())} champion={found().champion} isDishonest={found().kind === 'dishonest'} />
                )}
              </Match>
              <Match when={asKind(state(), 'first_training')}>
                {(first) => (
                  <FirstTraining overview={now()} seesAll={seesAll()} hasBegun={first().model !== undefined} />
                )}
              </Match>
              <Match when={asKind(state(), 'failed')}>
                {(failed) => <Untrained {...shared(now())} failed={failed().model} />}
              </Match>
              <Match when={asKind(state(), 'untrained')}>
                <Untrained {...shared(now())} failed={undefined} />
              </Match>
            </Switch>
            <Show when={session.may('org.configure_settings')}>
              <div class="care">
                <Training pausedAt={now().pausedAt} onChange={(goes) => overview.pause(!goes)} />
                <Pooling pooling={now().pooling} onChange={overview.pool} />
              </div>
            </Show>
          </>
        )}
      </Show>
    </Page>
  )
}

type State = ReturnType<typeof modelState>

function asKind<K extends State['kind']>(state: State | undefined, kind: K): Extract<State, { kind: K }> | undefined {
  return state?.kind === kind ? (state as Extract<State, { kind: K }>) : undefined
}

/** What serves now, for the head of the page. */
function serving(overview: ModelOverview, isTraining: boolean): string {
  const { champion, models, pausedAt, scoredByChampion, openDeals } = overview
  const training = models.find(({ status }) => status === 'training')
  if (isTraining) return training ? `v${training.number} is training` : 'Training begins in a moment'
  if (!champion) return ''
  const since = champion.finishedAt ? ` since ${formatDay(champion.finishedAt)}` : ''
  const what = champion.rung === 'base_rate' ? `Usual rate shown${since}` : `v${champion.number} live${since}`
  if (scoredByChampion < openDeals) {
    return `${what}, ${formatNumber(scoredByChampion)} of ${formatNumber(openDeals)} open deals scored by it`
  }
  return pausedAt === null ? what : `${what}, training paused since ${formatDay(pausedAt)}`
}

function whyNotTrain(overview: ModelOverview | undefined): string | false {
  const { won, lost } = overview?.closedDeals ?? { won: 0, lost: 0 }
  return won + lost === 0 && 'No deal has been won or lost yet'
}

function TrainNow(props: { overview: Overview }): JSX.Element {
  return (
    <Button
      tone="primary"
      busy={props.overview.isTraining()}
      off={whyNotTrain(props.overview.value())}
      onClick={() => void props.overview.train()}
    >
      {props.overview.isTraining() ? 'Training' : 'Train now'}
    </Button>
  )
}

/** In the shape of the two plots and the table below them. */
function ModelSkeleton(): JSX.Element {
  return (
    <div class="pg" aria-hidden="true">
      <div>
        <Skeleton width="60%" height="20px" />
        <div class="mt-4">
          <Skeleton height="300px" />
        </div>
      </div>
      <div>
        <Skeleton width="60%" height="20px" />
        <div class="mt-4">
          <Skeleton height="120px" />
        </div>
        <div class="mt-4">
          <Skeleton height="164px" />
        </div>
      </div>
    </div>
  )
}
