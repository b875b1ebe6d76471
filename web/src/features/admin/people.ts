import type { User } from '../../../../worker/organization/contract'
import { isMatch } from '../../ui/commands'

export type PeopleFilter = 'all' | 'active' | 'placeholder' | 'deactivated'

export const FILTERS: readonly { readonly value: PeopleFilter; readonly label: string }[] = [
  { value: 'active', label: 'Active' },
  { value: 'placeholder', label: 'Imported' },
  { value: 'deactivated', label: 'Deactivated' },
  { value: 'all', label: 'All' },
]

/** The people a filter and a search leave, those at work first, each kind by name. */
export function peopleShown(people: readonly User[], filter: PeopleFilter, query: string): readonly User[] {
  const order = { active: 0, placeholder: 1, deactivated: 2 }
  return people
    .filter((person) => filter === 'all' || person.status === filter)
    .filter((person) => query.trim() === '' || isMatch({ label: person.name, also: person.email ?? '' }, query))
    .toSorted((a, b) => order[a.status] - order[b.status] || a.name.localeCompare(b.name))
}

export function countOf(people: readonly User[], filter: PeopleFilter): number {
  return filter === 'all' ? people.length : people.filter(({ status }) => status === filter).length
}

/** A list with one thing added when it is not in it, or taken out when it is. */
export function toggled<T>(all: readonly T[], one: T): T[] {
  return all.includes(one) ? all.filter((other) => other !== one) : [...all, one]
}

/** "Field, North and 2 more": what a cell has room for. */
export function namesInShort(names: readonly string[], room = 2): string {
  const rest = names.length - room
  return rest > 0 ? `${names.slice(0, room).join(', ')} and ${rest} more` : names.join(', ')
}
