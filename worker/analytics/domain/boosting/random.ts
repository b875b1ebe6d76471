/** Draws the next number of a seeded sequence, uniform in [0, 1). */
export type Random = () => number

/**
 * A small seeded generator: mulberry32 (Tommy Ettinger, public domain), 32 bits of state.
 * Only integer arithmetic and one exact division, so that every runtime draws the same sequence.
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Shuffles `items` in place (Fisher–Yates, from the end) and returns them. */
export function shuffle(items: Int32Array, random: Random): Int32Array {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const kept = items[last]! // both indices are within the array
    items[last] = items[other]!
    items[other] = kept
  }
  return items
}
