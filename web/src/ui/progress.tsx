import { createSignal, type JSX, onCleanup, Show } from 'solid-js'

/** How far something has come. Leave out `value` while that is not known. Progress is ink: the accent is for what to do. */
export function Meter(props: {
  readonly label: string
  readonly value?: number | undefined
  readonly words?: string | undefined
}): JSX.Element {
  const percent = () =>
    props.value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, props.value)) * 100)
  return (
    <div
      class={percent() === undefined ? 'meter wait' : 'meter'}
      role="progressbar"
      aria-label={props.label}
      aria-valuenow={percent()}
      aria-valuetext={props.words}
    >
      <i style={{ '--v': percent() === undefined ? undefined : `${percent()}%` }} />
    </div>
  )
}

const PATIENCE_MS = 150 // what comes sooner than this should not flash a skeleton first

/** Shows its children only when waiting has become noticeable; says so once to screen readers. */
export function Loading(props: { readonly what: string; readonly children?: JSX.Element }): JSX.Element {
  const [late, setLate] = createSignal(false)
  const timer = setTimeout(() => setLate(true), PATIENCE_MS)
  onCleanup(() => clearTimeout(timer))
  return (
    <Show when={late()}>
      <div role="status" aria-label={`Loading ${props.what}`} class="contents">
        {props.children ?? <SkeletonRows />}
      </div>
    </Show>
  )
}

/** A block in the shape of what comes. Sizes are CSS lengths. */
export function Skeleton(props: {
  readonly width?: string | undefined
  readonly height?: string | undefined
  readonly round?: boolean | undefined
}): JSX.Element {
  return (
    <i
      class="skel"
      aria-hidden="true"
      style={{
        width: props.width ?? '100%',
        height: props.height ?? '12px',
        'border-radius': props.round ? '50%' : undefined,
      }}
    />
  )
}

const WIDTHS = ['62%', '48%', '71%', '55%', '66%', '43%']

/** Rows of text to come, for lists and tables. */
export function SkeletonRows(props: { readonly rows?: number | undefined }): JSX.Element {
  return (
    <div class="pointer-events-none px-5 py-2" aria-hidden="true">
      {Array.from({ length: props.rows ?? 6 }, (_, row) => (
        <div class="row grid-cols-[16px_minmax(0,1fr)_48px]">
          <Skeleton width="16px" height="16px" round />
          <Skeleton width={WIDTHS[row % WIDTHS.length]} />
          <Skeleton width="36px" />
        </div>
      ))}
    </div>
  )
}
