/** Neighbouring cards of a column: from the first, up to but without the last. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** Which of so many cards, one under the other, reach between two heights. */
export function stretchBetween(
  count: number,
  heightOf: (index: number) => number,
  top: number,
  bottom: number,
): Stretch {
  let at = 0
  let from = 0
  while (from < count && at + heightOf(from) <= top) at += heightOf(from++)
  let to = from
  while (to < count && at < bottom) at += heightOf(to++)
  return { from, to }
}

const FEW = 2

/**
 * The stretch of the same cards once a few came or went: what is made stays, what came among it is made, and nothing at its
 * end for what left. The stretch as it was, by place, once more than a few did: there is something else to see.
 */
export function followCards(made: Stretch, before: readonly string[], now: readonly string[]): Stretch {
  const cards = new Set(before.slice(made.from, made.to))
  const isMade = (id: string) => cards.has(id)
  const from = made.from === 0 ? 0 : now.findIndex(isMade)
  const to = made.to >= before.length ? Math.max(made.to, now.length) : now.findLastIndex(isMade) + 1
  const grown = to - from - (made.to - made.from)
  return from < 0 || Math.abs(grown) > FEW ? made : { from, to }
}

/**
 * What to have made next: all that is in sight at once, what is near it a few cards at a time, so that no frame is
 * late; what is further away is let go, unless cards are held.
 */
export function nextStretch(
  now: Stretch,
  sight: Stretch,
  near: Stretch,
  { atMost, isHeld = false }: { readonly atMost: number; readonly isHeld?: boolean },
): Stretch {
  // After a jump, nothing of what was made before is near.
  const isJump = !isHeld && (now.to < near.from || now.from > near.to)
  let { from, to } = isJump ? sight : { from: Math.min(now.from, sight.from), to: Math.max(now.to, sight.to) }
  if (!isHeld) {
    from = Math.max(from, near.from)
    to = Math.min(to, near.to)
  }
  const below = Math.max(0, Math.min(atMost, near.to - to))
  const above = Math.max(0, Math.min(atMost - below, from - near.from))
  return { from: from - above, to: to + below }
}
