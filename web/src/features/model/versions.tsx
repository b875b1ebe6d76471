import Check from 'lucide-solid/icons/check'
import X from 'lucide-solid/icons/x'
import { type JSX, Show } from 'solid-js'
import type { ModelSummary } from '../../../../worker/analytics/contract'
import { Tag } from '../../ui/chip'
import { formatNumber } from '../../ui/format'
import { type Column, Scroller, Table } from '../../ui/table'
import { STATUS_WORDS, windowWords } from './model-words'

const figure = (value: number | null | undefined) => (value == null ? '–' : formatNumber(value, 3))

const COLUMNS: readonly Column<ModelSummary>[] = [
  {
    key: 'number',
    head: 'Version',
    cell: ({ number, rung, status }) => (
      <>
        <b class="n">v{number}</b>
        <Show when={rung === 'base_rate' && status !== 'failed'}>
          <span class="q3 t12"> usual rate</span>
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
  { key: 'cal', head: 'Cal. error', number: true, cell: (model) => figure(ownMetrics(model)?.calibrationError) },
  { key: 'state', head: 'State', class: 'whitespace-nowrap', cell: ({ status }) => <State status={status} /> },
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
export function Versions(props: { readonly models: readonly ModelSummary[] }): JSX.Element {
  return (
    <Show when={props.models.length > 0}>
      <section class="w" aria-label="Versions">
        <h2>Versions</h2>
        <p>Every version keeps the deals it learned from, its settings and its numbers.</p>
        <Scroller label="Versions, scrolls sideways">
          <Table label="Versions" columns={COLUMNS} rows={props.models} />
        </Scroller>
      </section>
    </Show>
  )
}
