import { setImmediate as nextTurn } from 'node:timers/promises'
import { type SQL, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { SHOWN_AS } from '../worker/analytics/domain/simulator/names'
import { DEMO, simulate } from '../worker/analytics/domain/simulator/simulate'
import type { SimulatedTenant } from '../worker/analytics/domain/simulator/simulated'
import { BUILT_IN } from '../worker/organization/domain/role'
import { hashPassword } from '../worker/platform/passwords'
import {
  changeRows,
  customerRows,
  interactionRows,
  opportunityProductRows,
  opportunityRows,
  stageHistoryRows,
} from './demo-rows'
import { demoTasks } from './demo-tasks'
import type { LocalDatabase } from './local/open'

export interface DemoLogin {
  readonly role: string
  readonly email: string
  readonly password: string
}

/** Where files go, as the Worker's own bucket sees them. */
export interface LocalFiles {
  put(key: string, bytes: ArrayBuffer | Uint8Array | string): Promise<unknown>
  get(key: string): Promise<unknown>
}

const PASSWORD = 'measure twice, sell once' // of everyone in the demo company, on this machine only
const ROWS_A_STATEMENT = 2000

const ROLE_NAMES = { sales_rep: 'Sales rep', manager: 'Manager', org_admin: 'Org admin' } as const

/**
 * Fills an empty database with the demo company: its people, customers, deals and two and a half years of what
 * happened to them, as if it had worked here all along. Its model is trained by the Worker, like any other.
 */
export async function seed(
  db: LocalDatabase,
  report: (line: string) => void,
  _files: LocalFiles,
  signal: AbortSignal,
): Promise<DemoLogin[]> {
  report('inventing the demo company')
  const tenant = simulate({ ...DEMO, asOf: Date.now() })
  const tenantId = v7()
  const passwordHash = await hashPassword(PASSWORD)
  report(`writing ${tenant.deals.length} deals of ${tenant.customers.length} customers`)
  await db.orm.transaction(async (tx) => {
    // The embedded database leaves no turn between its statements in which anybody could hear of a signal.
    const run = async (statement: SQL) => {
      await nextTurn(undefined, { signal })
      return tx.execute(statement)
    }
    await run(sql`select set_config('app.tenant_id', ${tenantId}, true)`)
    await writePeople(run, tenantId, tenant, passwordHash)
    await writeCatalogue(run, tenantId, tenant)
    await insert(run, 'customers', customerRows(tenantId, tenant))
    await insert(run, 'opportunities', opportunityRows(tenantId, tenant))
    await insert(run, 'opportunity_products', opportunityProductRows(tenantId, tenant))
    await insert(run, 'stage_history', stageHistoryRows(tenantId, tenant, v7))
    await insert(run, 'interactions', interactionRows(tenantId, tenant))
    await writeChanges(run, changeRows(tenant))
    await writeTasks(run, tenantId, tenant)
    await run(sql`insert into jobs (tenant_id, id, kind, payload, dedupe_key)
      values (${tenantId}, ${v7()}, 'train', '{}', 'train')`)
  })
  await db.query('analyze')
  return loginsOf(tenant)
}

/** One login of each role. */
function loginsOf({ people }: SimulatedTenant): DemoLogin[] {
  return (['sales_rep', 'manager', 'org_admin'] as const).flatMap((role) => {
    const person = people.find(({ name }) => name === SHOWN_AS[role])
    return person ? [{ role: ROLE_NAMES[role], email: person.email, password: PASSWORD }] : []
  })
}

type Run = (statement: SQL) => Promise<unknown>

async function writePeople(run: Run, tenantId: string, tenant: SimulatedTenant, passwordHash: string): Promise<void> {
  const { name, slug, currency } = tenant.company
  const roleIds = new Map(BUILT_IN.map(({ key }) => [key as string, v7()]))
  const people = tenant.people.map((person) => ({ ...person, identityId: v7() }))
  await insert(run, 'tenants', [{ id: tenantId, name, slug, currency, locale: 'en-GB', time_zone: 'Europe/Amsterdam' }])
  await insert(run, 'tenant_heads', [{ tenant_id: tenantId }])
  await insert(
    run,
    'roles',
    BUILT_IN.map((role) => ({
      tenant_id: tenantId,
      id: roleIds.get(role.key),
      key: role.key,
      name: role.name,
      scope: role.scope,
      permissions: role.permissions,
    })),
  )
  await insert(
    run,
    'identities',
    people.map(({ identityId, email }) => ({
      id: identityId,
      email: email.toLowerCase(),
      password_hash: passwordHash,
    })),
  )
  await insert(
    run,
    'users',
    people.map((person) => ({
      tenant_id: tenantId,
      id: person.id,
      identity_id: person.identityId,
      email: person.email.toLowerCase(),
      name: person.name,
      role_id: roleIds.get(person.role),
    })),
  )
  await insert(
    run,
    'teams',
    tenant.teams.map(({ id, name: teamName, managerId }) => ({
      tenant_id: tenantId,
      id,
      name: teamName,
      manager_id: managerId,
    })),
  )
  await insert(
    run,
    'team_members',
    people.flatMap(({ id, teamId }) => (teamId ? [{ tenant_id: tenantId, team_id: teamId, user_id: id }] : [])),
  )
}

async function writeCatalogue(
  run: Run,
  tenantId: string,
  { pipeline, products, customFields }: SimulatedTenant,
): Promise<void> {
  await insert(run, 'pipelines', [
    { tenant_id: tenantId, id: pipeline.id, name: pipeline.name, position: 0, is_default: true },
  ])
  await insert(
    run,
    'stages',
    pipeline.stages.map(({ id, name, status, expectedDays }, position) => ({
      tenant_id: tenantId,
      id,
      pipeline_id: pipeline.id,
      name,
      position,
      status,
      expected_days: expectedDays,
    })),
  )
  await insert(
    run,
    'products',
    products.map(({ id, name, sku, listPriceMinor, currency }) => ({
      tenant_id: tenantId,
      id,
      name,
      sku,
      list_price_minor: listPriceMinor,
      currency,
    })),
  )
  await insert(
    run,
    'custom_fields',
    customFields.map(({ key, label, type, choices }, position) => ({
      tenant_id: tenantId,
      id: v7(),
      entity: 'opportunity',
      key,
      label,
      type,
      choices,
      position,
    })),
  )
}

/** Through the same function as every change, so that the demo company's hash chain holds like any other. */
async function writeChanges(run: Run, changes: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  for (const rows of chunks(changes)) {
    await run(sql`select app.append_changes(${JSON.stringify(rows)}::jsonb, 'demo')`)
  }
}

async function writeTasks(run: Run, tenantId: string, tenant: SimulatedTenant): Promise<void> {
  const { changes, ...tables } = demoTasks(tenantId, tenant, v7, Date.now())
  for (const [table, rows] of Object.entries(tables)) await insert(run, table, rows)
  await writeChanges(run, changes)
}

/** Inserts rows as they are; columns no row names take their defaults. */
async function insert(run: Run, table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].map((column) => sql.identifier(column))
  const list = sql.join(columns, sql`, `)
  for (const chunk of chunks(rows)) {
    await run(sql`insert into ${sql.identifier(table)} (${list})
      select ${list} from jsonb_populate_recordset(null::${sql.identifier(table)}, ${JSON.stringify(chunk)}::jsonb)`)
  }
}

function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) yield rows.slice(from, from + ROWS_A_STATEMENT)
}
