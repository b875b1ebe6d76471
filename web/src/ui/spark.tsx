import { createMemo, type JSX, Show } from 'solid-js'
import { toPoints } from './probability'
import { sparkPoints } from './spark-points'

export interface SparkProps {
  /** Fractions, oldest first. */
  readonly values: readonly number[]
  /** "Ten weeks" */
  readonly span: string
  readonly width?: number | undefined
  readonly height?: number | undefined
}

/** A line as high as its own range: which way it went, not how far. */
export function Spark(props: SparkProps): JSX.Element {
  const size = () => ({ width: props.width ?? 84, height: props.height ?? 28 })
  const points = createMemo(() => sparkPoints(props.values, size().width, size().height))
  const words = () => {
    const [first, last] = [props.values[0], props.values.at(-1)]
    return first === undefined || last === undefined ? '' : `${props.span}: ${toPoints(first)} to ${toPoints(last)}`
  }
  return (
    <Show when={props.values.length > 1}>
      <svg
        class="spark"
        width={size().width}
        height={size().height}
        viewBox={`0 0 ${size().width} ${size().height}`}
        role="img"
        aria-label={words()}
        data-tip={words()}
      >
        <path
          d={`M${points()
            .map(([x, y]) => `${x} ${y}`)
            .join('L')}`}
        />
        <circle cx={points().at(-1)?.[0]} cy={points().at(-1)?.[1]} r="2.5" />
      </svg>
    </Show>
  )
}
