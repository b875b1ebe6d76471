import type { Entity } from './entities'
import type { Rows } from './rows'

/** What becomes of a list in a row. Done to a list that has it already, it changes nothing: the server may be first. */
export interface ListEffect {
  /** Put in, or in the place of one of the same name. */
  readonly put?: readonly unknown[]
  /** Fields of one that is there. */
  readonly set?: readonly ({ readonly id: string } & Readonly<Record<string, unknown>>)[]
  /** Taken out, by name. */
  readonly drop?: readonly string[]
}

/** What an operation does to a row on this device until the server has answered. Data, so that it outlives the tab. */
export type Effect = {
  readonly [E in Entity]: {
    readonly entity: E
    readonly id: string
    /** A row that was not there before. */
    readonly row?: Rows[E]
    /** One that is not there any more. */
    readonly gone?: true
    /** Fields of one that was. */
    readonly set?: Partial<Rows[E]>
    readonly lists?: { readonly [Key in keyof Rows[E]]?: ListEffect }
  }
}[Entity]

/** The row with an effect on it; nothing where there is none to have it. */
export function withEffect<Row>(effect: Effect, row: Row | undefined): Row | undefined {
  if (effect.gone) return undefined
  if (effect.row) return effect.row as Row
  if (!row) return undefined
  const lists = Object.entries((effect.lists ?? {}) as Readonly<Record<string, ListEffect>>).map(([key, change]) => [
    key,
    changed((row as Readonly<Record<string, readonly unknown[]>>)[key] ?? [], change),
  ])
  return { ...row, ...effect.set, ...Object.fromEntries(lists) }
}

type Thing = { readonly id?: string; readonly userId?: string; readonly position?: string }

// People by who they are, tags by their letters, everything else by its id.
const nameOf = (thing: unknown) =>
  typeof thing === 'string' ? thing.toLowerCase() : ((thing as Thing).id ?? (thing as Thing).userId)

function changed(list: readonly unknown[], { put = [], set = [], drop = [] }: ListEffect): unknown[] {
  const gone = new Set(drop.map((name) => name.toLowerCase()))
  const news = new Map(put.map((thing) => [nameOf(thing), thing]))
  const fields = new Map(set.map((one) => [one.id, one]))
  const next = list
    .filter((thing) => !gone.has(nameOf(thing) ?? ''))
    .map((thing) => {
      const name = nameOf(thing)
      const replaced = news.get(name) ?? thing
      news.delete(name)
      const more = name !== undefined && fields.get(name)
      return more ? { ...(replaced as object), ...more } : replaced
    })
  return inPlaces([...next, ...news.values()])
}

// Where things have places they stand in their order, as the server sorts them.
function inPlaces(things: unknown[]): unknown[] {
  const placeOf = (thing: unknown) => (typeof thing === 'object' ? (thing as Thing).position : undefined)
  if (!things.some((thing) => placeOf(thing) !== undefined)) return things
  const key = (thing: unknown) => [placeOf(thing) ?? '', nameOf(thing) ?? ''] as const
  return things.toSorted((a, b) => {
    const [[place, name], [otherPlace, otherName]] = [key(a), key(b)]
    return place < otherPlace ? -1 : place > otherPlace ? 1 : name < otherName ? -1 : 1
  })
}
