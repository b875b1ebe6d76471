import type { Permission, Scope } from '../../../../worker/kernel/permissions'
import { isMatch } from '../../ui/commands'

export interface PermissionGroup {
  readonly label: string
  readonly permissions: readonly { readonly key: Permission; readonly label: string }[]
}

// A record, so that a permission without words does not compile.
const WORDS: Readonly<Record<Permission, readonly [group: string, label: string]>> = {
  'org.manage_users': ['Organization', 'Invite and deactivate people'],
  'org.assign_roles': ['Organization', 'Assign roles'],
  'org.view_audit_logs': ['Organization', 'Read the audit log'],
  'org.configure_settings': ['Organization', 'Change settings, pipelines, fields'],
  'org.import_data': ['Organization', 'Import data'],
  'org.export_data': ['Organization', 'Export data'],
  'org.manage_integrations': ['Organization', 'Manage keys and webhooks'],
  'team.manage_members': ['Team', 'Add and remove team members'],
  'team.assign_tasks': ['Team', 'Assign tasks'],
  'team.view_performance': ['Team', 'See the team’s performance'],
  'team.set_goals': ['Team', 'Set goals'],
  'team.generate_reports': ['Team', 'Make reports'],
  'tasks.create_all_types': ['Tasks', 'Create every kind of task'],
  'tasks.view_team_tasks': ['Tasks', 'See the team’s tasks'],
  'tasks.view_assigned': ['Tasks', 'See assigned tasks'],
  'tasks.update_assigned': ['Tasks', 'Update assigned tasks'],
  'opportunities.manage_assigned': ['Sales', 'Manage assigned deals'],
  'customers.manage_assigned': ['Sales', 'Manage assigned customers'],
  'interactions.create_own': ['Sales', 'Log calls, e-mails, meetings'],
  'data.import_customers': ['Sales', 'Import customers'],
  'analytics.view_team_data': ['Insight', 'See team analytics'],
  'dashboard.view_personal': ['Insight', 'See a personal dashboard'],
  'notifications.send_team_alerts': ['Notifications', 'Alert the whole team'],
  'notifications.receive_assigned': ['Notifications', 'Receive their own'],
}

const KEYS = Object.keys(WORDS) as Permission[] // the record has each key and no other

export const PERMISSION_COUNT = KEYS.length

/** The permissions a search leaves, under their headings. Found by words and by key. */
export function permissionGroups(query = ''): readonly PermissionGroup[] {
  const groups = new Map<string, { key: Permission; label: string }[]>()
  for (const key of KEYS) {
    const [group, label] = WORDS[key]
    if (!isMatch({ label, also: `${key} ${group}` }, query.replaceAll(/[._]/g, ' '))) continue
    groups.set(group, [...(groups.get(group) ?? []), { key, label }])
  }
  return [...groups].map(([label, permissions]) => ({ label, permissions }))
}

export const SCOPES: readonly { readonly value: Scope; readonly label: string; readonly short: string }[] = [
  { value: 'own', label: 'Their own records', short: 'own' },
  { value: 'team', label: 'Records of the teams they lead', short: 'team' },
  { value: 'tenant', label: 'The whole company', short: 'company' },
]
