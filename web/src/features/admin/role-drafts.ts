import type { Permission } from '../../../../worker/kernel/permissions'
import type { Role } from '../../../../worker/organization/contract'
import { plural } from '../../ui/format'

/** What roles will allow once saved, by role; a role without changes has no entry. */
export type Drafts = Readonly<Record<string, readonly Permission[]>>

type Known = Pick<Role, 'id' | 'name' | 'permissions'>

export function allows(drafts: Drafts, role: Known, permission: Permission): boolean {
  return (drafts[role.id] ?? role.permissions).includes(permission)
}

export function isUnsaved(drafts: Drafts, role: Known, permission: Permission): boolean {
  return allows(drafts, role, permission) !== role.permissions.includes(permission)
}

/** Grants what is not granted, takes away what is. A role that is back where it began is no longer unsaved. */
export function flip(drafts: Drafts, role: Known, permission: Permission): Drafts {
  const now = drafts[role.id] ?? role.permissions
  const next = now.includes(permission) ? now.filter((other) => other !== permission) : [...now, permission]
  const { [role.id]: _, ...others } = drafts
  const isBack = next.length === role.permissions.length && next.every((one) => role.permissions.includes(one))
  return isBack ? others : { ...others, [role.id]: next }
}

export interface Changes {
  readonly role: Known
  readonly granted: number
  readonly taken: number
}

export function changesOf(drafts: Drafts, roles: readonly Known[]): readonly Changes[] {
  return roles.flatMap((role) => {
    const draft = drafts[role.id]
    if (!draft) return []
    const granted = draft.filter((one) => !role.permissions.includes(one)).length
    const taken = role.permissions.filter((one) => !draft.includes(one)).length
    return [{ role, granted, taken }]
  })
}

export function countChanges(changes: readonly Changes[]): number {
  return changes.reduce((sum, { granted, taken }) => sum + granted + taken, 0)
}

/** Who has what unsaved, to stand before the buttons: "Regional lead" and "has 6 unsaved additions". */
export function unsavedWords(changes: readonly Changes[]): { readonly who: string; readonly what: string } {
  const [first] = changes
  if (changes.length !== 1 || !first)
    return { who: plural(changes.length, 'role'), what: `have ${plural(countChanges(changes), 'unsaved change')}` }
  const { role, granted, taken } = first
  const kind = taken === 0 ? 'addition' : granted === 0 ? 'removal' : 'change'
  return { who: role.name, what: `has ${plural(granted + taken, `unsaved ${kind}`)}` }
}

/** A name for a copy that no role has yet. */
export function copyName(name: string, taken: readonly string[]): string {
  const base = `Copy of ${name}`
  for (let count = 1; ; count++) {
    const wanted = count === 1 ? base : `${base} ${count}`
    if (!taken.includes(wanted)) return wanted
  }
}
