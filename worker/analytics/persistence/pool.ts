import { sql } from 'drizzle-orm'
import { openDatabase } from '../../platform/db'
import type { Env } from '../../platform/env'
import { UnitOfWork } from '../../platform/unit-of-work'
import type { Pooling } from '../contract'
import type { Contribution } from '../domain/pool/contribution'
import type { PooledCell } from '../domain/pool/pooled'
import { POOL_VERSION, POOLING_TERMS } from '../domain/pool/terms'

/** Whether the company shares, by which terms, and what it has given. */
export async function findPooling(unit: UnitOfWork): Promise<Pooling> {
  const [row] = await unit.rows<{
    terms: number | null
    at: string | null
    deals: number | null
    made_at: string | null
  }>(sql`
    select c.pooling_terms as terms, c.pooling_at as at, p.deals, p.made_at
    from (select ${unit.tenantId}::uuid as tenant_id) t left join model_care c on c.tenant_id = t.tenant_id
      left join pool_contributions p on p.tenant_id = t.tenant_id`)
  const iso = (at: string | null | undefined) => (at ? new Date(at).toISOString() : null)
  return {
    agreedAt: row?.terms === POOLING_TERMS.version ? iso(row.at) : null,
    terms: POOLING_TERMS.version,
    deals: row?.deals ?? null,
    givenAt: iso(row?.made_at),
  }
}

/** Records who agreed to what, or that nobody does any more; what was given is then gone in the same moment. */
export function keepPooling(unit: UnitOfWork, agreed: { readonly terms: number; readonly by: string } | null): void {
  const at = agreed ? sql`now()` : sql`null::timestamptz`
  unit.write(sql`insert into model_care (tenant_id, pooling_terms, pooling_at, pooling_by)
    values (${unit.tenantId}, ${agreed?.terms ?? null}::int, ${at}, ${agreed?.by ?? null}::uuid)
    on conflict (tenant_id) do update set pooling_terms = excluded.pooling_terms, pooling_at = excluded.pooling_at,
      pooling_by = excluded.pooling_by, updated_at = now()`)
  if (!agreed) unit.write(sql`delete from pool_contributions where tenant_id = ${unit.tenantId}`)
}

/**
 * Keeps what the company gives, in place of what it gave before, if it still agrees: the row that says so is held meanwhile, so that
 * whoever takes it back comes either before this or after, and never in between.
 */
export function keepContribution(unit: UnitOfWork, given: Contribution | null): void {
  unit.write(sql`delete from pool_contributions where tenant_id = ${unit.tenantId}`)
  if (!given) return
  unit.write(sql`insert into pool_contributions (tenant_id, pool_version, deals, cells)
    select tenant_id, ${given.version}, ${given.deals}, ${JSON.stringify(given.cells)}::jsonb from model_care
    where tenant_id = ${unit.tenantId} and pooling_terms = ${POOLING_TERMS.version} for share`)
}

export interface PoolInSight {
  readonly pool: readonly PooledCell[]
  readonly own: Contribution | null
}

/** What others have given and what is one's own among it; null for a company that does not share. */
export async function poolInSight(unit: UnitOfWork): Promise<PoolInSight | null> {
  const [row] = await unit.rows<{
    pool: PooledCell[] | null
    own: Contribution['cells'] | null
    deals: number | null
  }>(sql`
    select (select cells from pool where pool_version = ${POOL_VERSION}) as pool, p.cells as own, p.deals
    from model_care c left join pool_contributions p on p.tenant_id = c.tenant_id and p.pool_version = ${POOL_VERSION}
    where c.tenant_id = ${unit.tenantId} and c.pooling_terms = ${POOLING_TERMS.version}`)
  if (!row) return null
  const own = row.own && { version: POOL_VERSION, deals: row.deals ?? 0, cells: row.own }
  return { pool: row.pool ?? [], own }
}

/** Adds up anew what the companies that agree have given. */
export async function buildPool(env: Env): Promise<void> {
  const unit = new UnitOfWork(openDatabase(env), { as: 'sweeper' })
  await unit.rows(sql`select app.build_pool()`)
}
