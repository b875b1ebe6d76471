import { For, type JSX, Show } from 'solid-js'
import { formatNumber } from '../format'
import { Figure } from './figure'

export interface Bar {
  readonly key: string
  readonly label: string
  readonly value: number
  /** The value in words, where the plain number does not say it. */
  readonly words?: string | undefined
  /** Ink rather than accent: what the others are compared with. */
  readonly quiet?: boolean | undefined
}

/** Things by size, longest first as given: the label, the bar, the number. No scale is needed to read it. */
export function BarList(props: { readonly label: string; readonly bars: readonly Bar[] }): JSX.Element {
  const most = () => Math.max(Number.EPSILON, ...props.bars.map((bar) => bar.value))
  return (
    <ul class="barlist" aria-label={props.label}>
      <For each={props.bars}>
        {(bar) => (
          <li>
            <span class="clip" data-tip={bar.label}>
              {bar.label}
            </span>
            <span class="t" aria-hidden="true">
              <i class={bar.quiet ? 'q' : undefined} style={{ '--v': `${(bar.value / most()) * 100}%` }} />
            </span>
            <span class="num n">{bar.words ?? formatNumber(bar.value)}</span>
          </li>
        )}
      </For>
    </ul>
  )
}

export interface BarFigureProps {
  readonly title: string
  readonly note?: JSX.Element | undefined
  /** Heads of the two columns of the table: "Input", "Share of what moves a deal". */
  readonly head: readonly [string, string]
  readonly bars: readonly Bar[]
}

/** The same as a figure with its table. */
export function BarFigure(props: BarFigureProps): JSX.Element {
  const rows = () => props.bars.map((bar) => [bar.label, bar.words ?? formatNumber(bar.value, 3)])
  return (
    <Figure title={props.title} note={props.note} view="Bars" table={{ head: props.head, rows: rows() }}>
      <Show when={props.bars.length > 0} fallback={<p class="q2">Nothing to show yet.</p>}>
        <BarList label={props.title} bars={props.bars} />
      </Show>
    </Figure>
  )
}
