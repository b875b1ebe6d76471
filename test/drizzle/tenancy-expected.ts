/**
 * Who of a company may do what with the rows of its rep, table by table: read by eye, not taken from the policies. Nobody
 * outside the company may do anything, which is tested apart.
 */
export const EXPECTED: Readonly<
  Record<string, { readonly select: string; readonly insert: string; readonly update: string; readonly delete: string }>
> = {
  change_log: { select: 'rep manager admin work', insert: 'work', update: '', delete: '' },
  custom_fields: {
    select: 'rep colleague manager otherManager admin work',
    insert: 'admin work',
    update: 'admin work',
    delete: 'admin work',
  },
  customers: {
    select: 'rep manager admin work',
    insert: 'rep manager admin work',
    update: 'rep manager admin work',
    delete: 'work',
  },
  // Written by triggers alone.
  deal_totals: { select: 'rep manager admin work', insert: '', update: '', delete: '' },
  feature_rows: { select: 'work', insert: 'work', update: 'work', delete: 'work' },
  import_errors: { select: 'rep admin work', insert: 'work', update: 'work', delete: 'work' },
  imports: { select: 'rep admin work', insert: 'rep admin work', update: 'rep admin work', delete: 'work' },
  interactions: {
    select: 'rep manager admin work',
    insert: 'rep manager admin work',
    update: 'rep manager admin work',
    delete: 'rep manager admin work',
  },
  invitations: { select: 'admin work', insert: 'admin work', update: 'admin work', delete: 'admin work' },
  jobs: { select: 'work', insert: 'work', update: 'work', delete: 'work' },
  model_care: {
    select: 'rep colleague manager otherManager admin work',
    insert: 'admin work',
    update: 'admin work',
    delete: 'work',
  },
  notifications: { select: 'rep work', insert: 'work', update: 'rep work', delete: 'work' },
  operations: { select: 'rep work', insert: 'rep work', update: 'work', delete: 'work' },
  opportunities: {
    select: 'rep manager admin work',
    insert: 'rep manager admin work',
    update: 'rep manager admin work',
    delete: 'work',
  },
  opportunity_products: {
    select: 'rep manager admin work',
    insert: 'rep manager admin work',
    update: 'rep manager admin work',
    delete: 'rep manager admin work',
  },
  pipelines: {
    select: 'rep colleague manager otherManager admin work',
    insert: 'admin work',
    update: 'admin work',
    delete: 'admin work',
  },
  prediction_history: {
    select: 'rep manager admin work',
    insert: 'rep manager admin work',
    update: 'rep manager admin work',
    delete: 'rep manager admin work',
  },
  prediction_models: {
    select: 'rep colleague manager otherManager admin work',
    insert: 'admin work',
    update: 'admin work',
    delete: 'work',
  },
  predictions: {
    select: 'rep manager admin work',
    insert: 'rep manager admin work',
    update: 'rep manager admin work',
    delete: 'rep manager admin work',
  },
  products: {
    select: 'rep colleague manager otherManager admin work',
    insert: 'admin work',
    update: 'admin work',
    delete: 'admin work',
  },
  push_subscriptions: { select: 'rep work', insert: 'rep work', update: 'rep work', delete: 'rep work' },
  roles: {
    select: 'rep colleague manager otherManager admin work',
    insert: 'admin work',
    update: 'admin work',
    delete: 'admin work',
  },
  sessions: {
    select: 'rep colleague manager otherManager admin work',
    insert: 'work',
    update: 'rep colleague manager otherManager admin work',
    delete: 'work',
  },
  stage_history: {
    select: 'rep manager admin work',
    insert: 'rep manager admin work',
    update: 'rep manager admin work',
    delete: 'rep manager admin work',
  },
  stages: {
    select: 'rep colleague manager otherManager admin work',
    insert: 'admin work',
    update: 'admin work',
    delete: 'admin work',
  },
  task_attachments: { select: 'rep work', insert: 'rep work', update: 'rep work', delete: 'rep work' },
  task_checklist_items: { select: 'rep work', insert: 'rep work', update: 'rep work', delete: 'rep work' },
  task_collaborators: { select: 'rep work', insert: 'rep work', update: 'rep work', delete: 'rep work' },
  task_comments: { select: 'rep work', insert: 'rep work', update: 'rep work', delete: 'rep work' },
  task_dependencies: { select: 'rep work', insert: 'rep work', update: 'work', delete: 'rep work' },
  task_reminders: { select: 'rep work', insert: 'rep work', update: 'rep work', delete: 'rep work' },
  task_templates: {
    select: 'rep colleague manager otherManager admin work',
    insert: 'rep work',
    update: 'rep work',
    delete: 'rep work',
  },
  task_texts: { select: 'work', insert: 'work', update: 'work', delete: 'work' },
  task_time_entries: { select: 'rep work', insert: 'rep work', update: 'rep work', delete: 'rep work' },
  tasks: { select: 'rep work', insert: 'rep work', update: 'rep work', delete: 'work' },
  team_members: {
    select: 'rep colleague manager otherManager admin work',
    insert: 'admin work',
    update: 'admin work',
    delete: 'admin work',
  },
  teams: {
    select: 'rep colleague manager otherManager admin work',
    insert: 'admin work',
    update: 'admin work',
    delete: 'admin work',
  },
  tenant_heads: {
    select: 'rep colleague manager otherManager admin work',
    insert: 'work',
    update: 'work',
    delete: 'work',
  },
  tenants: {
    select: 'rep colleague manager otherManager admin work',
    insert: 'work',
    update: 'admin work',
    delete: '',
  },
  users: {
    select: 'rep colleague manager otherManager admin work',
    insert: 'admin work',
    update: 'rep colleague manager otherManager admin work',
    delete: 'admin work',
  },
}
