import { type SQL, sql } from 'drizzle-orm'
import { holdDeals } from '../../analytics'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { FoundCompany } from '../application/imports/resolve'
import type { KnownDeal, Reach } from '../domain/import-decision'
import type { ChangedDeal, NewDeal } from '../domain/imported-deal'
import { recordset } from './recordset'
import { unnested } from './unnested'

interface Named {
  readonly key: string
  readonly externalId: string | null
}

/**
 * The deals these rows are about, by import key: those that were imported as them, else those that bear their id. Whoever
 * looks finds what they may see.
 */
export async function knownDeals(unit: UnitOfWork, rows: readonly Named[]): Promise<ReadonlyMap<string, KnownDeal>> {
  if (rows.length === 0) return new Map()
  const { tenantId } = unit
  const columns = sql`o.id, o.customer_id as "customerId", o.owner_id as "ownerId", o.status, o.pipeline_id as "pipelineId",
    o.stage_id as "stageId", o.stage_entered_at as "stageEnteredAt", o.closed_at as "closedAt", o.is_dated as "isDated",
    o.import_digest as digest, o.version`
  const keys = rows.map(({ key }) => ({ key }))
  const imported = unit.rows<KnownDeal & { key: string }>(sql`select r.key, ${columns}
    from ${recordset('r', keys, { key: 'text' })} join opportunities o on o.tenant_id = ${tenantId} and o.import_key = r.key`)
  const withId = rows.flatMap(({ key, externalId }) => (externalId === null ? [] : [{ key, externalId }]))
  const entered =
    withId.length === 0
      ? []
      : unit.rows<KnownDeal & { key: string }>(sql`select r.key, ${columns}
          from ${recordset('r', withId, { key: 'text', externalId: 'text' })}
          join opportunities o on o.tenant_id = ${tenantId} and o.external_id = r."externalId"
          where o.import_key is distinct from r.key`)
  // The second first: a deal imported as this row is it, whatever ids people have given to others.
  const found = (await Promise.all([entered, imported])).flat()
  return new Map(found.map(({ key, ...deal }) => [key, toKnown(deal)]))
}

function toKnown(deal: KnownDeal): KnownDeal {
  const iso = (at: string) => new Date(at).toISOString()
  return {
    ...deal,
    stageEnteredAt: iso(deal.stageEnteredAt),
    closedAt: deal.closedAt === null ? null : iso(deal.closedAt),
  }
}

/** The companies of these names, as far as the importer reaches. */
export function companiesNamed(unit: UnitOfWork, names: readonly string[], reach: Reach): Promise<FoundCompany[]> {
  if (names.length === 0) return Promise.resolve([])
  const { tenantId } = unit
  const people = reach && JSON.stringify([...reach])
  const within =
    people === null
      ? sql``
      : sql`and (c.owner_id in (select p::uuid from jsonb_array_elements_text(${people}::jsonb) p)
          or exists (select from opportunities o where o.tenant_id = ${tenantId} and o.customer_id = c.id
            and o.owner_id in (select p::uuid from jsonb_array_elements_text(${people}::jsonb) p)))`
  // Folded before they are compared: row-level security keeps lower() out of index conditions.
  return unit.rows<FoundCompany>(sql`with r as materialized (select name, lower(name) as folded
      from ${recordset(
        'names',
        names.map((name) => ({ name })),
        { name: 'text' },
      )})
    select r.name, r.folded, (select c.id from customers c where c.tenant_id = ${tenantId} and c.kind = 'company'
      and c.folded_name = r.folded ${within} order by c.created_at, c.id limit 1) as id from r`)
}

const FACTS = {
  id: 'uuid',
  key: 'text',
  digest: 'text',
  customerId: 'uuid',
  ownerId: 'uuid',
  pipelineId: 'uuid',
  stageId: 'uuid',
  status: 'text',
  title: 'text',
  description: 'text',
  amountMinor: 'bigint',
  currency: 'text',
  expectedCloseOn: 'date',
  closedAt: 'timestamptz',
  isDated: 'boolean',
  lossReason: 'text',
  source: 'text',
  priority: 'text',
  tags: 'text[]',
  custom: 'jsonb',
  openedAt: 'timestamptz',
  stageEnteredAt: 'timestamptz',
} as const

// Somebody has added one of that name since it was looked for: the batch is decided anew.
const MET = { kind: 'met' } as const

