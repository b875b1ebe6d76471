import { For, type JSX, Show } from 'solid-js'
import type { ModelOverview, WatchReport } from '../../../../worker/analytics/contract'
import { Figure, type FigureView } from '../../ui/chart/figure'
import { MonthLines } from '../../ui/chart/month-lines'
import { formatNumber } from '../../ui/format'
import { locale } from '../../ui/locale'
import {
  DRIFT_MARKS,
  driftNote,
  driftRows,
  driftSentence,
  LEVEL_WORDS,
  outcomesNote,
  outcomesSentence,
} from './watch-words'

interface Props {
  readonly overview: ModelOverview
  readonly view: FigureView
  readonly onView: (view: FigureView) => void
}

/** What the newest nightly sweep saw: what has moved since the model was published, and how its scores came true. */
export function Watch(props: Props): JSX.Element {
  // A report on another version says nothing of the one that serves.
  const report = () => {
    const { watch, champion } = props.overview
    return watch && watch.modelId === champion?.id ? watch : null
  }
  return (
    <Show
      when={report()}
      fallback={
        <section class="w" aria-label="Watch">
          <h2>Not watched for a night yet</h2>
          <p>
            Every night the open deals are compared with those of its first day, and its scores with how deals ended.
          </p>
        </section>
      }
    >
      {(seen) => (
        <>
          <section aria-label="What has moved">
            <DriftFigure report={seen()} view={props.view} onView={props.onView} />
          </section>
          <section aria-label="How the scores came true">
            <OutcomesFigure report={seen()} view={props.view} onView={props.onView} />
          </section>
        </>
      )}
    </Show>
  )
}

interface FigureProps {
  readonly report: WatchReport
  readonly view: FigureView
  readonly onView: (view: FigureView) => void
}

function DriftFigure(props: FigureProps): JSX.Element {
  const rows = () => driftRows(props.report)
  return (
    <Figure
      title={driftSentence(props.report)}
      note={driftNote(props.report)}
      view="Scale"
      table={{
        head: ['Input', 'Stability index', 'Verdict'],
        rows: rows().map(({ label, index, level }) => [label, formatNumber(index, 2), LEVEL_WORDS[level]]),
      }}
      shown={props.view}
      onShow={props.onView}
    >
      <ul class="drift">
        <For each={rows()}>
          {(row) => (
            <li data-level={row.level}>
              <span class="clip" data-tip={row.label}>
                {row.label}
              </span>
              <span class="t" aria-hidden="true">
                <For each={DRIFT_MARKS}>{(mark) => <s style={{ left: `${mark * 100}%` }} />}</For>
                <i style={{ left: `${row.at * 100}%` }} />
              </span>
              <span class="num n">{formatNumber(row.index, 2)}</span>
              <span class="t12 lv">{LEVEL_WORDS[row.level]}</span>
            </li>
          )}
        </For>
      </ul>
    </Figure>
  )
}

function OutcomesFigure(props: FigureProps): JSX.Element {
  const months = () => props.report.outcomes?.months ?? []
  const name = (month: string) =>
    new Intl.DateTimeFormat(locale().language, { month: 'short', timeZone: 'UTC' }).format(
      new Date(`${month}-01T00:00Z`),
    )
  return (
    <Show
      when={months().length > 0}
      fallback={
        <>
          <h2>{outcomesSentence(props.report)}</h2>
          <p>{outcomesNote(props.report)}</p>
        </>
      }
    >
      <Figure
        title={outcomesSentence(props.report)}
        note={outcomesNote(props.report)}
        view="Lines"
        table={{
          head: ['Month', 'Model', 'Usual rate', 'Deals'],
          rows: months().map(({ month, logLoss, baseRateLogLoss, deals }) => [
            name(month),
            formatNumber(logLoss, 3),
            formatNumber(baseRateLogLoss, 3),
            formatNumber(deals),
          ]),
        }}
        shown={props.view}
        onShow={props.onView}
      >
        <MonthLines
          label={`${outcomesSentence(props.report)}: log loss by month`}
          names={['model', 'usual rate']}
          points={months().map(({ month, logLoss, baseRateLogLoss }) => ({
            label: name(month),
            value: logLoss,
            other: baseRateLogLoss,
          }))}
        />
      </Figure>
    </Show>
  )
}
