import { For, type JSX, Show } from 'solid-js'
import type { Pooling as PoolingState } from '../../../../worker/analytics/contract'
import { POOLING_TERMS } from '../../../../worker/analytics/domain/pool/terms'
import { Toggle } from '../../ui/check'
import { formatDay, plural } from '../../ui/format'

/** Whether new versions are trained without being asked for. */
export function Training(props: {
  readonly pausedAt: string | null
  /** Whether it was taken. */
  readonly onChange: (goes: boolean) => Promise<boolean>
}): JSX.Element {
  return (
    <section aria-label="Training">
      <h2>Train new versions by itself</h2>
      <p>
        Every 15 days, once a tenth more deals have closed, or when what comes in has moved too far. Each version has to
        pass the gate before it serves.
      </p>
      <Kept label="Train by itself" on={props.pausedAt === null} onChange={props.onChange} />
      <Show when={props.pausedAt}>
        {(at) => <p class="t12 q2 n">Paused since {formatDay(at())}; training now still works.</p>}
      </Show>
    </section>
  )
}

/** Learning together with other companies: off until somebody who may decide it turns it on, and what that shares. */
export function Pooling(props: {
  readonly pooling: PoolingState
  /** Whether it was taken. */
  readonly onChange: (agreed: boolean) => Promise<boolean>
}): JSX.Element {
  const given = () => {
    const { agreedAt, deals, givenAt } = props.pooling
    if (agreedAt === null) return 'Nothing of your company is shared.'
    const since = `Shared since ${formatDay(agreedAt)}.`
    return deals === null || givenAt === null
      ? `${since} Nothing has been given yet: the next training does, if there are enough closed deals.`
      : `${since} Given on ${formatDay(givenAt)}: sums over about ${plural(deals, 'closed deal')}.`
  }
  return (
    <section aria-label="Learning together">
      <h2>Learn together with other companies</h2>
      <p>
        Companies that share learn from each other how deals usually run, which helps most while one’s own are few. What
        comes of it serves you only where it passes the same gate as any model, on your own deals.
      </p>
      <Kept label="Share sums of our closed deals" on={props.pooling.agreedAt !== null} onChange={props.onChange} />
      <p class="t12 q2 n">{given()}</p>
      <div class="terms">
        <Terms title="What is shared" lines={POOLING_TERMS.shared} />
        <Terms title="What never leaves" lines={POOLING_TERMS.never} />
      </div>
      <p class="t12 q3">
        Nobody sees your sums: they are added to those of at least five others first. Turned off, they are removed at
        once, and from what others use within a day.
        <Show when={props.pooling.agreedAt !== null}> Who turned it on, and when, stands in the change log.</Show>
      </p>
    </section>
  )
}

/** A switch that goes back to where it was when what it asked for was not done. */
function Kept(props: {
  readonly label: string
  readonly on: boolean
  readonly onChange: (on: boolean) => Promise<boolean>
}): JSX.Element {
  let box!: HTMLInputElement
  const change = async (on: boolean) => {
    if (!(await props.onChange(on))) box.checked = !on
  }
  return <Toggle ref={box} label={props.label} checked={props.on} onChange={(on) => void change(on)} />
}

function Terms(props: { readonly title: string; readonly lines: readonly string[] }): JSX.Element {
  return (
    <div>
      <h3>{props.title}</h3>
      <ul class="grid list-disc gap-1 pl-4">
        <For each={props.lines}>{(line) => <li>{line}</li>}</For>
      </ul>
    </div>
  )
}
