import { ChangeSet } from '@codemirror/state'

/** A text and what is selected in it. */
export interface Spot {
  readonly text: string
  readonly from: number
  readonly to: number
}

export interface Change {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/** What is to be changed, and what is selected afterwards. As little as does it: others write in the same text. */
export interface Edit {
  readonly changes: readonly Change[]
  readonly from: number
  readonly to: number
}

export const insert = (at: number, words: string): Change => ({ from: at, to: at, insert: words })
export const remove = (from: number, to: number): Change => ({ from, to, insert: '' })

/** These changes; what was selected stays so, with nothing that is put at its edges. */
export function edited({ text, from, to }: Spot, changes: readonly Change[]): Edit {
  const set = ChangeSet.of([...changes], text.length)
  const start = set.mapPos(from, 1)
  return { changes, from: start, to: from === to ? start : Math.max(start, set.mapPos(to, -1)) }
}

export function applied({ text }: Spot, { changes, from, to }: Edit): Spot {
  let out = ''
  let at = 0
  for (const change of changes.toSorted((a, b) => a.from - b.from)) {
    out += text.slice(at, change.from) + change.insert
    at = change.to
  }
  return { text: out + text.slice(at), from, to }
}
