import { createMemo, For, type JSX, Show } from 'solid-js'
import type { Prediction } from '../../../../../worker/analytics/contract'
import { changeSince } from '../../../../../worker/analytics/domain/change-since'
import type { ServedModel } from '../../../../../worker/analytics/domain/scorer'
import { formatChange, localFigures } from '../../../ui/format'
import type { DeviceDeal } from './device-deal'

export interface SinceLastWeekProps {
  readonly model: ServedModel
  readonly deal: DeviceDeal
  readonly prediction: Prediction
}

const WEEK_MS = 7 * 86_400_000

/** Which facts moved the chance since last week, and by how much: they add up to the change. */
export function SinceLastWeek(props: SinceLastWeekProps): JSX.Element {
  const change = createMemo(() => {
    const { asOf, probability, history } = props.prediction
    const weekAgo = new Date(Date.parse(asOf) - WEEK_MS).toISOString()
    const then = history.findLast(({ at }) => at <= weekAgo)
    if (!then) return null
    const told = { at: Date.parse(then.at), probability: then.probability }
    return changeSince(props.model, props.deal.timeline, props.deal.customer, told, {
      at: Date.parse(asOf),
      probability,
    })
  })
  return (
    <Show when={change()} fallback={<Younger />}>
      {(moved) => (
        <section class="blk" aria-label="Since last week">
          <h2>
            Since last week <span class="t12 q3">in points</span>
            <i class="sp" />
            <span class="n text-ink-1">
              {moved().from} to {moved().to}
            </span>
          </h2>
          <ul class="grid gap-1.5">
            <For each={moved().facts}>
              {(fact) => <Line words={fact.after} before={fact.before} points={fact.points} />}
            </For>
            <Show when={moved().smaller}>
              {(rest) => (
                <Line
                  words={rest().count === 1 ? '1 smaller reason' : `${rest().count} smaller reasons`}
                  points={rest().points}
                />
              )}
            </Show>
            <Show when={moved().other}>
              {(rest) => <Line words="What the model learned since" points={rest().points} />}
            </Show>
          </ul>
          <Show when={moved().facts.length === 0 && !moved().smaller && !moved().other}>
            <p class="q2">Nothing that the model looks at has changed.</p>
          </Show>
        </section>
      )}
    </Show>
  )
}

function Younger(): JSX.Element {
  return (
    <section class="blk" aria-label="Since last week">
      <h2>Since last week</h2>
      <p class="q2">This deal had no score a week ago.</p>
    </section>
  )
}

function Line(props: { words: string; before?: string | null; points: number }): JSX.Element {
  return (
    <li class="fl items-baseline">
      <span class="min-w-0">
        {localFigures(props.words)}
        <Show when={props.before}>
          {(was) => <span class="t12 q3 block">before: {localFigures(lower(was()))}</span>}
        </Show>
      </span>
      <i class="sp" />
      <b class={`num ${props.points > 0 ? 'pos' : props.points < 0 ? 'neg' : 'q3'}`}>{formatChange(props.points)}</b>
    </li>
  )
}

// "No meeting in 21 days" goes on in the middle of a line; "VX-20 in the deal" stays as it is.
function lower(words: string): string {
  return /^\p{Lu}\p{Ll}/u.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words
}
