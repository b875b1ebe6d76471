import { scaleLinear, scaleUtc } from 'd3-scale'
import { curveStepAfter, line } from 'd3-shape'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { formatChange, formatDateTime, formatDay, formatPercent } from '../format'
import { toPoints } from '../probability'
import { Figure } from './figure'
import { createWidth } from './width'

/** A score of the past, and what happened since the one before that can have moved it. */
export interface ChancePoint {
  readonly at: string
  /** A fraction. */
  readonly value: number
  readonly events: readonly string[]
}

export interface ChanceLineProps {
  readonly title: string
  /** Oldest first. */
  readonly points: readonly ChancePoint[]
}

const HEIGHT = 132
const MARGIN = { top: 8, right: 10, bottom: 20, left: 28 }
const TICKS = [0, 50, 100]
const WORTH_A_MARK = 2 // points; less is noise

const changeOf = (points: readonly ChancePoint[], index: number) => {
  const before = points[index - 1]
  return before ? toPoints(points[index]!.value) - toPoints(before.value) : 0
}

/** How a chance went, with a mark wherever something moved it; the same as a table. */
export function ChanceLine(props: ChanceLineProps): JSX.Element {
  const table = () => ({
    head: ['When', 'Chance', 'Change', 'What happened'],
    rows: props.points
      .map((point, index) => [
        formatDateTime(point.at),
        formatPercent(toPoints(point.value) / 100),
        index === 0 ? '' : formatChange(changeOf(props.points, index)),
        point.events.join('; '),
      ])
      .reverse(),
  })
  return (
    <Figure title={props.title} view="Line" table={table()}>
      <Plot points={props.points} />
    </Figure>
  )
}

function Plot(props: { points: readonly ChancePoint[] }): JSX.Element {
  const [width, measure] = createWidth()
  const x = createMemo(() =>
    scaleUtc(
      [new Date(props.points[0]?.at ?? 0), new Date(props.points.at(-1)?.at ?? 0)],
      [MARGIN.left, Math.max(MARGIN.left, width() - MARGIN.right)],
    ),
  )
  const y = scaleLinear([0, 100], [HEIGHT - MARGIN.bottom, MARGIN.top])
  const path = () =>
    line<ChancePoint>(
      ({ at }) => x()(new Date(at)),
      ({ value }) => y(toPoints(value)),
    ).curve(curveStepAfter)([...props.points]) ?? ''
  const marks = () =>
    props.points.flatMap((point, index) => {
      const by = changeOf(props.points, index)
      return Math.abs(by) >= WORTH_A_MARK ? [{ point, by }] : []
    })
  const words = ({ point, by }: { point: ChancePoint; by: number }) =>
    [`${formatDay(point.at)}: ${formatChange(by)} to ${toPoints(point.value)}`, ...point.events].join(' · ')
  const ends = () => [props.points[0], props.points.at(-1)].flatMap((point) => point ?? [])
  return (
    <div ref={measure}>
      <Show when={width() > 0}>
        <svg
          class="plot"
          width={width()}
          height={HEIGHT}
          viewBox={`0 0 ${width()} ${HEIGHT}`}
          role="img"
          aria-label={summary(props.points)}
        >
          <For each={TICKS}>
            {(tick) => (
              <>
                <line class="ax" x1={MARGIN.left} x2={width() - MARGIN.right} y1={y(tick)} y2={y(tick)} />
                <text x={MARGIN.left - 6} y={y(tick)} dy="0.32em" text-anchor="end">
                  {tick}
                </text>
              </>
            )}
          </For>
          <path class="main-l" d={path()} />
          <For each={marks()}>
            {(mark) => (
              <path
                class={mark.by > 0 ? 'up' : 'down'}
                transform={`translate(${x()(new Date(mark.point.at))} ${y(toPoints(mark.point.value))})`}
                d={mark.by > 0 ? 'M0-6 5 3H-5Z' : 'M0 6 5-3H-5Z'}
                data-tip={words(mark)}
              />
            )}
          </For>
          <For each={ends()}>
            {(point, index) => (
              <text x={x()(new Date(point.at))} y={HEIGHT - 4} text-anchor={index() === 0 ? 'start' : 'end'}>
                {formatDay(point.at)}
              </text>
            )}
          </For>
        </svg>
      </Show>
    </div>
  )
}

function summary(points: readonly ChancePoint[]): string {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return ''
  return `From ${toPoints(first.value)} percent on ${formatDay(first.at)} to ${toPoints(last.value)} percent on ${formatDay(last.at)}`
}
