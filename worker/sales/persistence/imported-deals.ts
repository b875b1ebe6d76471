import { type SQL, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { CustomValues } from '../domain/custom-values'

/** A deal of a file, with everything it refers to resolved but its customer, which is found or made by name. */
export interface ImportedDeal {
  readonly id: string
  readonly key: string
  readonly digest: string
  readonly external_id: string | null
  readonly title: string
  readonly customer: string
  readonly customer_id: string
  readonly industry: string | null
  readonly contact_id: string
  readonly contact_name: string | null
  readonly contact_email: string | null
  readonly contact_phone: string | null
  readonly amount_minor: number
  readonly currency: string
  readonly pipeline_id: string
  readonly stage_id: string
  readonly status: 'open' | 'won' | 'lost'
  readonly owner_id: string
  readonly product_id: string | null
  readonly source: string | null
  readonly priority: string
  readonly opened_at: string
  readonly expected_close_on: string | null
  readonly closed_at: string | null
  readonly is_dated: boolean
  readonly stage_entered_at: string
  readonly loss_reason: string | null
  readonly tags: readonly string[]
  readonly notes: string
  readonly custom: CustomValues
  readonly history_id: string
}

type Fields = Readonly<
  Partial<
    Record<keyof ImportedDeal, 'uuid' | 'text' | 'bigint' | 'timestamptz' | 'date' | 'boolean' | 'text[]' | 'jsonb'>
  >
>

/** Rows for one statement: only the fields it reads travel. */
function rowsOf(deals: readonly ImportedDeal[], fields: Fields): SQL {
  const names = Object.keys(fields) as (keyof ImportedDeal)[]
  const json = JSON.stringify(deals.map((deal) => Object.fromEntries(names.map((name) => [name, deal[name]]))))
  const columns = names.map((name) => sql`${sql.identifier(name)} ${TYPES[fields[name] ?? 'text']}`)
  return sql`jsonb_to_recordset(${json}::jsonb) as r(${sql.join(columns, sql`, `)})`
}

const TYPES = {
  uuid: sql`uuid`,
  text: sql`text`,
  bigint: sql`bigint`,
  timestamptz: sql`timestamptz`,
  date: sql`date`,
  boolean: sql`boolean`,
  'text[]': sql`text[]`,
  jsonb: sql`jsonb`,
} as const

const CUSTOMER: Fields = { id: 'uuid', customer: 'text', customer_id: 'uuid', industry: 'text', owner_id: 'uuid' }
const CONTACT: Fields = {
  ...CUSTOMER,
  contact_id: 'uuid',
  contact_name: 'text',
  contact_email: 'text',
  contact_phone: 'text',
}
const DEAL: Fields = {
  id: 'uuid',
  key: 'text',
  digest: 'text',
  external_id: 'text',
  title: 'text',
  customer: 'text',
  amount_minor: 'bigint',
  currency: 'text',
  pipeline_id: 'uuid',
  stage_id: 'uuid',
  status: 'text',
  owner_id: 'uuid',
  source: 'text',
  priority: 'text',
  opened_at: 'timestamptz',
  expected_close_on: 'date',
  closed_at: 'timestamptz',
  is_dated: 'boolean',
  stage_entered_at: 'timestamptz',
  loss_reason: 'text',
  tags: 'text[]',
  notes: 'text',
  custom: 'jsonb',
}

/**
 * Collects the writes of one batch of deals, each key once: customers and contacts that are not there yet, the deals
 * themselves by their import key, their stages and products, and the counts. A deal that somebody has closed since stays
 * closed; one whose row is as it was when last imported is not touched.
 */
export function writeImportedDeals(
  unit: UnitOfWork,
  importId: string,
  createdBy: string,
  deals: readonly ImportedDeal[],
): void {
  if (deals.length === 0) return
  const { tenantId } = unit
  const company = sql`(select c.id from customers c where c.tenant_id = ${tenantId} and c.kind = 'company'
    and c.folded_name = lower(r.customer) order by c.created_at, c.id limit 1)`

  const distinct = [...new Map(deals.map((deal) => [deal.customer.toLowerCase(), deal])).values()]
  unit.write(sql`insert into customers (tenant_id, id, kind, name, industry, owner_id, created_by)
    select distinct on (lower(r.customer)) ${tenantId}::uuid, r.customer_id, 'company', r.customer, r.industry, r.owner_id, ${createdBy}::uuid
    from ${rowsOf(distinct, CUSTOMER)} where not exists (select from customers c where c.tenant_id = ${tenantId}
      and c.kind = 'company' and c.folded_name = lower(r.customer))
    order by lower(r.customer), r.id`)
  const withContact = deals.filter(({ contact_name }) => contact_name !== null)
  if (withContact.length > 0) {
    unit.write(sql`insert into customers (tenant_id, id, kind, name, email, phone, company_id, owner_id, created_by)
      select distinct on (lower(r.contact_name), lower(r.customer)) ${tenantId}::uuid, r.contact_id, 'person', r.contact_name,
        r.contact_email, r.contact_phone, ${company}, r.owner_id, ${createdBy}::uuid
      from ${rowsOf(withContact, CONTACT)} where not exists (select from customers p where p.tenant_id = ${tenantId}
        and p.kind = 'person' and p.folded_name = lower(r.contact_name) and p.company_id = ${company})
      order by lower(r.contact_name), lower(r.customer), r.id`)
  }
  unit.write(sql`with upserted as (
      insert into opportunities as o (tenant_id, id, customer_id, owner_id, pipeline_id, stage_id, status, title, description,
        amount_minor, currency, expected_close_on, closed_at, loss_reason, source, priority, tags, custom, external_id,
        import_key, import_digest, opened_at, stage_entered_at, is_dated, created_by)
      select ${tenantId}::uuid, r.id, ${company}, r.owner_id, r.pipeline_id, r.stage_id, r.status, r.title, r.notes,
        r.amount_minor, r.currency, r.expected_close_on, r.closed_at, r.loss_reason, r.source, r.priority, r.tags, r.custom,
        r.external_id, r.key, r.digest, r.opened_at, r.stage_entered_at, r.is_dated, ${createdBy}::uuid
      from ${rowsOf(deals, DEAL)}
      on conflict (tenant_id, import_key) do update set customer_id = excluded.customer_id, owner_id = excluded.owner_id,
        pipeline_id = excluded.pipeline_id, stage_id = excluded.stage_id, status = excluded.status, title = excluded.title,
        description = excluded.description, amount_minor = excluded.amount_minor, currency = excluded.currency,
        expected_close_on = excluded.expected_close_on, closed_at = excluded.closed_at, loss_reason = excluded.loss_reason,
        source = excluded.source, priority = excluded.priority, tags = excluded.tags, custom = o.custom || excluded.custom,
        external_id = excluded.external_id, import_digest = excluded.import_digest, is_dated = excluded.is_dated,
        stage_entered_at = case when o.stage_id = excluded.stage_id then o.stage_entered_at else now() end,
        updated_at = now(), version = o.version + 1
      where o.import_digest is distinct from excluded.import_digest and (o.status = 'open' or o.status = excluded.status)
      returning xmax = 0 as created)
    update imports set rows_created = rows_created + (select count(*) from upserted where created),
      rows_updated = rows_updated + (select count(*) from upserted where not created),
      rows_unchanged = rows_unchanged + ${deals.length} - (select count(*) from upserted)
    where tenant_id = ${tenantId} and id = ${importId}`)
  const keys = rowsOf(deals, { key: 'text', history_id: 'uuid' })
  // A deal that stands in another stage than its newest spell says has been moved by this batch, or is new.
  unit.write(sql`update stage_history h set left_at = greatest(now(), h.entered_at) from ${keys}
    join opportunities o on o.tenant_id = ${tenantId} and o.import_key = r.key
    where h.tenant_id = ${tenantId} and h.opportunity_id = o.id and h.left_at is null and h.stage_id <> o.stage_id`)
  unit.write(sql`insert into stage_history (tenant_id, id, opportunity_id, stage_id, entered_at, moved_by)
    select ${tenantId}::uuid, r.history_id, o.id, o.stage_id, o.stage_entered_at, ${createdBy}::uuid from ${keys}
    join opportunities o on o.tenant_id = ${tenantId} and o.import_key = r.key
    where not exists (select from stage_history h where h.tenant_id = ${tenantId} and h.opportunity_id = o.id and h.left_at is null)
    on conflict do nothing`)
  const sold = deals.filter(({ product_id }) => product_id !== null)
  if (sold.length > 0) {
    unit.write(sql`insert into opportunity_products (tenant_id, opportunity_id, product_id)
      select ${tenantId}::uuid, o.id, r.product_id from ${rowsOf(sold, { key: 'text', product_id: 'uuid' })}
      join opportunities o on o.tenant_id = ${tenantId} and o.import_key = r.key on conflict do nothing`)
  }
}
