import Check from 'lucide-solid/icons/check'
import X from 'lucide-solid/icons/x'
import { createMemo, For, type JSX, Show } from 'solid-js'
import type { Metrics, ModelOverview, ModelSummary } from '../../../../worker/analytics/contract'
import { useSync } from '../../sync/store'
import { BarList } from '../../ui/chart/bar-list'
import { Figure, type FigureView } from '../../ui/chart/figure'
import { ReliabilityCurve } from '../../ui/chart/reliability-curve'
import { formatNumber, formatPercent, plural } from '../../ui/format'
import { Scroller } from '../../ui/table'
import { Ladder, Stages } from './ladder'
import { type Counts, closedDeals } from './model-state'
import {
  gateRow,
  leftOutWords,
  measures,
  measuresSentence,
  pointsOf,
  reliabilityNote,
  reliabilitySentence,
  verdictWords,
  windowWords,
} from './model-words'
import { Versions } from './versions'
import { Watch } from './watch'
import { turnWords } from './watch-words'

export interface OwnModelProps {
  readonly overview: ModelOverview
  readonly champion: ModelSummary
  readonly seesAll: boolean
  /** Plots, or the same as tables. */
  readonly view: FigureView
  readonly onView: (view: FigureView) => void
  /** Puts a version back in force; absent for whoever may not. */
  readonly onServe?: ((id: string) => void) | undefined
}

/** The company's own model: how right it was, what it goes by, and what became of each try. */
export function OwnModel(props: OwnModelProps): JSX.Element {
  return (
    <div class="pg">
      <Show when={props.champion.metrics}>
        {(metrics) => (
          <>
            <section aria-label="Accuracy">
              <ReliabilityCurve
                title={reliabilitySentence(metrics().reliability)}
                note={reliabilityNote(metrics())}
                bins={metrics().reliability.map(({ predicted, observed, count }) => ({
                  predicted,
                  won: observed * count,
                  count,
                }))}
                shown={props.view}
                onShow={props.onView}
              />
            </section>
            <section aria-label="Measures">
              <Measures metrics={metrics()} />
              <Gate overview={props.overview} />
            </section>
          </>
        )}
      </Show>
      <section aria-label="What it goes by">
        <TopFeatures {...props} />
      </section>
      <section aria-label="What it learned from">
        <LearnedFrom {...props} />
      </section>
      <section aria-label="How far your deals carry">
        <Ladder overview={props.overview} view={props.view} onView={props.onView} />
      </section>
      <Stages overview={props.overview} view={props.view} onView={props.onView} />
      <Watch overview={props.overview} view={props.view} onView={props.onView} />
      <Versions models={props.overview.models} onServe={props.onServe} />
    </div>
  )
}

function Measures(props: { metrics: Metrics }): JSX.Element {
  const all = createMemo(() => measures(props.metrics))
  return (
    <>
      <h2>{measuresSentence(all())}</h2>
      <p>
        {props.metrics.holdout === 'newest'
          ? 'Each is measured on deals of the newest fifth, never on those it learned from.'
          : props.metrics.holdout === 'all'
            ? 'Each is measured on all your closed deals, each told without having learned from it.'
            : 'Each is measured on a fifth of the deals set aside, never on those it learned from.'}
      </p>
      <dl class="mets">
        <For each={all()}>
          {(measure) => (
            <div>
              <dt>{measure.name}</dt>
              <dd class="big">{measure.value}</dd>
              <dd class="say">{measure.words}</dd>
              <dd class="guess n">{measure.guessing}</dd>
            </div>
          )}
        </For>
      </dl>
    </>
  )
}

/** Why the newest version serves, or does not. */
export function Gate(props: { overview: ModelOverview }): JSX.Element {
  const judged = () => props.overview.models.find(({ verdict, status }) => verdict !== null || status === 'failed')
  return (
    <Show when={judged()}>
      {(model) => {
        const words = () => verdictWords(model(), props.overview.champion?.number)
        const rows = () => (model().verdict?.checks ?? []).map((check) => gateRow(check, model().metrics))
        const hasChampion = () => rows().some(({ champion }) => champion !== undefined)
        // A version that serves already was measured against the one before it.
        const before = () => {
          const { champion, models } = props.overview
          if (champion && champion.number !== model().number) return `v${champion.number}`
          const previous = models.find(({ number, rung, status }) => {
            return number < model().number && rung !== 'base_rate' && status === 'retired'
          })
          return previous ? `v${previous.number}` : 'Before'
        }
        return (
          <>
            <h3>{words().title}</h3>
            <p class="q2 mb-2">{words().why}</p>
            <Show when={rows().length > 0}>
              <Scroller label="The gate, scrolls sideways">
                <table class="tbl gate" aria-label={`How v${model().number} was judged`}>
                  <thead>
                    <tr>
                      <th scope="col">Gate</th>
                      <Show when={hasChampion()}>
                        <th scope="col" class="num">
                          {before()}
                        </th>
                      </Show>
                      <th scope="col" class="num">
                        v{model().number}
                      </th>
                      <th scope="col">Verdict</th>
                    </tr>
                  </thead>
                  <tbody>
                    <For each={rows()}>
                      {(row) => (
                        <tr>
                          <td>{row.rule}</td>
                          <Show when={hasChampion()}>
                            <td class="num n">{row.champion ?? '–'}</td>
                          </Show>
                          <td class="num n">{row.challenger}</td>
                          <td>
                            <span class={row.passed ? 'fl pos' : 'fl neg'}>
                              <Show when={row.passed} fallback={<X class="i s" />}>
                                <Check class="i s" />
                              </Show>
                              {row.word}
                            </span>
                          </td>
                        </tr>
                      )}
                    </For>
                  </tbody>
                </table>
              </Scroller>
            </Show>
          </>
        )
      }}
    </Show>
  )
}

