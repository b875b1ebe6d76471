import Check from 'lucide-solid/icons/check'
import X from 'lucide-solid/icons/x'
import { type JSX, Show } from 'solid-js'
import type { ModelSummary } from '../../../../worker/analytics/contract'
import { Button } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { formatNumber } from '../../ui/format'
import { type Column, Scroller, Table } from '../../ui/table'
import { STATUS_WORDS, windowWords } from './model-words'
import { RUNG_WORDS, settingsWords } from './watch-words'

const figure = (value: number | null | undefined) => (value == null ? '–' : formatNumber(value, 3))

type Serve = ((id: string) => void) | undefined

const columns = (serve: Serve): readonly Column<ModelSummary>[] => [
  {
    key: 'number',
    head: 'Version',
    cell: ({ number, rung, status }) => (
      <>
        <b class="n">v{number}</b>
        <Show when={rung !== null && rung !== 'own' && status !== 'failed' && rung}>
          {(lower) => <span class="q3 t12"> {RUNG_WORDS[lower()].toLowerCase()}</span>}
        </Show>
      </>
    ),
  },
  {
    key: 'window',
    head: 'Trained on deals closed',
    class: 'n q2 whitespace-nowrap',
    cell: (model) => windowWords(model),
  },
  { key: 'deals', head: 'Deals', number: true, cell: ({ deals }) => formatNumber(deals) },
  { key: 'auc', head: 'AUC', number: true, cell: (model) => figure(ownMetrics(model)?.auc) },
  { key: 'log', head: 'Log loss', number: true, cell: (model) => figure(model.metrics?.logLoss) },
  { key: 'brier', head: 'Brier', number: true, cell: (model) => figure(model.metrics?.brier) },
  { key: 'cal', head: 'Cal. error', number: true, cell: (model) => figure(ownMetrics(model)?.calibrationError) },
  { key: 'state', head: 'State', class: 'whitespace-nowrap', cell: ({ status }) => <State status={status} /> },
  {
    key: 'settings',
    head: 'Settings',
    class: 'q2 t12 whitespace-nowrap',
    cell: (model) => settingsWords(model),
  },
  ...(serve
    ? [
        {
          key: 'serve',
          head: 'Roll back',
          quiet: true,
          cell: ({ id, number, canServe }: ModelSummary) => (
            <Show when={canServe}>
              <Button size="sm" aria-label={`Roll back to v${number}`} onClick={() => serve(id)}>
                Roll back
              </Button>
            </Show>
          ),
        },
      ]
    : []),
]

// The usual rate tells no two deals apart: its AUC and calibration would be figures about nothing.
function ownMetrics({ rung, metrics }: ModelSummary): ModelSummary['metrics'] {
  return rung === 'base_rate' ? null : metrics
}

function State(props: { status: ModelSummary['status'] }): JSX.Element {
  const tone = () => (props.status === 'champion' ? 'positive' : props.status === 'failed' ? 'negative' : 'plain')
  const icon = () => {
    if (props.status === 'champion') return Check
    return props.status === 'kept_back' || props.status === 'failed' ? X : undefined
  }
  return (
    <Tag tone={tone()} icon={icon()}>
      {STATUS_WORDS[props.status]}
    </Tag>
  )
}

/** Every version there was, newest first. */
export function Versions(props: { readonly models: readonly ModelSummary[]; readonly onServe?: Serve }): JSX.Element {
  return (
    <Show when={props.models.length > 0}>
      <section class="w" aria-label="Versions">
        <h2>Versions</h2>
        <p>Every version keeps its data window, settings and numbers. Rolling back is one step and can be undone.</p>
        <Scroller label="Versions, scrolls sideways">
          <Table label="Versions" columns={columns(props.onServe)} rows={props.models} />
        </Scroller>
      </section>
    </Show>
  )
}
