import { scaleLinear, scalePoint } from 'd3-scale'
import { line } from 'd3-shape'
import { createMemo, For, type JSX } from 'solid-js'
import { formatNumber } from '../format'
import { createWidth } from './width'

export interface MonthPoint {
  /** As it stands under the plot: "Nov". */
  readonly label: string
  readonly value: number
  /** What it is compared with. */
  readonly other: number
}

export interface MonthLinesProps {
  readonly points: readonly MonthPoint[]
  /** What the two lines are, at their ends: "model", "usual rate". */
  readonly names: readonly [string, string]
  /** The plot in one sentence, for those who do not see it. */
  readonly label: string
}

const HEIGHT = 132
const MARGIN = { top: 10, bottom: 24, left: 34, right: 112 }
const APART = 14 // between two words, pixels

/** One line against another, month by month: each is named where it ends, so that no legend is needed. */
export function MonthLines(props: MonthLinesProps): JSX.Element {
  const [width, measure] = createWidth()
  const all = () => props.points.flatMap(({ value, other }) => [value, other])
  const low = () => Math.floor(Math.min(...all()) * 10) / 10
  const high = () => Math.ceil(Math.max(...all()) * 10) / 10
  const x = createMemo(() =>
    scalePoint(
      props.points.map((_, i) => i),
      [MARGIN.left + 8, Math.max(MARGIN.left + 9, width() - MARGIN.right)],
    ),
  )
  const y = createMemo(() => scaleLinear([low(), high()], [HEIGHT - MARGIN.bottom, MARGIN.top]))
  const path = (of: (point: MonthPoint) => number) =>
    line<MonthPoint>(
      (_, i) => x()(i) ?? 0,
      (point) => y()(of(point)),
    )([...props.points]) ?? ''
  const last = () => props.points.at(-1)
  const ends = () => {
    const [value, other] = [y()(last()?.value ?? 0), y()(last()?.other ?? 0)]
    const missing = Math.max(0, APART - Math.abs(value - other)) / 2
    return value > other ? [value + missing, other - missing] : [value - missing, other + missing]
  }
  return (
    <div ref={measure}>
      <svg class="plot" width={width()} height={HEIGHT} role="img" aria-label={props.label}>
        <For each={[low(), high()]}>
          {(tick) => (
            <>
              <line class="ax" x1={MARGIN.left} x2={width() - MARGIN.right + 8} y1={y()(tick)} y2={y()(tick)} />
              <text x={MARGIN.left - 6} y={y()(tick) + 4} text-anchor="end">
                {formatNumber(tick, 1)}
              </text>
            </>
          )}
        </For>
        <path class="alt" d={path(({ other }) => other)} />
        <path class="main-l" d={path(({ value }) => value)} />
        <For each={props.points}>
          {(point, i) => (
            <>
              <circle class="dot-m" cx={x()(i())} cy={y()(point.value)} r="3" />
              <text x={x()(i())} y={HEIGHT - 6} text-anchor="middle">
                {point.label}
              </text>
            </>
          )}
        </For>
        <text class="lbl" x={width() - MARGIN.right + 12} y={(ends()[0] ?? 0) + 4}>
          {props.names[0]} {formatNumber(last()?.value ?? 0, 2)}
        </text>
        <text x={width() - MARGIN.right + 12} y={(ends()[1] ?? 0) + 4}>
          {props.names[1]} {formatNumber(last()?.other ?? 0, 2)}
        </text>
      </svg>
    </div>
  )
}
