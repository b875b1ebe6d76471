/** Characters to take out at a place of the old text, and what to put there. */
export interface Splice {
  readonly at: number
  readonly remove: number
  readonly insert: string
}

// Words, runs of space, single signs: an edit shows as the words it touched, and no character is cut in half.
const TOKEN = /[\p{L}\p{N}_]+|\s+|./gsu
const MAX_EDITS = 600 // past this, it is another text

/** The least that makes one text out of another, word by word (Myers), from front to back. */
export function splices(from: string, to: string): Splice[] {
  const before = from.match(TOKEN) ?? []
  const after = to.match(TOKEN) ?? []
  let start = 0
  while (start < before.length && before[start] === after[start]) start++
  let end = 0
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const a = before.slice(start, before.length - end)
  const b = after.slice(start, after.length - end)
  const kept = keptOf(a, b)
  const all: Splice[] = []
  let at = before.slice(0, start).join('').length
  let i = 0
  let j = 0
  for (const [x, y] of [...kept, [a.length, b.length] as const]) {
    const removed = a.slice(i, x).join('')
    const insert = b.slice(j, y).join('')
    if (removed !== '' || insert !== '') all.push({ at, remove: removed.length, insert })
    at += removed.length + (a[x]?.length ?? 0)
    i = x + 1
    j = y + 1
  }
  return all
}

/** The tokens both have, in order, as pairs of places; none when the two have too little in common. */
function keptOf(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const reach = new Map<number, number>([[1, 0]])
  const steps: Map<number, number>[] = []
  const furthest = (k: number, d: number, of: Map<number, number>) => {
    const down = of.get(k + 1) ?? -1
    const right = of.get(k - 1) ?? -1
    return k === -d || (k !== d && right < down) ? { x: down, from: k + 1 } : { x: right + 1, from: k - 1 }
  }
  for (let d = 0; d <= Math.min(a.length + b.length, MAX_EDITS); d++) {
    steps.push(new Map(reach))
    for (let k = -d; k <= d; k += 2) {
      let { x } = furthest(k, d, reach)
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++
      reach.set(k, x)
      if (x >= a.length && x - k >= b.length) return walkBack(steps, furthest, a.length, b.length)
    }
  }
  return []
}

function walkBack(
  steps: readonly Map<number, number>[],
  furthest: (k: number, d: number, of: Map<number, number>) => { x: number; from: number },
  width: number,
  height: number,
): (readonly [number, number])[] {
  const kept: (readonly [number, number])[] = []
  let x = width
  let y = height
  for (let d = steps.length - 1; d >= 0; d--) {
    const step = furthest(x - y, d, steps[d]!) // d is one of its places
    while (x > step.x && y > 0 && x > 0) kept.push([--x, --y])
    if (d === 0) break
    x = steps[d]!.get(step.from) ?? 0
    y = x - step.from
  }
  return kept.reverse()
}
