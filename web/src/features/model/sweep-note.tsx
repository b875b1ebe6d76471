import { type JSX, Show } from 'solid-js'
import type { Sweep } from '../../../../worker/analytics/contract'
import { Button } from '../../ui/button'
import { Meter } from '../../ui/progress'
import { sweepWords } from './watch-words'

/** How far the scoring of every open deal is, or why it broke off. */
export function SweepNote(props: {
  readonly sweep: Sweep
  /** Has them scored anew; absent for whoever may not. */
  readonly onScore?: (() => void) | undefined
}): JSX.Element {
  return (
    <Show
      when={props.sweep.failure}
      fallback={
        <section class="sweep" aria-label="Scoring open deals">
          <Meter
            label="Open deals scored"
            value={props.sweep.of === null ? undefined : props.sweep.scored / Math.max(1, props.sweep.of)}
            words={sweepWords(props.sweep)}
          />
          <p class="t12 q2 n">{sweepWords(props.sweep)}</p>
        </section>
      }
    >
      {(failure) => (
        <section class="sweep broke" role="alert" aria-label="Scoring open deals">
          <div>
            <h2>Scoring the open deals broke off</h2>
            <p class="q2">
              {failure()} {sweepWords(props.sweep)}; the others keep the score they had. The next night tries anew.
            </p>
          </div>
          <Show when={props.onScore}>{(again) => <Button onClick={() => again()()}>Score again</Button>}</Show>
        </section>
      )}
    </Show>
  )
}
