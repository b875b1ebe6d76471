import { inArray, type SQL, sql } from 'drizzle-orm'
import { opportunities } from '../../../drizzle/schema'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { LiveRows, LiveScore } from '../application/live-rows'
import { selectNamelessRows, toNamelessRow } from './opportunity-rows'

/**
 * What the changes after `since`, at most `limit` of them, left of deals and customers: as the company sees it, each with
 * the people whose records it hangs on. The unit must be a snapshot, or owners and rows may be of two moments.
 */
export async function liveRows(unit: UnitOfWork, since: number, limit: number): Promise<LiveRows> {
  const { db, tenantId } = unit
  const recent = sql`recent as materialized (select entity, entity_id, before, after from change_log
    where tenant_id = ${tenantId} and seq > ${since} order by seq limit ${limit})`
  const [deals, customers, circles] = await Promise.all([
    unit.read(
      selectNamelessRows(db, unit.now).where(inArray(opportunities.id, sql`(with ${recent} ${dealsOf(tenantId)})`)),
    ),
    unit.rows<LiveRows['customers'][number]>(customersOf(tenantId, recent)),
    unit.rows<LiveRows['circles'][number]>(circlesOf(tenantId, recent)),
  ])
  return { deals: deals.map(toNamelessRow), customers, circles }
}

/** The newest scores of deals that are open, with the owner of each. */
export async function liveScores(unit: UnitOfWork, ids: readonly string[]): Promise<readonly LiveScore[]> {
  const named = sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`
  const rows = await unit.read(selectNamelessRows(unit.db, unit.now).where(inArray(opportunities.id, named)))
  return rows
    .map(toNamelessRow)
    .flatMap(({ id, ownerId, status, score }) => (score && status === 'open' ? [{ id, ownerId, score }] : []))
}

/** The deals that changed. An activity changes its deal too: when it was last heard of, and its score. */
function dealsOf(tenantId: string): SQL {
  return sql`select entity_id as id from recent where entity = 'opportunity'
    union select (coalesce(after, before) ->> 'opportunityId')::uuid from recent where entity = 'interaction'
    union select i.opportunity_id from recent r join interactions i on i.tenant_id = ${tenantId} and i.id = r.entity_id
      where r.entity = 'interaction'`
}

/**
 * The customers that deals were or are with, those that changed themselves, and the companies they worked or work for. A
 * device keeps a customer with an open deal of its own or of somebody who works there: `ownerIds` are the owners of those.
 */
function customersOf(tenantId: string, recent: SQL): SQL {
  return sql`with ${recent},
      named as (
        select o.customer_id as id from opportunities o where o.tenant_id = ${tenantId} and o.id in (${dealsOf(tenantId)})
        union select (before ->> 'customerId')::uuid from recent where entity = 'opportunity'
        union select entity_id from recent where entity = 'customer'
        union select (before ->> 'companyId')::uuid from recent where entity = 'customer'),
      around as (select id from named union
        select c.company_id from named n join customers c on c.tenant_id = ${tenantId} and c.id = n.id)
    select c.id, c.kind, c.name, c.company_id as "companyId", c.owner_id as "ownerId", c.version, array(
        select o.owner_id from opportunities o
          where o.tenant_id = ${tenantId} and o.customer_id = c.id and o.status = 'open'
        union select o.owner_id from customers p join opportunities o on o.tenant_id = ${tenantId} and o.customer_id = p.id
          where p.tenant_id = ${tenantId} and p.company_id = c.id and o.status = 'open') as "ownerIds"
    from around a join customers c on c.tenant_id = ${tenantId} and c.id = a.id`
}

/**
 * Who works with a customer: whoever owns it or a deal with it, or does so with its company or with somebody who
 * works there. The policies of customers and interactions say the same, one person at a time.
 */
function circlesOf(tenantId: string, recent: SQL): SQL {
  return sql`with ${recent},
      subjects as (
        select entity_id as id, null::uuid as activity, null::uuid as deal from recent where entity = 'customer'
        union select (coalesce(after, before) ->> 'customerId')::uuid, entity_id,
          (coalesce(after, before) ->> 'opportunityId')::uuid from recent where entity = 'interaction'
        union select i.customer_id, i.id, i.opportunity_id
          from recent r join interactions i on i.tenant_id = ${tenantId} and i.id = r.entity_id
          where r.entity = 'interaction'),
      around as (
        select s.id, s.id as other from subjects s
        union select s.id, c.company_id from subjects s join customers c on c.tenant_id = ${tenantId} and c.id = s.id
        union select s.id, p.id from subjects s join customers p on p.tenant_id = ${tenantId} and p.company_id = s.id),
      owners as (
        select a.id, c.owner_id from around a join customers c on c.tenant_id = ${tenantId} and c.id = a.other
        union select a.id, o.owner_id from around a join opportunities o
          on o.tenant_id = ${tenantId} and o.customer_id = a.other)
    select s.id as "customerId", s.activity as "interactionId", s.deal as "opportunityId",
      array(select o.owner_id from owners o where o.id = s.id) as "ownerIds"
    from subjects s where s.id is not null`
}
