import { createMemo, For, type JSX } from 'solid-js'
import type { Stage } from '../../../../worker/sales/contract'
import { PHONE } from '../../ui/media'
import { type BoardColumn, moneyWords, weightedShare, weightedWords } from './board-columns'
import type { CardSight } from './card-sight'
import { DealCard, type DealCardProps } from './deal-card'
import { createMadeCards } from './made-cards'

// Of the screen for each card at least, with its gap: the first paint makes as many as could show.
const DESK_PX = 96
// A phone takes longer for each: there it shows the first ones, and then makes the others it has room for.
const PHONE_FIRST = 2

export interface ColumnProps extends Pick<DealCardProps, 'mayMove' | 'onOpen' | 'onMenu'> {
  readonly stage: Stage
  readonly column: BoardColumn
  /** The phone shows this one first. */
  readonly isFirst: boolean
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
  /** Cards that are there stay there, however far they are. */
  readonly isHeld: boolean
  readonly sight: CardSight
  /** The card in focus is about to go, because it is far from the screen. */
  readonly onFocusLost: (id: string) => void
}

/** A stage: its head stays, and of its cards those are there that are near the screen. */
export function Column(props: ColumnProps): JSX.Element {
  let section!: HTMLElement
  let list!: HTMLUListElement
  const phone = matchMedia(PHONE)
  const column = createMemo(() => props.column)
  const ids = () => column().ids
  const cards = createMadeCards({
    ids,
    list: () => list,
    // On the phone each column scrolls by itself, and of those side by side only one is seen.
    scroller: () => (phone.matches ? section : section.closest('.body')),
    first: phone.matches ? (props.isFirst ? PHONE_FIRST : 0) : Math.ceil(innerHeight / DESK_PX),
    isFirstApart: phone.matches,
    wanted: () => props.wanted,
    isHeld: () => props.isHeld,
    sight: props.sight,
    onFocusLost: (id) => props.onFocusLost(id),
  })
  return (
    <section
      ref={section}
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
          <span>{moneyWords(column().totals, 'amountMinor', props.home)}</span>
          <span>{weightedWords(column(), props.home)}</span>
        </p>
        <div class="bar" aria-hidden="true">
          <i style={{ '--v': `${Math.round(weightedShare(column().totals) * 100)}%` }} />
        </div>
      </header>
      <ul ref={list} style={{ 'padding-top': `${cards.above()}px`, 'padding-bottom': `${cards.below()}px` }}>
        <For each={cards.ids()}>
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
    </section>
  )
}
