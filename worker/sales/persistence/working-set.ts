import { and, asc, eq, gt, lte, sql } from 'drizzle-orm'
import { changeLog, opportunities, users } from '../../../drizzle/schema'
import type { OpportunityId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { WorkingSet } from '../application/deal-lists'
import type { HistoryEntry, WorkingSetPage } from '../contract'
import { changeColumns } from './change-history'
import { selectNamelessRows, toNamelessRow } from './opportunity-rows'

type Customers = WorkingSetPage['customers']
type People = NonNullable<WorkingSetPage['first']>['users']

/** What a device keeps, and what happened to it since. */
export function workingSet(unit: UnitOfWork): WorkingSet {
  const { db, tenantId } = unit
  const isNext = (after: OpportunityId | null) =>
    and(
      eq(opportunities.tenantId, tenantId),
      eq(opportunities.status, 'open'),
      after ? gt(opportunities.id, after) : undefined,
    )
  return {
    async head() {
      const [row] = await unit.rows<{ seq: number }>(
        sql`select seq::float8 as seq from tenant_heads where tenant_id = ${tenantId}`,
      )
      return row!.seq // every tenant has a head from its first moment
    },

    async openDeals(after, limit) {
      const rows = await unit.read(
        selectNamelessRows(db, unit.now)
          .where(isNext(after))
          .orderBy(asc(opportunities.id))
          .limit(limit + 1),
      )
      return rows.map(toNamelessRow)
    },

    async customersOf(after, limit) {
      return unit.rows<Customers[number]>(sql`
        with deals as (select ${opportunities.customerId} from ${opportunities} where ${isNext(after)}
            order by ${opportunities.id} limit ${limit}),
          theirs as (select id, kind, name, company_id, owner_id, version from customers
            where tenant_id = ${tenantId} and id in (select customer_id from deals))
        select id, kind, name, company_id as "companyId", owner_id as "ownerId", version from theirs
        union select id, kind, name, company_id, owner_id, version from customers
          where tenant_id = ${tenantId} and id in (select company_id from theirs)`)
    },

    async people() {
      const rows = await unit.read(
        db
          .select({ id: users.id, name: users.name, status: users.status, version: users.version })
          .from(users)
          .where(eq(users.tenantId, tenantId))
          .orderBy(asc(users.name), asc(users.id)),
      )
      return rows as People
    },

    async changes(since, until, limit) {
      const rows = await unit.read(
        db
          .select(changeColumns)
          .from(changeLog)
          .where(and(eq(changeLog.tenantId, tenantId), gt(changeLog.seq, since), lte(changeLog.seq, until)))
          .orderBy(asc(changeLog.seq))
          .limit(limit),
      )
      return rows as HistoryEntry[]
    },
  }
}
