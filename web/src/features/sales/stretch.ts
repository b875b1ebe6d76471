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
