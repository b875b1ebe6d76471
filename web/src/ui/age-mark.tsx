import { type JSX, Show } from 'solid-js'
import { plural } from './format'

export interface AgeMarkProps {
  /** Whole days in the stage. */
  readonly days: number
  /** How long won deals usually stay here; unknown while too few have been won. */
  readonly norm?: number | undefined
}

/** Days in the stage: a clock, and past the stage's norm an hourglass with the norm in words. */
export function AgeMark(props: AgeMarkProps): JSX.Element {
  const over = () => props.norm !== undefined && props.days > props.norm
  const words = () =>
    `${plural(props.days, 'day')} in this stage${props.norm === undefined ? '' : `, usual is ${props.norm}`}`
  return (
    <span class={over() ? 'age over' : 'age'} data-tip={words()}>
      <span class="vh">{words()}</span>
      {/* Drawn here rather than taken from the icon set: a board shows thousands, and a template is cheap to clone. */}
      <Show
        when={over()}
        fallback={
          <svg class="i xs" viewBox="0 0 24 24" aria-hidden="true">
            <circle cx="12" cy="12" r="10" />
            <path d="M12 6v6l4 2" />
          </svg>
        }
      >
        <svg class="i xs" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M5 22h14M5 2h14M17 22v-4.172a2 2 0 0 0-.586-1.414L12 12l-4.414 4.414A2 2 0 0 0 7 17.828V22M7 2v4.172a2 2 0 0 0 .586 1.414L12 12l4.414-4.414A2 2 0 0 0 17 6.172V2" />
        </svg>
      </Show>
      <span aria-hidden="true">
        {props.days} d<Show when={over()}>, norm {props.norm}</Show>
      </span>
    </span>
  )
}
