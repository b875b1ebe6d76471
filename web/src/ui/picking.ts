import { createSignal } from 'solid-js'

/** Some of the lines of a list, chosen to do one thing to all of them. */
export interface Picking {
  /** In the order of the list. What left the list is not chosen any more. */
  readonly picked: () => readonly string[]
  readonly isPicked: (id: string) => boolean
  /** Chooses one or lets it go; `through`, all from the one before to this one as well. */
  readonly pick: (id: string, on: boolean, through?: boolean) => void
  readonly pickAll: (on: boolean) => void
  readonly isAll: () => boolean
}

/** From one line to another, whichever comes first. */
export function stretchOf(ids: readonly string[], from: string | undefined, to: string): readonly string[] {
  const [one, other] = [ids.indexOf(from ?? to), ids.indexOf(to)]
  return one < 0 || other < 0 ? [to] : ids.slice(Math.min(one, other), Math.max(one, other) + 1)
}

export function createPicking(ids: () => readonly string[]): Picking {
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set())
  // Where a stretch begins: the line that was touched last.
  let anchor: string | undefined
  const picked = () => ids().filter((id) => chosen().has(id))
  return {
    picked,
    isPicked: (id) => chosen().has(id),
    pick(id, on, through = false) {
      const touched = through ? stretchOf(ids(), anchor, id) : [id]
      anchor = id
      setChosen((before) => {
        const after = new Set(before)
        for (const one of touched) {
          if (on) after.add(one)
          else after.delete(one)
        }
        return after
      })
    },
    pickAll(on) {
      anchor = undefined
      setChosen(new Set(on ? ids() : []))
    },
    isAll: () => picked().length > 0 && picked().length === ids().length,
  }
}
