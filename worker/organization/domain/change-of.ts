import type { Change } from '../../kernel/change'

/** The fields of `keys` that differ between two states of a record, as the change log keeps them; null when none does. */
export function differing<T extends object>(
  before: T,
  after: T,
  keys: readonly (keyof T & string)[],
): Pick<Change, 'before' | 'after'> | null {
  const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
  if (changed.length === 0) return null
  const pick = (record: T) => Object.fromEntries(changed.map((key) => [key, record[key]]))
  return { before: pick(before), after: pick(after) }
}
