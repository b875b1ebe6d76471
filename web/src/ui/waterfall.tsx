import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { formatChange, formatNumber } from './format'
import { Segmented } from './segmented'
import { type Reason, type WaterfallRow, waterfall } from './waterfall-geometry'

export interface WaterfallProps {
  readonly base: number
  readonly value: number
  readonly reasons: readonly Reason[]
  readonly rest?: Pick<Reason, 'label' | 'logOdds'> | undefined
  readonly most?: number | undefined
  /** A longer track, for wide places. */
  readonly wide?: boolean | undefined
}

const CLASS = { base: 'from', helps: 'plus', hurts: 'minus', rest: '', total: 'end' }

const isLevel = (row: WaterfallRow) => row.kind === 'base' || row.kind === 'total'
const rowClass = (row: WaterfallRow) => CLASS[row.kind] || (row.points < 0 ? 'minus' : 'plus')
const tone = (row: WaterfallRow) => (isLevel(row) || row.points === 0 ? '' : row.points > 0 ? ' pos' : ' neg')
const exact = (row: WaterfallRow) => (row.logOdds === undefined ? '' : formatChange(row.logOdds, 3))
const tip = (row: WaterfallRow) =>
  // The words once more, since a very long reason is cut off after two lines.
  row.logOdds === undefined
    ? undefined
    : [row.label, row.detail, `${exact(row)} in log-odds`].filter(Boolean).join(' · ')

/** Why the number is what it is: from the usual win rate, reason by reason, to this deal. */
export function Waterfall(props: WaterfallProps): JSX.Element {
  const rows = createMemo(() => waterfall(props))
  return (
    <ol class={props.wide ? 'wf wide' : 'wf'} aria-label="Reasons, in points">
      <For each={rows()}>
        {(row, i) => (
          <li class={rowClass(row)}>
            <span class={row.kind === 'base' ? 'why q2' : 'why'} data-tip={tip(row)}>
              {row.label}
            </span>
            <span class="t" aria-hidden="true">
              <i style={{ '--l': `${row.left}%`, '--len': `${row.length}%` }} />
              {/* From the row above to the one below: rows differ in height, so each draws its own half of the way. */}
              <Show when={rows()[i() - 1]}>{(above) => <s class="above" style={{ '--e': `${above().end}%` }} />}</Show>
              <Show when={row.kind !== 'total'}>
                <s style={{ '--e': `${row.end}%` }} />
              </Show>
            </span>
            <span class={`num${tone(row)}`}>{isLevel(row) ? row.points : formatChange(row.points)}</span>
          </li>
        )}
      </For>
    </ol>
  )
}

/** The same as a table, with the exact log-odds the points come from. */
export function WaterfallTable(props: WaterfallProps): JSX.Element {
  const rows = createMemo(() => waterfall(props))
  return (
    <div class="tw">
      <table class="tbl">
        <thead>
          <tr>
            <th scope="col">Reason</th>
            <th scope="col" class="num">
              Log-odds
            </th>
            <th scope="col" class="num">
              Points
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={rows()}>
            {(row) => (
              <tr>
                <td>
                  {row.label}
                  <Show when={row.detail}>
                    <span class="t12 q3 block">{row.detail}</span>
                  </Show>
                </td>
                <td class="num q2">{exact(row)}</td>
                <td class={`num${tone(row)}`}>{isLevel(row) ? formatNumber(row.points) : formatChange(row.points)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}

/** The whole block of a deal: heading, chart or table, and the switch between them. */
export function WhyBlock(props: WaterfallProps): JSX.Element {
  const [view, setView] = createSignal<'chart' | 'table'>('chart')
  return (
    <section class="blk">
      <h2>
        Why <span class="t12 q3">in points</span>
        <i class="sp" />
        <Segmented
          label="Show reasons as"
          value={view()}
          options={[
            { value: 'chart', label: 'Chart' },
            { value: 'table', label: 'Table' },
          ]}
          onChange={setView}
        />
      </h2>
      <Show when={view() === 'chart'} fallback={<WaterfallTable {...props} />}>
        <Waterfall {...props} />
      </Show>
    </section>
  )
}
