import { hashOf } from './digest'
import type { ImportRow } from './import-row'

/** An earlier row of the file that is the same deal. The first is kept: what a file says twice, it says in that order. */
export interface Duplicate {
  readonly sameAs: number
  /** The other values differ, so something is lost by leaving this row out. */
  readonly differs: boolean
  readonly reason: string
}

/** Tells which rows of a file repeat an earlier one. Rows are asked about in order, once each. */
export function createDuplicateFinder(): (row: ImportRow) => Duplicate | null {
  const first = new FirstRows()
  return ({ key, digest, row, externalId }) => {
    const place = first.place(hashOf(key), hashOf(digest), row)
    if (place === null) return null
    const { sameAs, differs } = place
    return { sameAs, differs, reason: reasonFor(sameAs, differs, externalId !== null) }
  }
}

function reasonFor(row: number, differs: boolean, byId: boolean): string {
  const same = !differs
    ? `Same as row ${row}`
    : byId
      ? `Same id as row ${row}, other values differ`
      : `Same deal as row ${row}`
  return `${same}; row ${row} is kept`
}

type Hash = ReturnType<typeof hashOf>

const WORDS = 5 // key high and low, digest high and low, row
const ROW = 4
const FIRST_PLACES = 1 << 12
const FULL = 0.6 // beyond this, looking for a free place takes many steps

/**
 * A hash table with open addressing in one typed array: 34 to 67 bytes a row, where a Map of strings takes 200, and half a
 * million rows must fit beside everything else in the 128 MB of a Worker. Row 0 is no row: such a place is free.
 */
class FirstRows {
  private table = new Uint32Array(FIRST_PLACES * WORDS)
  private taken = 0

  /** Keeps the row under its key; or, if the key has one, says which. */
  place(key: Hash, digest: Hash, row: number): { readonly sameAs: number; readonly differs: boolean } | null {
    const at = placeOf(this.table, key.high, key.low)
    const sameAs = this.table[at + ROW]!
    if (sameAs !== 0) {
      return { sameAs, differs: this.table[at + 2] !== digest.high || this.table[at + 3] !== digest.low }
    }
    this.table.set([key.high, key.low, digest.high, digest.low, row], at)
    if (++this.taken * WORDS > this.table.length * FULL) this.grow()
    return null
  }

  private grow(): void {
    const larger = new Uint32Array(this.table.length * 2)
    for (let from = 0; from < this.table.length; from += WORDS) {
      if (this.table[from + ROW] === 0) continue
      const to = placeOf(larger, this.table[from]!, this.table[from + 1]!)
      larger.set(this.table.subarray(from, from + WORDS), to)
    }
    this.table = larger
  }
}

/** Where the key is, or the free place where it belongs. Every index lies within the table. */
function placeOf(table: Uint32Array, high: number, low: number): number {
  const places = table.length / WORDS // a power of two
  for (let place = low & (places - 1); ; place = (place + 1) & (places - 1)) {
    const at = place * WORDS
    if (table[at + ROW] === 0 || (table[at] === high && table[at + 1] === low)) return at
  }
}
