import { batch, onCleanup, onMount } from 'solid-js'
import { afterPaint, whenIdle } from '../../ui/after-paint'
import type { Stretch } from './stretch'

/** A column whose cards come and go with the screen. */
export interface Followed {
  /**
   * What to have made next, with so many cards past what is in sight and at most so many at once; undefined when that is
   * made already. Only looks.
   */
  readonly wants: (ahead: number, atOnce?: number) => Stretch | undefined
  readonly make: (stretch: Stretch) => void
}

export interface CardSight {
  /** Follows a column for as long as the calling component is on screen. */
  readonly follow: (column: Followed) => void
  /** Other cards may be near the screen now. */
  readonly look: () => void
}

const AHEAD = 2 // cards of each column while somebody scrolls: a millisecond or two a frame
const AT_ONCE = 2 // cards of each column in a frame, of those that the first paint left out

/**
 * Sees to it that the cards in sight are made at once, those near the screen before they are in sight, and those far
 * from it not at all. While nobody scrolls the near ones can wait for a moment with nothing else to do, and come one by
 * one: nobody should have to wait for a card they cannot see.
 */
export function createCardSight(board: () => HTMLElement, onMade: () => void): CardSight {
  const columns = new Set<Followed>()
  let frame = 0
  let forgetIdle = () => {}
  const make = (ahead: number, among: Iterable<Followed> = columns, atOnce?: number): boolean => {
    // All look before any changes: looking after a change would lay the whole board out again.
    const wanted = Array.from(among, (column) => ({ column, stretch: column.wants(ahead, atOnce) }))
    batch(() => {
      for (const { column, stretch } of wanted) if (stretch) column.make(stretch)
    })
    const isMade = wanted.some(({ stretch }) => stretch !== undefined)
    if (isMade) onMade()
    return isMade
  }
  const lookNow = (ahead: number) => {
    cancelAnimationFrame(frame)
    frame = 0
    make(ahead)
    later()
  }
  const look = () => {
    frame ||= requestAnimationFrame(() => lookNow(0))
  }
  // Frame by frame, so that the page may answer in between: the first cards take longest to make.
  const begin = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0
      if (make(0, columns, AT_ONCE)) begin()
      else later()
    })
  }
  const later = () => {
    forgetIdle()
    forgetIdle = whenIdle(() => {
      for (const column of columns) {
        if (!make(1, [column])) continue
        later()
        return
      }
    })
  }
  const scrolled = ({ target }: Event) => {
    if (!(target instanceof Node && (target.contains(board()) || board().contains(target)))) return
    lookNow(AHEAD)
    // The frame of this event is still to come: to look again in it would lay out the board twice.
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => lookNow(AHEAD))
    })
  }
  onMount(() => {
    // The body of the page scrolls, on the phone the columns: capture hears both. The event comes right before its
    // frame is drawn, so that what comes into sight is in that very frame.
    document.addEventListener('scroll', scrolled, { capture: true, passive: true })
    window.addEventListener('resize', look)
    // The first of what can be seen is made by then; the rest comes after it is seen.
    afterPaint(begin)
  })
  onCleanup(() => {
    document.removeEventListener('scroll', scrolled, { capture: true })
    window.removeEventListener('resize', look)
    cancelAnimationFrame(frame)
    forgetIdle()
    columns.clear()
  })
  return {
    look,
    follow(column) {
      columns.add(column)
      onCleanup(() => columns.delete(column))
    },
  }
}
