import type { Permission } from '../../../../worker/kernel/permissions'
import { paths } from '../../paths'

/** A part of the console, and what one must be allowed to open it: any of these. */
export interface AdminSection {
  readonly key: 'users' | 'teams' | 'roles' | 'pipelines' | 'fields' | 'products'
  readonly label: string
  readonly href: string
  readonly needs: readonly Permission[]
}

export const ADMIN_SECTIONS: readonly AdminSection[] = [
  { key: 'users', label: 'Users', href: paths.adminUsers(), needs: ['org.manage_users'] },
  // Whoever leads a team says who is in it.
  { key: 'teams', label: 'Teams', href: paths.adminTeams(), needs: ['org.manage_users', 'team.manage_members'] },
  { key: 'roles', label: 'Roles', href: paths.adminRoles(), needs: ['org.assign_roles'] },
  { key: 'pipelines', label: 'Pipelines', href: paths.adminPipelines(), needs: ['org.configure_settings'] },
  { key: 'fields', label: 'Fields', href: paths.adminFields(), needs: ['org.configure_settings'] },
  { key: 'products', label: 'Products', href: paths.adminProducts(), needs: ['org.configure_settings'] },
]

export function sectionsFor(may: (permission: Permission) => boolean): readonly AdminSection[] {
  return ADMIN_SECTIONS.filter(({ needs }) => needs.some(may))
}
