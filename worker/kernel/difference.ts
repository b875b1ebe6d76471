/** What an edit changed, field by field: what was there, and what is there now. */
export interface Difference {
  readonly before: Readonly<Record<string, unknown>>
  readonly after: Readonly<Record<string, unknown>>
}

/** The fields of `keys` whose values differ between two states of a record; null when none does. */
export function difference<T extends object>(
  before: T,
  after: T,
  keys: readonly (keyof T & string)[],
): Difference | null {
  const changed = keys.filter((key) => !isSame(before[key], after[key]))
  if (changed.length === 0) return null
  const pick = (record: T) => Object.fromEntries(changed.map((key) => [key, record[key]]))
  return { before: pick(before), after: pick(after) }
}

/** Equality of values as JSON holds them; the order of an object's keys says nothing. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i]))
  }
  const left = Object.entries(a)
  return (
    left.length === Object.keys(b).length &&
    left.every(([key, value]) => Object.hasOwn(b, key) && isSame(value, (b as Record<string, unknown>)[key]))
  )
}

/** The patch without what it does not mention: spreading it over a record then changes only what was asked. */
export function mentioned<T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as never
}
