import { digestOf } from './digest'
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
  // Keys are digested: a key cut from a chunk of the file would keep the whole chunk in memory.
  const first = new Map<string, { row: number; digest: string }>()
  return ({ key, digest, row, externalId }) => {
    const name = digestOf([key])
    const earlier = first.get(name)
    if (!earlier) {
      first.set(name, { row, digest })
      return null
    }
    const differs = earlier.digest !== digest
    return { sameAs: earlier.row, differs, reason: reasonFor(earlier.row, differs, externalId !== null) }
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