/** Collects new deals, each with the spell in its stage and its product: in one statement, so that the rows travel once. */
export function addDeals(unit: UnitOfWork, deals: readonly NewDeal[], createdBy: string): void {
  if (deals.length === 0) return
  const [tenantId, by] = [sql`${unit.tenantId}::uuid`, sql`${createdBy}::uuid`]
  // The first spell bears the id of its deal: ids in the order of time land at the end of the index.
  unit.write(
    sql`with r as materialized (select * from ${unnested('r', deals, { ...FACTS, externalId: 'text', productId: 'uuid' })}),
    added as (insert into opportunities (tenant_id, id, customer_id, owner_id, pipeline_id, stage_id, status, title,
        description, amount_minor, currency, expected_close_on, closed_at, is_dated, loss_reason, source, priority, tags, custom,
        external_id, import_key, import_digest, opened_at, stage_entered_at, created_by)
      select ${tenantId}, id, "customerId", "ownerId", "pipelineId", "stageId", status, title, description, "amountMinor", currency,
        "expectedCloseOn", "closedAt", "isDated", "lossReason", source, priority, tags, custom, "externalId", key, digest,
        "openedAt", "stageEnteredAt", ${by} from r),
    spells as (insert into stage_history (tenant_id, id, opportunity_id, stage_id, entered_at, moved_by)
      select ${tenantId}, id, id, "stageId", "stageEnteredAt", ${by} from r)
    insert into opportunity_products (tenant_id, opportunity_id, product_id)
      select ${tenantId}, id, "productId" from r where "productId" is not null`,
    { opportunities_external: MET, opportunities_import_key: MET },
  )
}

/** Collects changes of deals that are there. One that somebody changed meanwhile undoes the whole batch. */
export function changeDeals(unit: UnitOfWork, deals: readonly ChangedDeal[], changedBy: string): void {
  if (deals.length === 0) return
  const { tenantId } = unit
  holdDeals(
    unit,
    deals.map(({ id }) => id),
  )
  const kept = ['title', 'description', 'currency', 'source', 'priority', 'tags'].map((name) => keptUnlessSaid(name))
  unit.guard(
    sql`update opportunities o set import_key = r.key, import_digest = r.digest, customer_id = r."customerId",
      owner_id = r."ownerId", pipeline_id = r."pipelineId", stage_id = r."stageId", status = r.status, closed_at = r."closedAt",
      is_dated = r."isDated", stage_entered_at = r."stageEnteredAt", ${sql.join(kept, sql`, `)},
      amount_minor = coalesce(r."amountMinor", o.amount_minor),
      expected_close_on = coalesce(r."expectedCloseOn", o.expected_close_on),
      loss_reason = case when r.status = 'lost' then coalesce(r."lossReason", o.loss_reason) end,
      opened_at = coalesce(r."openedAt", o.opened_at), custom = o.custom || r.custom,
      updated_at = now(), version = o.version + 1
    from ${recordset('r', deals, { ...FACTS, version: 'int' })}
    where o.tenant_id = ${tenantId} and o.id = r.id and o.version = r.version returning 1`,
    {},
    deals.length,
  )
  moveDeals(
    unit,
    deals.filter(({ moves }) => moves),
    changedBy,
  )
  replaceProducts(unit, deals)
}

function keptUnlessSaid(name: string): SQL {
  const column = sql.identifier(name)
  return sql`${column} = coalesce(r.${column}, o.${column})`
}

function moveDeals(unit: UnitOfWork, deals: readonly ChangedDeal[], movedBy: string): void {
  if (deals.length === 0) return
  const { tenantId } = unit
  const spells = deals.map(({ id, stageId, stageEnteredAt }) => ({ id, stageId, stageEnteredAt }))
  const moved = recordset('r', spells, { id: 'uuid', stageId: 'uuid', stageEnteredAt: 'timestamptz' })
  unit.write(sql`update stage_history h set left_at = greatest(r."stageEnteredAt", h.entered_at) from ${moved}
    where h.tenant_id = ${tenantId} and h.opportunity_id = r.id and h.left_at is null`)
  unit.write(sql`insert into stage_history (tenant_id, id, opportunity_id, stage_id, entered_at, moved_by)
    select ${tenantId}::uuid, gen_random_uuid(), r.id, r."stageId", greatest(r."stageEnteredAt", (select max(h.left_at)
      from stage_history h where h.tenant_id = ${tenantId} and h.opportunity_id = r.id)), ${movedBy}::uuid from ${moved}`)
}

const SOLD = { id: 'uuid', productId: 'uuid' } as const

/** A deal of one product gets the file's instead; one that people have given several keeps them all. */
function replaceProducts(unit: UnitOfWork, deals: readonly ChangedDeal[]): void {
  const named = deals.flatMap(({ id, productId }) => (productId === null ? [] : [{ id, productId }]))
  if (named.length === 0) return
  const { tenantId } = unit
  const sold = recordset('r', named, SOLD)
  unit.write(sql`delete from opportunity_products p using ${sold}
    where p.tenant_id = ${tenantId} and p.opportunity_id = r.id and p.product_id <> r."productId"
      and 1 = (select count(*) from opportunity_products q where q.tenant_id = ${tenantId} and q.opportunity_id = r.id)`)
  unit.write(sql`insert into opportunity_products (tenant_id, opportunity_id, product_id)
    select ${tenantId}::uuid, id, "productId" from ${sold} on conflict do nothing`)
}
