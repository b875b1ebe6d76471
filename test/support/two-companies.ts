import { v7 } from 'uuid'

type Query = (text: string, params?: unknown[]) => Promise<object[]>

/** One company with a row in every table that belongs to companies; all ids its tests need. */
export interface Company {
  readonly tenantId: string
  /** Owns the deal, the customer and all that hangs on them. */
  readonly rep: string
  readonly colleague: string
  /** Leads the rep's team; the colleague is in nobody's. */
  readonly manager: string
  readonly otherManager: string
  readonly admin: string
  readonly sessions: Readonly<Record<string, string>>
}

export const PEOPLE = ['rep', 'colleague', 'manager', 'otherManager', 'admin'] as const
export type Person = (typeof PEOPLE)[number]

const PERMISSIONS = ['org.manage_users', 'org.assign_roles', 'org.configure_settings', 'org.view_audit_logs']

/** Writes a company as the owner of the database, past all policies. */
export async function writeCompany(query: Query, tag: string): Promise<Company> {
  const tenantId = v7()
  const insert = async (table: string, row: Readonly<Record<string, unknown>>): Promise<string> => {
    const whole = { tenant_id: tenantId, ...row }
    const names = Object.keys(whole)
    const list = names.map((name) => `"${name}"`).join(', ')
    await query(`insert into ${table} (${list}) select ${list} from jsonb_populate_record(null::${table}, $1::jsonb)`, [
      JSON.stringify(whole),
    ])
    return String(whole['id' as keyof typeof whole] ?? '')
  }
  const id = () => v7()

  await query('insert into tenants (id, name, slug) values ($1, $2, $3)', [
    tenantId,
    `Company ${tag}`,
    `company-${tag}`,
  ])
  await insert('tenant_heads', {})
  const roles = {
    own: await insert('roles', { id: id(), key: 'sales_rep', name: 'Sales rep', scope: 'own', permissions: [] }),
    team: await insert('roles', { id: id(), key: 'manager', name: 'Manager', scope: 'team', permissions: [] }),
    tenant: await insert('roles', {
      id: id(),
      key: 'org_admin',
      name: 'Admin',
      scope: 'tenant',
      permissions: PERMISSIONS,
    }),
  }
  const roleOf = {
    rep: roles.own,
    colleague: roles.own,
    manager: roles.team,
    otherManager: roles.team,
    admin: roles.tenant,
  }
  const people = { rep: id(), colleague: id(), manager: id(), otherManager: id(), admin: id() }
  const sessions: Record<string, string> = {}
  for (const person of PEOPLE) {
    const identityId = id()
    const email = `${person.toLowerCase()}@${tag}.example`
    await query('insert into identities (id, email, password_hash) values ($1, $2, $3)', [identityId, email, 'none'])
    await insert('users', {
      id: people[person],
      identity_id: identityId,
      email,
      name: person,
      role_id: roleOf[person],
      status: 'active',
    })
    sessions[person] = id()
    await insert('sessions', {
      id: sessions[person],
      identity_id: identityId,
      user_id: people[person],
      refresh_hash: 'none',
      expires_at: '2199-01-01T00:00:00Z',
    })
  }
  const teamId = await insert('teams', { id: id(), name: 'Team', manager_id: people.manager })
  await insert('team_members', { team_id: teamId, user_id: people.rep })
  await insert('invitations', {
    id: id(),
    email: `invited@${tag}.example`,
    role_id: roles.own,
    token_hash: `token-${tag}`,
    invited_by: people.admin,
    expires_at: '2199-01-01T00:00:00Z',
  })

  const pipelineId = await insert('pipelines', { id: id(), name: 'Sales', position: 0, is_default: true })
  const stage = (status: string, position: number) =>
    insert('stages', { id: id(), pipeline_id: pipelineId, name: status, position, status })
  const stageId = await stage('open', 0)
  const productId = await insert('products', { id: id(), name: 'Product' })
  await insert('custom_fields', { id: id(), entity: 'opportunity', key: 'field', label: 'Field', type: 'text' })
  const customerId = await insert('customers', {
    id: id(),
    kind: 'company',
    name: `Customer ${tag}`,
    owner_id: people.rep,
    created_by: people.rep,
  })
  const opportunityId = await insert('opportunities', {
    id: id(),
    customer_id: customerId,
    owner_id: people.rep,
    pipeline_id: pipelineId,
    stage_id: stageId,
    status: 'open',
    title: `Deal ${tag}`,
    amount_minor: 1000,
    currency: 'EUR',
    created_by: people.rep,
  })
  const at = '2026-01-01T00:00:00Z'
  await insert('stage_history', { id: id(), opportunity_id: opportunityId, stage_id: stageId, entered_at: at })
  await insert('opportunity_products', { opportunity_id: opportunityId, product_id: productId })
  await insert('interactions', {
    id: id(),
    customer_id: customerId,
    opportunity_id: opportunityId,
    user_id: people.rep,
    channel: 'note',
    occurred_at: at,
  })
  const importId = await insert('imports', {
    id: id(),
    created_by: people.rep,
    file_name: 'deals.csv',
    bytes: 10,
    status: 'uploaded',
  })
  await insert('import_errors', {
    import_id: importId,
    row_number: 2,
    column_name: 'Amount',
    value: 'x',
    reason: 'not a number',
  })
  const taskId = await insert('tasks', { id: id(), title: 'Task', assigned_to: people.rep, assigned_by: people.rep })
  await insert('task_collaborators', { task_id: taskId, user_id: people.rep })
  const earlierId = await insert('tasks', {
    id: id(),
    title: 'Earlier',
    assigned_to: people.rep,
    assigned_by: people.rep,
  })
  await insert('task_dependencies', { task_id: taskId, blocked_by_id: earlierId })
  await insert('task_checklist_items', { id: id(), task_id: taskId, title: 'Step', position: 'V' })
  await insert('task_comments', { id: id(), task_id: taskId, author_id: people.rep, text: 'Well' })
  await insert('task_time_entries', { id: id(), task_id: taskId, user_id: people.rep, started_at: at, minutes: 5 })
  await insert('task_reminders', { id: id(), task_id: taskId, user_id: people.rep, remind_at: at })
  await insert('task_attachments', {
    id: id(),
    task_id: taskId,
    object_id: id(),
    uploaded_by: people.rep,
    name: 'plan.pdf',
    content_type: 'application/pdf',
    bytes: 1,
  })
  await insert('task_texts', { task_id: taskId, state: '\\x0000', described_at: 1 })
  await insert('task_templates', { id: id(), name: 'Visit', created_by: people.rep, content: {} })
  await insert('task_templates', {
    id: id(),
    name: 'Survey',
    created_by: people.rep,
    is_shared: true,
    content: {},
  })
  await insert('notifications', {
    id: id(),
    user_id: people.rep,
    type: 'task.reminder',
    event: `reminder ${taskId}`,
    task_id: taskId,
  })
  await insert('push_subscriptions', {
    id: id(),
    user_id: people.rep,
    session_id: sessions.rep,
    endpoint: 'https://push.example',
    p256dh_key: 'k'.repeat(87),
    auth_key: 'a'.repeat(22),
    user_agent: 'Phone',
  })
  const modelId = await insert('prediction_models', { id: id(), number: 1, status: 'champion' })
  await insert('model_care', { paused_at: at, paused_by: people.admin })
  await insert('pool_contributions', { pool_version: 1, deals: 200, cells: [] })
  await insert('feature_rows', {
    opportunity_id: opportunityId,
    as_of: at,
    schema_version: 1,
    values: {},
    is_won: 1,
    weight: 1,
  })
  await insert('predictions', {
    opportunity_id: opportunityId,
    model_id: modelId,
    as_of: at,
    success_probability: 0.5,
    low: 0.4,
    high: 0.6,
    confidence: 'low',
    base_rate: 0.3,
    contributions: {},
  })
  await insert('prediction_history', {
    opportunity_id: opportunityId,
    as_of: at,
    model_id: modelId,
    success_probability: 0.5,
    cause: 'opened',
  })
  await insert('change_log', {
    seq: 1,
    at,
    request_id: 'r',
    type: 'opportunity.opened',
    entity: 'opportunity',
    entity_id: opportunityId,
    audience: 'owner',
    owner_after: people.rep,
    digest: 'd',
    hash: 'h',
  })
  await insert('change_log', {
    seq: 2,
    at,
    request_id: 'r',
    type: 'task.created',
    entity: 'task',
    entity_id: taskId,
    audience: 'people',
    people: [people.rep],
    digest: 'd',
    hash: 'h',
  })
  await insert('operations', { id: id(), user_id: people.rep, digest: 'd', status: 200 })
  await insert('jobs', { id: id(), kind: 'train', payload: {}, dedupe_key: 'k', due_at: at })
  return { tenantId, ...people, sessions }
}
