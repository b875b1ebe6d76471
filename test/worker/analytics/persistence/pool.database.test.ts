import { type NeonQueryFunction, neon } from '@neondatabase/serverless'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PooledCell } from '../../../../worker/analytics/domain/pool/pooled'
import { type DatabaseKind, openTestDatabase, type TestDatabase } from '../../../support/database'
import { type Company, writeCompany } from '../../../support/two-companies'

describe.each<DatabaseKind>(['pglite', 'postgres'])('the pool on %s', (kind) => {
  let database: TestDatabase
  let sql: NeonQueryFunction<false, true>
  const companies: Company[] = []
  beforeAll(async () => {
    database = await openTestDatabase(kind)
    sql = neon(database.connectionString.app, { fullResults: true })
    for (const tag of ['a', 'b', 'c', 'd', 'e', 'f']) companies.push(await writeCompany(database.query, tag))
  })
  afterAll(() => database.close())

  async function gives({ tenantId }: Company, cells: readonly object[]): Promise<void> {
    await database.query(`update pool_contributions set cells = $2::jsonb where tenant_id = $1`, [
      tenantId,
      JSON.stringify(cells),
    ])
  }

  const cell = (feature: string, group: number, gradient: number) => {
    return { feature, group, deals: 20, gradient, hessian: 2 }
  }

  /** As the nightly sweep does. */
  async function added(): Promise<PooledCell[]> {
    await sql.transaction([
      sql.query(`select set_config('role', 'app_sweeper', true)`),
      sql.query('select app.build_pool()'),
    ])
    const rows = await database.query<{ cells: PooledCell[] }>('select cells from pool')
    return rows.flatMap(({ cells }) => cells)
  }

  it('keeps what five companies have in common, and says of which group and how many, but not whose', async () => {
    for (const [i, company] of companies.entries()) {
      await gives(company, [
        cell('pace', 1, i + 1),
        ...(i < 5 ? [cell('pace', 2, 1)] : []),
        ...(i < 4 ? [cell('velocity', 3, 1)] : []),
      ])
    }
    expect(await added()).toEqual([
      { feature: 'pace', group: 1, companies: 6, gradient: 21, hessian: 12 },
      { feature: 'pace', group: 2, companies: 5, gradient: 5, hessian: 10 },
    ])
    const stored = JSON.stringify(await database.query('select * from pool'))
    for (const { tenantId } of companies) expect(stored).not.toContain(tenantId)
  })

  it('is added up anew each time: what was taken back is gone from it', async () => {
    for (const company of companies) await gives(company, [cell('pace', 1, 1)])
    expect(await added()).toMatchObject([{ companies: 6 }])
    await gives(companies[0]!, [])
    expect(await added()).toMatchObject([{ companies: 5, gradient: 5 }])
    await gives(companies[1]!, [])
    expect(await added()).toEqual([])
  })

  it('is added up by the nightly sweep and by nobody else, and shows nobody another company’s sums', async () => {
    const [one, other] = companies as [Company, Company]
    for (const role of ['app_rep', 'app_manager', 'app_admin', 'app_system', 'app_identity']) {
      await expect(
        sql.transaction([
          sql.query(`select set_config('role', $1, true)`, [role]),
          sql.query('select app.build_pool()'),
        ]),
        role,
      ).rejects.toMatchObject({ code: '42501' })
    }
    // Nobody can take on the one role that sees more than one company.
    await expect(sql.query(`set role app_pooler`)).rejects.toMatchObject({ code: '42501' })
    const asSystem = await sql.transaction([
      sql.query(`select set_config('app.tenant_id', $1, true), set_config('role', 'app_system', true)`, [one.tenantId]),
      sql.query('select tenant_id from pool_contributions'),
    ])
    expect(asSystem[1]?.rows).toEqual([{ tenant_id: one.tenantId }])
    await expect(
      sql.transaction([
        sql.query(`select set_config('role', 'app_sweeper', true)`),
        sql.query('select * from pool_contributions where tenant_id = $1', [other.tenantId]),
      ]),
    ).rejects.toMatchObject({ code: '42501' })
  })

  it('gives the role that adds up nothing of a company but its sums', async () => {
    const granted = await database.query<{ table_name: string; column_name: string }>(
      `select distinct table_name, column_name from information_schema.column_privileges where grantee = 'app_pooler'
        and table_name <> 'pool' order by 1, 2`,
    )
    expect(granted).toEqual([
      { table_name: 'pool_contributions', column_name: 'cells' },
      { table_name: 'pool_contributions', column_name: 'pool_version' },
    ])
  })
})