function TopFeatures(props: OwnModelProps): JSX.Element {
  const rate = () => usualRate(props.champion)
  const bars = () =>
    props.champion.topFeatures.map(({ feature, phrase, meanAbsContribution }) => ({
      key: feature,
      label: phrase,
      value: meanAbsContribution,
      words: formatNumber(pointsOf(meanAbsContribution, rate()), 1),
    }))
  const title = () => {
    const [first] = props.champion.topFeatures
    return first ? `“${first.phrase}” moves a deal the most` : 'What moves a deal'
  }
  return (
    <Figure
      title={title()}
      note="How many points each input moves a deal on average, up or down, for a deal that stands at your usual rate."
      view="Bars"
      table={{
        head: ['Input', 'Points', 'In log-odds'],
        rows: props.champion.topFeatures.map(({ phrase, meanAbsContribution }) => [
          phrase,
          formatNumber(pointsOf(meanAbsContribution, rate()), 1),
          formatNumber(meanAbsContribution, 3),
        ]),
      }}
      shown={props.view}
      onShow={props.onView}
    >
      <Show when={bars().length > 0} fallback={<p class="q2">This version did not keep what it goes by.</p>}>
        <BarList label={title()} bars={bars()} />
      </Show>
    </Figure>
  )
}

function usualRate({ won, lost }: Counts): number {
  return (won + 0.5) / (won + lost + 1)
}

function LearnedFrom(props: OwnModelProps): JSX.Element {
  const sync = useSync()
  const model = () => props.champion
  const leftOut = createMemo(() => {
    const fields = Object.values(sync.rows.customFields)
    return leftOutWords(model().leftOut, new Map(fields.map(({ key, label }) => [key, label])))
  })
  const since = () => {
    const { won, lost } = closedDeals(props.overview, props.seesAll)
    return won + lost - model().deals
  }
  return (
    <>
      <h2>It learned from {plural(model().deals, 'closed deal')}</h2>
      <p>
        {since() > 0
          ? `${plural(since(), 'deal has', 'deals have')} closed since; the next training learns from them too.`
          : 'Every deal that is closed today is among them.'}
      </p>
      <dl class="facts">
        <div>
          <dt>Closed between</dt>
          <dd class="n">{windowWords(model())}</dd>
        </div>
        <div>
          <dt>Won and lost</dt>
          <dd class="n">
            {formatNumber(model().won)} won, {formatNumber(model().lost)} lost
          </dd>
        </div>
        <div>
          <dt>Usual rate</dt>
          <dd class="n">{formatPercent(usualRate(model()))} are won</dd>
        </div>
        <Show when={model().metrics}>
          {(metrics) => (
            <div>
              <dt>Judged on</dt>
              <dd class="n">
                {plural(metrics().holdoutDeals, 'deal')}: {formatNumber(metrics().holdoutWon)} won,{' '}
                {formatNumber(metrics().holdoutLost)} lost
              </dd>
            </div>
          )}
        </Show>
        <Show when={model().halfLifeDays}>
          {(days) => (
            <div>
              <dt>What counts most</dt>
              <dd>The newest: they end unlike the older ones, which count half every {plural(days(), 'day')}</dd>
            </div>
          )}
        </Show>
        <Show when={model().turn}>
          {(turn) => (
            <div>
              <dt>The market has turned</dt>
              <dd>{turnWords(turn())}</dd>
            </div>
          )}
        </Show>
        <Show when={leftOut().length > 0}>
          <div>
            <dt>Fields left out</dt>
            <dd>
              <ul>
                <For each={leftOut()}>
                  {({ name, why }) => (
                    <li>
                      {name}: <span class="q2">{why}</span>
                    </li>
                  )}
                </For>
              </ul>
            </dd>
          </div>
        </Show>
        <div>
          <dt>Open deals scored</dt>
          <dd class="n">
            {formatNumber(Math.min(props.overview.scoredDeals, props.overview.openDeals))} of{' '}
            {formatNumber(props.overview.openDeals)}
          </dd>
        </div>
      </dl>
    </>
  )
}
