import { z } from 'zod'

/** Everything a role can allow. Custom roles are sets of these; the built-in ones are in `organization/domain/role.ts`. */
export const PERMISSIONS = [
  'org.manage_users',
  'org.assign_roles',
  'org.view_audit_logs',
  'org.configure_settings',
  'org.import_data',
  'org.export_data',
  'org.manage_integrations',
  'team.manage_members',
  'team.assign_tasks',
  'team.view_performance',
  'team.set_goals',
  'team.generate_reports',
  'tasks.create_all_types',
  'tasks.view_team_tasks',
  'tasks.view_assigned',
  'tasks.update_assigned',
  'analytics.view_team_data',
  'notifications.send_team_alerts',
  'notifications.receive_assigned',
  'opportunities.manage_assigned',
  'customers.manage_assigned',
  'interactions.create_own',
  'data.import_customers',
  'dashboard.view_personal',
] as const

export const Permission = z.enum(PERMISSIONS)
export type Permission = z.infer<typeof Permission>

/** Whose records somebody reaches: their own, those of the teams they lead, or the whole tenant's. */
export const Scope = z.enum(['own', 'team', 'tenant'])
export type Scope = z.infer<typeof Scope>
