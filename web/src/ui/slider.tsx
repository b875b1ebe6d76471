import type { JSX } from 'solid-js'

export interface SliderProps {
  readonly label: string
  readonly min: number
  readonly max: number
  readonly step?: number | undefined
  readonly value: number
  /** Today's value: a tick; the accent runs only between it and the thumb. */
  readonly today?: number | undefined
  /** The value in words: "€172k". */
  readonly words: string
  readonly onInput: (value: number) => void
}

export function Slider(props: SliderProps): JSX.Element {
  // On the parts that move, not on what holds them: the field would take them over, and all that a browser draws it with.
  const at = (value: number) =>
    `${(Math.min(1, Math.max(0, (value - props.min) / (props.max - props.min || 1))) * 100).toFixed(2)}%`
  return (
    <div class="slider">
      <i style={{ '--a': at(props.today ?? props.min), '--v': at(props.value) }} />
      {props.today === undefined ? null : <u style={{ '--a': at(props.today) }} />}
      <b style={{ '--v': at(props.value) }} />
      <input
        type="range"
        min={props.min}
        max={props.max}
        step={props.step ?? 1}
        value={props.value}
        aria-label={props.label}
        aria-valuetext={props.words}
        onInput={(event) => props.onInput(event.currentTarget.valueAsNumber)}
      />
    </div>
  )
}
