import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DatabaseKind, openTestDatabase, type TestDatabase } from '../support/database'
import { writeCompany } from '../support/two-companies'

const tooLong = (column: string, most: number) => [`${column} = ''`, `${column} = repeat('x', ${most + 1})`]
const unknown = (column: string) => [`${column} = 'unheard-of'`]
const outside = (column: string, least: number, most: number) => [`${column} = ${least - 1}`, `${column} = ${most + 1}`]

/** What breaks each check of the database, and no other of its table: written by eye, not taken from the checks. */
const BREAKS: Readonly<Record<string, readonly string[]>> = {
  change_log_audience: unknown('audience'),
  custom_fields_entity: unknown('entity'),
  custom_fields_label: tooLong('label', 200),
  custom_fields_type: unknown('type'),
  customers_kind: unknown('kind'),
  customers_name: tooLong('name', 200),
  customers_person_of_company: ['company_id = gen_random_uuid()', `kind = 'person', company_id = id`],
  feature_rows_label: outside('is_won', 0, 1),
  identities_email_lower: [`email = 'Ann@example.com'`],
  imports_status: unknown('status'),
  interactions_channel: unknown('channel'),
  interactions_direction: unknown('direction'),
  interactions_duration: outside('duration_minutes', 0, 1440),
  interactions_sentiment: ['sentiment = -1.1', 'sentiment = 1.1', `sentiment = 'NaN'`],
  jobs_kind: unknown('kind'),
  notifications_type: unknown('type'),
  opportunities_amount: ['amount_minor = -1', 'amount_minor = 9007199254740992'],
  opportunities_closed_at: [`closed_at = now()`, `status = 'won'`, `status = 'lost'`],
  opportunities_currency: [`currency = 'eur'`, `currency = 'EU'`, `currency = 'EURO'`, `currency = E'EUR\\n'`],
  opportunities_expected: [`expected_close_on = '1969-12-31'`, `expected_close_on = '2201-01-01'`],
  opportunities_loss_reason: [`loss_reason = 'price'`, `loss_reason = 'price', status = 'won', closed_at = now()`],
  opportunities_priority: unknown('priority'),
  opportunities_status: [`status = 'unheard-of', closed_at = now()`],
  opportunities_title: tooLong('title', 200),
  opportunity_products_quantity: outside('quantity', 1, 1_000_000),
  pipelines_name_length: tooLong('name', 100),
  prediction_history_range: ['success_probability = -0.01', 'success_probability = 1.01'],
  prediction_models_status: unknown('status'),
  predictions_confidence: unknown('confidence'),
  predictions_range: ['low = -0.01', 'low = 0.51', 'high = 0.49', 'high = 1.01', 'success_probability = 0.39'],
  products_name_length: tooLong('name', 200),
  products_price: ['list_price_minor = 1', `currency = 'EUR'`, `list_price_minor = -1, currency = 'EUR'`],
  push_subscriptions_endpoint_length: tooLong('endpoint', 2000),
  push_subscriptions_keys: [`p256dh_key = 'short'`, `auth_key = 'short'`],
  push_subscriptions_user_agent: [`user_agent = repeat('x', 501)`],
  roles_name_length: tooLong('name', 100),
  roles_scope: unknown('scope'),
  stage_history_order: [`left_at = entered_at - interval '1 ms'`],
  stages_expected_days: outside('expected_days', 1, 3650),
  stages_name_length: tooLong('name', 100),
  stages_status: unknown('status'),
  task_attachments_name: tooLong('name', 255),
  task_checklist_items_done: ['is_done = true', 'done_at = now()'],
  task_checklist_items_title: tooLong('title', 500),
  task_comments_text: tooLong('text', 10_000),
  task_templates_name: tooLong('name', 100),
  task_time_entries_minutes: outside('minutes', 1, 60_000),
  tasks_completed: [`status = 'completed'`, 'completed_at = now()'],
  tasks_day_has_due: ['due_is_day = true'],
  tasks_estimate: outside('estimate_minutes', 1, 60_000),
  tasks_priority: unknown('priority'),
  tasks_recurrence: tooLong('recurrence', 200),
  tasks_status: unknown('status'),
  tasks_title: tooLong('title', 200),
  tasks_visibility: unknown('visibility'),
  teams_name_length: tooLong('name', 100),
  tenants_currency: [`currency = 'eur'`],
  tenants_name: tooLong('name', 200),
  tenants_slug: [`slug = ''`, `slug = 'Acme'`, `slug = '-acme'`, `slug = 'acme-'`, `slug = repeat('a', 64)`],
  tenants_tier: unknown('tier'),
  users_can_sign_in: ['identity_id = null', 'email = null'],
  users_email_lower: [`email = 'Ann@example.com'`],
  users_name_length: tooLong('name', 200),
  users_status: unknown('status'),
}

describe.each<DatabaseKind>(['pglite', 'postgres'])('the checks of the database, on %s', (kind) => {
  let database: TestDatabase
  const tables = new Map<string, string>()
  beforeAll(async () => {
    database = await openTestDatabase(kind)
    await writeCompany(database.query, 'ours')
    const checks = await database.query<{ name: string; table: string }>(
      `select conname as name, conrelid::regclass::text as table from pg_constraint
       where contype = 'c' and connamespace = 'public'::regnamespace order by 1`,
    )
    for (const { name, table } of checks) tables.set(name, table)
  })
  afterAll(() => database.close())

  it('are all broken here, each once at least', () => {
    expect([...tables.keys()].sort()).toEqual(Object.keys(BREAKS).sort())
  })

  it.each(Object.entries(BREAKS).flatMap(([name, ways]) => ways.map((way) => [name, way] as const)))(
    '%s refuses %s',
    async (name, way) => {
      const table = tables.get(name)!
      // One row, so that a key that must be unique is not broken first.
      const row = `ctid = (select ctid from ${table} order by ctid limit 1)`
      await expect(database.query(`update ${table} set ${way} where ${row}`)).rejects.toMatchObject({
        code: '23514',
        constraint: name,
      })
    },
  )
})
