import { batch, onCleanup, onMount } from 'solid-js'
import { afterPaint } from '../../ui/after-paint'
import type { Stretch } from './stretch'

/** A column whose cards come and go with the screen. */
export interface Followed {
  /** What to have made next; undefined when that is made already. Only looks. */
  readonly wants: () => Stretch | undefined
  readonly make: (stretch: Stretch) => void
}

export interface CardSight {
  /** Follows a column for as long as the calling component is on screen. */
  readonly follow: (column: Followed) => void
  /** Other cards may be near the screen now. */
  readonly look: () => void
}

/** Sees to it that the cards near the screen are made, a few in each frame, and those far from it are not. */
export function createCardSight(board: () => HTMLElement, onMade: () => void): CardSight {
  const columns = new Set<Followed>()
  let frame = 0
  const lookNow = () => {
    cancelAnimationFrame(frame)
    frame = 0
    // All look before any changes: looking after a change would lay the whole board out again.
    const wanted = Array.from(columns, (column) => ({ column, stretch: column.wants() }))
    batch(() => {
      for (const { column, stretch } of wanted) if (stretch) column.make(stretch)
    })
    if (wanted.every(({ stretch }) => stretch === undefined)) return
    onMade()
    look()
  }
  const look = () => {
    frame ||= requestAnimationFrame(lookNow)
  }
  const scrolled = ({ target }: Event) => {
    if (!(target instanceof Node && (target.contains(board()) || board().contains(target)))) return
    lookNow()
    // The frame of this event is still to come: to look again in it would lay out the board twice.
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(lookNow)
    })
  }
  onMount(() => {
    // The body of the page scrolls, on the phone the columns: capture hears both. The event comes right before its
    // frame is drawn, so that what comes into sight is in that very frame.
    document.addEventListener('scroll', scrolled, { capture: true, passive: true })
    window.addEventListener('resize', look)
    // What can be seen is made by then; the rest comes after it is seen.
    afterPaint(look)
  })
  onCleanup(() => {
    document.removeEventListener('scroll', scrolled, { capture: true })
    window.removeEventListener('resize', look)
    cancelAnimationFrame(frame)
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
