import { scaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { formatNumber, formatPercent } from '../format'
import { binomialBand } from './binomial'
import { Figure, type FigureChoice } from './figure'
import { leastGap, withRoom } from './room'
import { createWidth } from './width'

/** Deals the model gave about the same chance: what it said on average, and how many came true. */
export interface ReliabilityBin {
  /** Mean predicted probability, a fraction. */
  readonly predicted: number
  readonly won: number
  readonly count: number
}

export interface ReliabilityCurveProps extends FigureChoice {
  readonly title: string
  readonly note?: JSX.Element | undefined
  readonly bins: readonly ReliabilityBin[]
}

const PLOT_RATIO = 0.46 // height of the square-ish field to its width, as drawn
const MARGIN = { top: 18, left: 40, right: 60 }
const TICKS = [0, 0.25, 0.5, 0.75, 1]
const COUNTS = 44 // height of the counts under the plot
const COUNT_ROOM = 40 // width of a count of five figures, and a little air

/** Said against won. The band is what chance alone allows; the columns are how many deals stand behind each point. */
export function ReliabilityCurve(props: ReliabilityCurveProps): JSX.Element {
  const table = () => ({
    head: ['Group', 'Predicted', 'Won', 'Chance allows', 'Deals'],
    rows: props.bins.map((bin, index) => {
      const [low, high] = binomialBand(bin.count, bin.predicted)
      return [
        formatNumber(index + 1),
        formatPercent(bin.predicted, 1),
        formatPercent(bin.won / bin.count, 1),
        `${formatPercent(low)} to ${formatPercent(high)}`,
        formatNumber(bin.count),
      ]
    }),
  })
  return (
    <Figure
      title={props.title}
      note={props.note}
      view="Curve"
      table={table()}
      shown={props.shown}
      onShow={props.onShow}
    >
      <Plot bins={props.bins} />
      <p class="t12 q3 mt-1 text-center">
        Predicted, %, and how many deals stand behind each point; one seen in part counts in part
      </p>
    </Figure>
  )
}

function Plot(props: { bins: readonly ReliabilityBin[] }): JSX.Element {
  const [width, measure] = createWidth()
  const height = () => Math.round(Math.min(300, Math.max(200, width() * PLOT_RATIO)))
  const x = createMemo(() => scaleLinear([0, 1], [MARGIN.left, Math.max(MARGIN.left + 1, width() - MARGIN.right)]))
  const y = createMemo(() => scaleLinear([0, 1], [height(), MARGIN.top]))
  const bins = () => props.bins.filter((bin) => bin.count > 0)
  const share = (bin: ReliabilityBin) => bin.won / bin.count
  const banded = createMemo(() => bins().map((bin) => ({ ...bin, band: binomialBand(bin.count, bin.predicted) })))
  const bandPath = () =>
    area<ReturnType<typeof banded>[number]>(
      (bin) => x()(bin.predicted),
      (bin) => y()(bin.band[0]),
      (bin) => y()(bin.band[1]),
    )(banded())
  const curve = () =>
    line<ReliabilityBin>(
      (bin) => x()(bin.predicted),
      (bin) => y()(share(bin)),
    )(bins())
  const most = () => Math.max(1, ...bins().map((bin) => bin.count))
  const places = createMemo(() => bins().map((bin) => x()(bin.predicted)))
  const isLabelled = createMemo(() => withRoom(places(), COUNT_ROOM))
  const wide = createMemo(() => Math.min(22, Math.max(3, leastGap(places()) - 2)))

  return (
    <div ref={measure} class="min-h-[260px]">
      <Show when={width() > 0}>
        <svg class="plot" width={width()} height={height() + 34 + COUNTS} role="img" aria-label={describe(bins())}>
          <text x={MARGIN.left} y="8">
            Won, %
          </text>
          <For each={TICKS}>
            {(tick) => (
              <>
                <line class="ax" x1={x()(0)} x2={x()(1)} y1={y()(tick)} y2={y()(tick)} />
                <text x={MARGIN.left - 8} y={y()(tick) + 4} text-anchor="end">
                  {tick * 100}
                </text>
                <text x={x()(tick)} y={height() + 18} text-anchor="middle">
                  {tick * 100}
                </text>
              </>
            )}
          </For>
          <path class="band" d={bandPath() ?? ''} />
          <line class="ref" x1={x()(0)} y1={y()(0)} x2={x()(1)} y2={y()(1)} />
          <text x={x()(1) + 8} y={y()(1) + 4}>
            if perfect
          </text>
          <path class="main-l" d={curve() ?? ''} />
          <For each={bins()}>
            {(bin) => <circle class="dot-m" cx={x()(bin.predicted)} cy={y()(share(bin))} r="4" data-tip={tip(bin)} />}
          </For>
          <Show when={bins().at(-1)}>
            {(last) => (
              <text class="lbl" x={x()(1) + 8} y={Math.max(y()(share(last())), y()(1) + 16) + 4}>
                won
              </text>
            )}
          </Show>
          <For each={bins()}>
            {(bin, index) => {
              const tall = () => Math.max(1.5, (bin.count / most()) * (COUNTS - 18))
              return (
                <>
                  <rect
                    class="cnt"
                    x={x()(bin.predicted) - wide() / 2}
                    y={height() + 30 + COUNTS - tall()}
                    width={wide()}
                    height={tall()}
                  />
                  <Show when={isLabelled()[index()]}>
                    <text x={x()(bin.predicted)} y={height() + 26 + COUNTS - tall()} text-anchor="middle">
                      {formatNumber(bin.count)}
                    </text>
                  </Show>
                </>
              )
            }}
          </For>
          <text x={x()(1) + 8} y={height() + 30 + COUNTS}>
            deals
          </text>
        </svg>
      </Show>
    </div>
  )
}

function tip(bin: ReliabilityBin): string {
  return `Said ${formatPercent(bin.predicted)}, won ${formatPercent(bin.won / bin.count)} of ${formatNumber(bin.count)}`
}

function describe(bins: readonly ReliabilityBin[]): string {
  const inside = bins.filter((bin) => {
    const [low, high] = binomialBand(bin.count, bin.predicted)
    const share = bin.won / bin.count
    return share >= low && share <= high
  })
  return `Reliability curve: wins against predicted probability in ${bins.length} groups, ${inside.length} of them within what chance allows`
}
