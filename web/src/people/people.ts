import type { UserBrief } from '../sync/rows'
import { useSync } from '../sync/store'

/** The people of the company, as far as this device knows them. */
export function usePeople() {
  const { rows } = useSync()
  const byName = (fits: (person: UserBrief) => boolean): UserBrief[] =>
    Object.values(rows.users)
      .filter(fits)
      .toSorted((a, b) => a.name.localeCompare(b.name))
  const nameOf = (id: string, unknown = 'Somebody'): string => rows.users[id]?.name ?? unknown
  return {
    nameOf,
    /** As a filter says whose records it shows. */
    asOwner: (chosen: string): string => (chosen === 'me' ? 'me' : nameOf(chosen, 'somebody else')),
    /** In the order that people look for them in. */
    byName,
    /** Who may be given something: who can sign in, and whoever has it already. */
    active: (holder?: string): UserBrief[] => byName(({ id, status }) => status === 'active' || id === holder),
  }
}
