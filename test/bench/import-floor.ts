import type pg from 'pg'

const ROWS_A_BATCH = 1500 // as many as the import writes in one transaction

/**
 * The deals of a company once more, for a company of their own: as plain multi-row INSERTs, one transaction a batch, by
 * the owner of the tables. Nothing is read, looked up, checked against rights, or told to anyone.
 */
export async function insertDeals(pool: pg.Pool, importer: string): Promise<{ rows: number; ms: number }> {
  const { rows: found } = await pool.query('select * from opportunities where created_by = $1 order by id', [importer])
  const columns = Object.keys(found[0] as object).filter((column) => !['search', 'is_won'].includes(column))
  // The same company under another id, so that every index and every constraint has its work.
  const tenantId = await copyOfCompany(pool, (found[0] as { tenant_id: string }).tenant_id)
  const texts = found.map((row: Record<string, unknown>) =>
    columns.map((column) =>
      column === 'tenant_id' ? tenantId : column === 'custom' ? JSON.stringify(row[column]) : row[column],
    ),
  )
  const started = performance.now()
  for (let from = 0; from < texts.length; from += ROWS_A_BATCH) {
    const batch = texts.slice(from, from + ROWS_A_BATCH)
    const places = batch.map(
      (_, row) => `(${columns.map((_, column) => `$${row * columns.length + column + 1}`).join()})`,
    )
    await pool.query(`insert into opportunities (${columns.join()}) values ${places.join()}`, batch.flat())
  }
  return { rows: texts.length, ms: performance.now() - started }
}

async function copyOfCompany(pool: pg.Pool, tenantId: string): Promise<string> {
  const copy = crypto.randomUUID()
  await pool.query(
    `insert into tenants (id, name, slug, currency) select $1, name, $3, currency from tenants where id = $2`,
    [copy, tenantId, `copy-${copy}`],
  )
  const tables: [string, string][] = [
    ['roles', 'id, key, name, scope, permissions'],
    ['users', 'id, name, role_id'],
    ['customers', 'id, kind, name, owner_id, created_by'],
    ['pipelines', 'id, name, position, is_default'],
    ['stages', 'id, pipeline_id, name, position, status'],
  ]
  for (const [table, columns] of tables) {
    const status = table === 'users' ? [', status', `, 'placeholder'`] : ['', '']
    await pool.query(
      `insert into ${table} (tenant_id, ${columns}${status[0]}) select $1, ${columns}${status[1]} from ${table} where tenant_id = $2`,
      [copy, tenantId],
    )
  }
  return copy
}
