import { type JSX, Show } from 'solid-js'
import {
  announceProbability,
  type Confidence,
  changeInPoints,
  intervalWords,
  type Probability,
  toPoints,
} from './probability'

/** One to three filled dots: confidence by shape, not hue. */
export function ConfidenceDots(props: {
  readonly confidence: Confidence
  readonly label?: boolean | undefined
}): JSX.Element {
  const word = () => `${props.confidence[0]?.toUpperCase()}${props.confidence.slice(1)} confidence`
  return (
    <svg
      class="dots"
      viewBox="0 0 22 6"
      role={props.label ? 'img' : undefined}
      aria-label={props.label ? word() : undefined}
      aria-hidden={props.label ? undefined : 'true'}
      data-tip={props.label ? word() : undefined}
    >
      <circle cx="3" cy="3" r="3" />
      <circle cx="11" cy="3" r={props.confidence === 'low' ? 2.4 : 3} class={props.confidence === 'low' ? 'o' : ''} />
      <circle cx="19" cy="3" r={props.confidence === 'high' ? 3 : 2.4} class={props.confidence === 'high' ? '' : 'o'} />
    </svg>
  )
}

/** The change with its arrow: colour, direction and number say the same. */
export function Change(props: { readonly points: number }): JSX.Element {
  return (
    <Show when={props.points !== 0}>
      <span class={props.points > 0 ? 'chg pos' : 'chg neg'}>
        {props.points > 0 ? '↑' : '↓'} {Math.abs(props.points)}
      </span>
    </Show>
  )
}

export interface ProbabilityBadgeProps {
  readonly probability: Probability
  /** Card: number over its bar. Row: one line of fixed widths. */
  readonly size?: 'card' | 'row' | undefined
}

/** The chance to win, small: on cards and in rows. The bar is always accent, since a chance is neither good nor bad. */
export function ProbabilityBadge(props: ProbabilityBadgeProps): JSX.Element {
  const points = () => toPoints(props.probability.value)
  return (
    <span
      class={props.size === 'row' ? 'prob in' : 'prob'}
      role="img"
      aria-label={announceProbability(props.probability)}
    >
      <span class="v" aria-hidden="true">
        {points()}
        <small>%</small>
      </span>
      <Show when={props.size !== 'row'}>
        <span aria-hidden="true">
          <Change points={changeInPoints(props.probability)} />
        </span>
        <ConfidenceDots confidence={props.probability.confidence} />
      </Show>
      <span class="bar" aria-hidden="true">
        <i style={{ '--v': `${points()}%` }} />
      </span>
      <Show when={props.size === 'row'}>
        <ConfidenceDots confidence={props.probability.confidence} />
      </Show>
    </span>
  )
}

/** The place where a chance will stand once the model has one. */
export function ProbabilityPending(props: { readonly why: string }): JSX.Element {
  return (
    <span class="prob" data-tip={props.why}>
      <span class="v q3" aria-hidden="true">
        –
      </span>
      <span class="t12 q3">{props.why}</span>
      <span class="bar" aria-hidden="true" />
    </span>
  )
}

export interface ProbabilityPanelProps {
  readonly probability: Probability
  /** The weeks before, oldest first, as fractions. */
  readonly history?: JSX.Element | undefined
  /** The full size stands on a deal's own page, the other in the peek. */
  readonly full?: boolean | undefined
}

/** The chance to win, large: the number, its interval, the week's change, the scale. */
export function ProbabilityPanel(props: ProbabilityPanelProps): JSX.Element {
  const points = () => toPoints(props.probability.value)
  const change = () => changeInPoints(props.probability)
  return (
    <div>
      <p class="vh">{announceProbability(props.probability)}</p>
      <div class="hero">
        <span class={props.full ? 'big x' : 'big'} aria-hidden="true">
          {points()}
          <small>%</small>
        </span>
        <div class="t12 q2 n">
          <Show when={intervalWords(props.probability)}>{(words) => <div class="text-ink-1">{words()}</div>}</Show>
          <Show when={change() !== 0}>
            <div aria-hidden="true">
              <Change points={change()} /> since last week
            </div>
          </Show>
          <div class="flex items-center gap-1.5" aria-hidden="true">
            {props.probability.confidence} confidence <ConfidenceDots confidence={props.probability.confidence} />
          </div>
        </div>
        {props.history}
      </div>
      <Range probability={props.probability} />
      <Show when={props.full}>
        <p class="scale t11 q3 n" aria-hidden="true">
          <span>0</span>
          <span>50</span>
          <span>100</span>
        </p>
      </Show>
    </div>
  )
}

/** The interval on the scale from 0 to 100, with the number as a mark. */
export function Range(props: { readonly probability: Probability }): JSX.Element {
  const low = () => toPoints(props.probability.low ?? props.probability.value)
  const high = () => toPoints(props.probability.high ?? props.probability.value)
  return (
    <div class="range mt-2.5" aria-hidden="true">
      <Show when={props.probability.low !== undefined}>
        <i style={{ '--l': `${low()}%`, '--len': `${high() - low()}%` }} />
      </Show>
      <b style={{ '--v': `${toPoints(props.probability.value)}%` }} />
    </div>
  )
}
