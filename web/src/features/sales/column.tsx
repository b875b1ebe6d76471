import { createEffect, createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js'
import type { Stage } from '../../../../worker/sales/contract'
import { type BoardColumn, moneyWords, weightedShare, weightedWords } from './board-columns'
import { DealCard, type DealCardProps } from './deal-card'

const FIRST = 30 // more than the tallest screen shows: the first paint is whole
const MORE = 40
const MOST_AT_ONCE = 120 // a few milliseconds of work, so that a long jump stays fluent and fills over some frames
const CARD_PX = 138 // of a card with its gap, as far as the place of those not made yet has to be guessed

export interface ColumnProps extends Pick<DealCardProps, 'mayMove' | 'onOpen' | 'onMenu'> {
  readonly stage: Stage
  readonly column: BoardColumn
  /** Which of the columns this is, for the dots of the phone. */
  readonly index: number
  readonly count: number
  /** The company's currency, which stands first. */
  readonly home: string
  readonly isOpen: (id: string) => boolean
  readonly isMoved: (id: string) => boolean
  /** The dragged deal would land here. */
  readonly isOver: boolean
  /** The dragged deal cannot be moved here. */
  readonly isShut: boolean
  /** A card that must be there, wherever it stands, because the focus goes to it. */
  readonly wanted: string | undefined
}

/** A stage: its head stays, its cards are made as they come near the screen. */
export function Column(props: ColumnProps): JSX.Element {
  const [made, setMade] = createSignal(FIRST)
  const ids = () => props.column.ids
  const rest = () => Math.max(0, ids().length - made())
  createEffect(() => {
    const place = props.wanted === undefined ? -1 : ids().indexOf(props.wanted)
    if (place >= made()) setMade(place + MORE)
  })
  return (
    <section
      class="col"
      id={`stage-${props.stage.id}`}
      aria-label={props.stage.name}
      data-over={props.isOver ? '' : undefined}
      data-shut={props.isShut ? '' : undefined}
    >
      <header class="col-h">
        <div class="pager" aria-hidden="true">
          <For each={Array.from({ length: props.count }, (_, index) => index)}>
            {(index) => <i class={index === props.index ? 'f' : ''} />}
          </For>
        </div>
        <h2>
          <span class="clip">{props.stage.name}</span>
          <span class="n">{ids().length}</span>
        </h2>
        <p>
          <span>{moneyWords(props.column.totals, 'amountMinor', props.home)}</span>
          <span>{weightedWords(props.column, props.home)}</span>
        </p>
        <div class="bar" aria-hidden="true">
          <i style={{ '--v': `${Math.round(weightedShare(props.column.totals) * 100)}%` }} />
        </div>
      </header>
      <ul>
        <For each={ids().slice(0, made())}>
          {(id) => (
            <DealCard
              id={id}
              norm={props.stage.expectedDays}
              isOpen={props.isOpen(id)}
              isMoved={props.isMoved(id)}
              mayMove={props.mayMove}
              onOpen={props.onOpen}
              onMenu={props.onMenu}
            />
          )}
        </For>
      </ul>
      <Show when={rest() > 0}>
        <Unmade height={rest() * CARD_PX} onNear={(missing) => setMade((n) => n + Math.max(MORE, missing))} />
      </Show>
    </section>
  )
}

/** The room of cards not made yet. When the screen comes near it asks for as many as are missing there. */
function Unmade(props: { height: number; onNear: (missing: number) => void }): JSX.Element {
  let room!: HTMLDivElement
  onMount(() => {
    // The scroller is the body of the page, on the phone the column: a margin of the root would not reach into either.
    const options = { scrollMargin: '1200px 0px' }
    const near = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return
      const missing = entry.intersectionRect.bottom - entry.boundingClientRect.top
      props.onNear(Math.min(MOST_AT_ONCE, Math.ceil(missing / CARD_PX)))
      // Asked again in the next frame: an observer tells of changes only, and this may still be near.
      near.unobserve(room)
      near.observe(room)
    }, options)
    near.observe(room)
    onCleanup(() => near.disconnect())
  })
  return <div ref={room} style={{ height: `${props.height}px` }} />
}
