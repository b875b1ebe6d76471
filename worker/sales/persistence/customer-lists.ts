import { type SQL, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { CustomerLists } from '../application/customer-stores'
import type { CustomerQuery, CustomerRow, TagUse } from '../contract'
import { customerPast } from './customer-past'
import { waysWithinReach } from './reach'
import { found } from './search'

const TAGGED_ROWS = 20_000 // the newest customers and deals whose tags are offered: bounds what one keystroke may cost

type ListRow = Omit<CustomerRow, 'openAmounts'> & { readonly openAmounts: CustomerRow['openAmounts'] | null }

/** Customers in the order of their names, with what is going on with each, as far as the caller may see it. */
export function customerLists(unit: UnitOfWork): CustomerLists {
  const { tenantId } = unit
  return {
    async page(query, after) {
      const isDown = query.sort === '-name'
      const order = (table: SQL) =>
        isDown ? sql`${table}.folded_name desc, ${table}.id desc` : sql`${table}.folded_name, ${table}.id`
      const filters = customerFilters(tenantId, query)
      // Any of these finds its few rows by an index of its own.
      const isNarrow = query.q || query.companyId || query.ownerId
      const ways = isNarrow ? [sql`true`] : waysWithinReach(unit, sql`c.id`)
      if (after) {
        const place = sql`(lower(${after[0]}), ${after[1]}::uuid)`
        filters.push(isDown ? sql`(c.folded_name, c.id) < ${place}` : sql`(c.folded_name, c.id) > ${place}`)
      }
      // The page is cut before anything is counted: deals and interactions are looked up for its rows alone.
      const rows = await unit.rows<ListRow>(sql`
        with page as materialized (${firstOf(ways, order(sql`c`), query.limit + 1, (way) => {
          return sql`select c.* from customers c where ${sql.join([...filters, way], sql` and `)}`
        })})
        select page.id, page.kind, page.name, page.company_id as "companyId", company.name as "companyName",
          page.job_title as "jobTitle", page.email, page.phone, page.industry, page.tags, page.owner_id as "ownerId", page.version,
          deals.open as "openDeals", deals.won as "wonDeals", deals.lost as "lostDeals", deals.amounts as "openAmounts",
          talk.at as "lastInteractionAt"
        from page
        left join customers company on company.tenant_id = page.tenant_id and company.id = page.company_id
        cross join lateral (
          select coalesce(sum(d.open), 0)::int as open, coalesce(sum(d.won), 0)::int as won, coalesce(sum(d.lost), 0)::int as lost,
            jsonb_agg(jsonb_build_object('currency', d.currency, 'amountMinor', d.amount) order by d.amount desc)
              filter (where d.open > 0) as amounts
          from (
            select o.currency, count(*) filter (where o.status = 'open') as open,
              count(*) filter (where o.status = 'won') as won, count(*) filter (where o.status = 'lost') as lost,
              sum(o.amount_minor) filter (where o.status = 'open') as amount
            from opportunities o where o.tenant_id = page.tenant_id and o.customer_id = page.id group by o.currency
          ) d
        ) deals
        cross join lateral (
          -- What was said to somebody is kept with their company; each half reads its index from the newest back.
          select greatest(
            (select max(i.occurred_at) from interactions i where i.tenant_id = page.tenant_id and i.customer_id = page.id),
            (select max(i.occurred_at) from interactions i
              where i.tenant_id = page.tenant_id and i.customer_id = page.company_id and i.person_id = page.id)
          ) as at
        ) talk
        order by ${order(sql`page`)}`)
      return rows.map((row) => ({
        ...row,
        openAmounts: row.openAmounts ?? [],
        lastInteractionAt: row.lastInteractionAt === null ? null : new Date(row.lastInteractionAt).toISOString(),
      }))
    },

    past: (id, before, limit) => customerPast(unit, id, before, limit),

    tags(limit) {
      // A team's customers may have to be asked about one by one.
      const most = unit.actor.scope === 'team' ? TAGGED_ROWS / 10 : TAGGED_ROWS
      const tagged = firstOf(waysWithinReach(unit, sql`c.id`), sql`id desc`, most, (way) => {
        return sql`select c.id, c.tags from customers c where c.tenant_id = ${tenantId} and ${way}`
      })
      return unit.rows<TagUse>(sql`
        select tag, count(*)::int as uses from (
          select unnest(c.tags) as tag from
            (${tagged}) c
          union all select unnest(o.tags) from
            (select tags from opportunities where tenant_id = ${tenantId} order by id desc limit ${TAGGED_ROWS}) o
        ) used group by tag order by uses desc, tag limit ${limit}`)
    },
  }
}

/** The first rows in an order, of those that one way or another finds. */
function firstOf(ways: readonly SQL[], order: SQL, limit: number, rows: (way: SQL) => SQL): SQL {
  const [only, ...others] = ways.map((way) => sql`(${rows(way)} order by ${order} limit ${limit})`)
  if (others.length === 0) return sql`${only}`
  return sql`select c.* from (${sql.join([only, ...others], sql` union all `)}) c order by ${order} limit ${limit}`
}

/** The rows a list or an export of customers is about; the table is `c`. */
export function customerFilters(tenantId: string, query: Omit<CustomerQuery, 'limit' | 'cursor' | 'sort'>): SQL[] {
  const filters = [sql`c.tenant_id = ${tenantId}`]
  if (query.kind) filters.push(sql`c.kind = ${query.kind}`)
  if (query.ownerId) filters.push(sql`c.owner_id = ${query.ownerId}`)
  if (query.companyId) filters.push(sql`c.company_id = ${query.companyId}`)
  if (query.industry) filters.push(sql`c.industry = ${query.industry}`)
  if (query.tag) filters.push(sql`${query.tag} = any (c.tags)`)
  return [...filters, ...found('customer', sql`c.id`, query.q)]
}
