import { createComputed, createEffect, createMemo, createSignal, on, untrack } from 'solid-js'
import { nextTask } from '../../ui/after-paint'
import type { CardSight } from './card-sight'
import { followCards, nextStretch, type Stretch, stretchBetween } from './stretch'

const NEAR_PX = 1000 // further than a wheel or a thumb comes before the next frame
const USUAL_PX = 138 // of a card with its gap, until some have been measured
const AROUND = 5 // cards made on either side of one that is wanted far away

export interface MadeCardsOptions {
  readonly ids: () => readonly string[]
  readonly list: () => HTMLElement
  /** What scrolls the list. */
  readonly scroller: () => Element | null
  /** How many the first paint makes. */
  readonly first: number
  /** They are a piece of work of their own: making the first of a kind takes longest, above all on a phone. */
  readonly isFirstApart: boolean
  /** A card that must be there, wherever it stands. */
  readonly wanted: () => string | undefined
  /** Cards that are there stay there, however far they are. */
  readonly isHeld: () => boolean
  readonly sight: CardSight
  readonly onFocusLost: (id: string) => void
}

export interface MadeCards {
  readonly ids: () => readonly string[]
  /** The room of those that are not made, in pixels. */
  readonly above: () => number
  readonly below: () => number
}

/** Of a long list of cards those near the screen, with the room of the others kept. */
export function createMadeCards(options: MadeCardsOptions): MadeCards {
  const { ids, list } = options
  const [made, setMade] = createSignal<Stretch>({ from: 0, to: options.isFirstApart ? 0 : options.first })
  if (options.isFirstApart)
    void nextTask().then(() => setMade((now) => (now.to > 0 ? now : { from: 0, to: options.first })))
  createComputed(
    on(ids, (now, before) => {
      if (before) setMade((made) => followCards(made, before, now))
    }),
  )
  const shown = createMemo(() => ids().slice(made().from, made().to))
  const heights = new Map<string, number>()
  let usual: number | undefined
  const heightOf = (index: number) => heights.get(ids()[index] ?? '') ?? usual ?? USUAL_PX
  const room = (from: number, to: number) => {
    let px = 0
    for (let index = from; index < to; index++) px += heightOf(index)
    return px
  }

  // Cards differ by a line of their title: seen once, a card's room is known when it has to be kept. A list of the same
  // cards and as high as before has nothing new to tell.
  let measured: readonly string[] = []
  let measuredPx = -1
  function measure(): void {
    const px = list().offsetHeight
    if (shown() === measured && px === measuredPx) return
    measured = shown()
    measuredPx = px
    const tops = Array.from(list().children as HTMLCollectionOf<HTMLElement>, (card) => card.offsetTop)
    measured.forEach((id, index) => {
      const [top, next] = [tops[index], tops[index + 1]]
      if (top !== undefined && next !== undefined) heights.set(id, next - top)
    })
    if (heights.size > 0) usual ??= [...heights.values()].reduce((sum, px) => sum + px) / heights.size
  }

  function wants(ahead: number, atOnce = Number.POSITIVE_INFINITY): Stretch | undefined {
    const scroller = options.scroller()
    if (!scroller) return undefined
    measure()
    const view = scroller.getBoundingClientRect()
    const at = list().getBoundingClientRect()
    const within = (px: number) =>
      stretchBetween(ids().length, heightOf, view.top - at.top - px, view.bottom - at.top + px)
    const isBeside = at.right <= 0 || at.left >= innerWidth
    // Of a column beside the screen as much as it will show at first: it comes into sight a thumb's width at a time.
    const near = within(isBeside ? 0 : NEAR_PX)
    const sight = isBeside ? { from: near.from, to: near.from } : within(0)
    const now = { from: made().from, to: Math.min(made().to, ids().length) }
    const { from, to } = nextStretch(now, sight, near, { atMost: ahead, isHeld: options.isHeld() })
    const next = { from, to: Math.min(to, Math.max(now.to, from) + atOnce) }
    return next.from === now.from && next.to === now.to ? undefined : next
  }

  function make(next: Stretch): void {
    const focused = document.activeElement?.closest('.slot')
    const id = focused && shown()[Array.prototype.indexOf.call(list().children, focused)]
    if (id && !ids().slice(next.from, next.to).includes(id)) options.onFocusLost(id)
    setMade(next)
  }

  options.sight.follow({ wants, make })
  // The first ones are seen to already.
  createEffect((isFirst: boolean) => {
    ids()
    if (!isFirst) options.sight.look()
    return false
  }, true)
  createEffect(() => {
    const id = options.wanted()
    untrack(() => {
      const place = id === undefined ? -1 : ids().indexOf(id)
      if (place < 0 || (place >= made().from && place < made().to)) return
      setMade({ from: Math.max(0, place - AROUND), to: place + AROUND })
    })
  })
  return {
    ids: shown,
    above: () => room(0, Math.min(made().from, ids().length)),
    below: () => room(made().to, ids().length),
  }
}
