import { createMemo, type JSX, Show } from 'solid-js'
import type { ModelOverview } from '../../../../worker/analytics/contract'
import { useSync } from '../../sync/store'
import { BarList } from '../../ui/chart/bar-list'
import { Figure, type FigureView } from '../../ui/chart/figure'
import { formatNumber } from '../../ui/format'
import { nextRungNote, RUNG_WORDS, rungSentence } from './watch-words'

interface Props {
  readonly overview: ModelOverview
  readonly view: FigureView
  readonly onView: (view: FigureView) => void
}

/** How far up the ladder the company's deals carry, and what each rung was worth on the same deals. */
export function Ladder(props: Props): JSX.Element {
  const tried = createMemo(() => {
    const model = props.overview.models.find(({ verdict }) => (verdict?.ladder.length ?? 0) > 0)
    const usual = model?.metrics?.baseRateLogLoss
    return [
      ...(usual === undefined
        ? []
        : [{ key: 'base_rate', label: RUNG_WORDS.base_rate, logLoss: usual, auc: 0.5 as number | null, passed: true }]),
      ...(model?.verdict?.ladder ?? []).map(({ rung, ...one }) => ({ key: rung, label: RUNG_WORDS[rung], ...one })),
    ]
  })
  return (
    <Figure
      title={rungSentence(props.overview)}
      note={`Surprise (log loss) of each step on the same deals it had not seen; lower is better, ✕ did not pass the gate. ${nextRungNote(props.overview) ?? ''}`}
      view="Bars"
      table={{
        head: ['Step', 'Log loss', 'AUC', 'Gate'],
        rows: tried().map(({ label, logLoss, auc, passed }) => [
          label,
          formatNumber(logLoss, 3),
          auc === null ? '–' : formatNumber(auc, 3),
          passed ? 'pass' : 'not passed',
        ]),
      }}
      shown={props.view}
      onShow={props.onView}
    >
      <Show when={tried().length > 0} fallback={<p class="q2">Nothing could be compared yet.</p>}>
        <BarList
          label="Log loss of each step"
          bars={tried().map(({ key, label, logLoss, passed }) => ({
            key,
            label,
            value: logLoss,
            words: `${formatNumber(logLoss, 3)}${passed ? '' : ' ✕'}`,
            quiet: key !== props.overview.champion?.rung,
          }))}
        />
      </Show>
    </Figure>
  )
}

/** How well deals are told apart in each stage. */
export function Stages(props: Props): JSX.Element {
  const sync = useSync()
  const nameById = createMemo(
    () =>
      new Map(
        Object.values(sync.rows.pipelines).flatMap(({ stages }) => stages.map(({ id, name }) => [id, name] as const)),
      ),
  )
  const stages = () =>
    (props.overview.champion?.metrics?.stages ?? []).map((stage) => ({
      ...stage,
      name: nameById().get(stage.stageId as never) ?? 'A stage that is gone',
    }))
  const best = () =>
    stages()
      .filter(({ auc }) => auc !== null)
      .toSorted((a, b) => (b.auc ?? 0) - (a.auc ?? 0))[0]
  return (
    <Show when={stages().length > 0}>
      <section aria-label="By stage">
        <Figure
          title={best() ? `It tells deals apart best in ${best()?.name}` : 'By stage'}
          note="AUC of deals looked at in each stage: 0.5 is tossing a coin. A deal counts in every stage it went through."
          view="Bars"
          table={{
            head: ['Stage', 'AUC', 'Log loss', 'Usual rate', 'Deals', 'Won'],
            rows: stages().map(({ name, auc, logLoss, baseRateLogLoss, deals, won }) => [
              name,
              auc === null ? '–' : formatNumber(auc, 3),
              formatNumber(logLoss, 3),
              formatNumber(baseRateLogLoss, 3),
              formatNumber(deals),
              formatNumber(won),
            ]),
          }}
          shown={props.view}
          onShow={props.onView}
        >
          <BarList
            label="AUC by stage"
            bars={stages().map(({ stageId, name, auc, deals }) => ({
              key: stageId,
              label: name,
              // What a coin already knows is no length.
              value: Math.max(0, (auc ?? 0.5) - 0.5),
              words: auc === null ? `${formatNumber(deals)} deals` : formatNumber(auc, 3),
            }))}
          />
        </Figure>
      </section>
    </Show>
  )
}
