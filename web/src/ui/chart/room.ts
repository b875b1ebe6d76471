/** Which of several labels, from left to right, are written so that none runs into another. */
export function withRoom(places: readonly number[], needed: number): boolean[] {
  let last = Number.NEGATIVE_INFINITY
  return places.map((place) => {
    if (place - last < needed) return false
    last = place
    return true
  })
}

/** How far the two nearest neighbours stand apart. */
export function leastGap(places: readonly number[]): number {
  return places.slice(1).reduce((least, place, i) => Math.min(least, place - places[i]!), Number.POSITIVE_INFINITY)
}
