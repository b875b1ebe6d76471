import { createMemo, For, type JSX, Show } from 'solid-js'
import type { Metrics, ModelOverview, ModelSummary } from '../../../../worker/analytics/contract'
import { BarList } from '../../ui/chart/bar-list'
import { Figure, type FigureView } from '../../ui/chart/figure'
import { ReliabilityCurve } from '../../ui/chart/reliability-curve'
import { formatNumber } from '../../ui/format'
import { Gate } from './gate'
import { Ladder, Stages } from './ladder'
import { LearnedFrom } from './learned-from'
import { usualRate } from './model-state'
import { measures, measuresSentence, pointsOf, reliabilityNote, reliabilitySentence } from './model-words'
import { Versions } from './versions'
import { Watch } from './watch'

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
