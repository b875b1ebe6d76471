import { type AnyColumn, and, asc, desc, eq, gte, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { opportunities, predictions } from '../../../drizzle/schema'
import type { StageId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { ColumnTotals, DealPlace, OpportunityLists } from '../application/deal-lists'
import type { OpportunityQuery } from '../contract'
import { boardDocument, type Sum } from './deal-documents'
import { selectRows, toRow } from './opportunity-rows'
import { found } from './search'

type Filters = Omit<OpportunityQuery, 'limit' | 'cursor' | 'sort'>

/** Deals in lists and columns, as far as the caller may see them. */
export function opportunityLists(unit: UnitOfWork): OpportunityLists {
  const { db, tenantId } = unit
  const ours = eq(opportunities.tenantId, tenantId)
  return {
    async page(query, after) {
      const { column, value, missing } = ORDERS[query.sort.replace('-', '') as keyof typeof ORDERS]
      const isDescending = query.sort.startsWith('-')
      const inOrder = isDescending ? desc : asc
      const past = (place: SQL, key: SQL) => (isDescending ? sql`${place} < ${key}` : sql`${place} > ${key}`)
      const rows = (where: SQL | undefined, ...order: SQL[]) =>
        selectRows(db, unit.now)
          .where(and(ours, ...opportunityFilters(query), where))
          .orderBy(...order)
          .limit(query.limit + 1)
      const withValue = rows(
        and(
          missing ? isNotNull(column) : undefined,
          after ? past(sql`(${column}, ${opportunities.id})`, sql`(${value(after)}, ${after[1]}::uuid)`) : undefined,
        ),
        inOrder(column),
        inOrder(opportunities.id),
      )
      if (!missing) return (await unit.read(withValue)).map(toRow)

      // Rows without a value are a list of their own after the others: one condition for both would hide the index.
      const isAmongThose = after !== null && after[0] === null
      const withoutValue = rows(
        and(missing, isAmongThose ? past(sql`${opportunities.id}`, sql`${after[1]}::uuid`) : undefined),
        inOrder(opportunities.id),
      )
      if (isAmongThose) return (await unit.read(withoutValue)).map(toRow)
      // In this order, and the second only as far as the first leaves room: its rows cost more to find.
      return (await unit.read(unionAll(withValue, withoutValue).limit(query.limit + 1))).map(toRow)
    },

    async board(selection, perStage) {
      const board = await boardDocument(unit, selection, perStage)
      if (!board) return undefined
      const { pipelineId, stageIds, cards, sums } = board
      return { pipelineId, columns: stageIds.map((id) => column(id, sums ?? [])), cards }
    },
  }
}

function column(stageId: StageId, sums: readonly Sum[]): ColumnTotals {
  const own = sums.filter((sum) => sum.stageId === stageId)
  return {
    stageId,
    count: own.reduce((count, sum) => count + sum.count, 0),
    totals: own.map(({ currency, amountMinor, weightedMinor }) => ({ currency, amountMinor, weightedMinor })),
  }
}

interface Order {
  readonly column: AnyColumn
  readonly value: (place: DealPlace) => SQL
  /** Which deals have no value; unset where every deal has one. */
  readonly missing?: SQL | undefined
}

const ORDERS: Readonly<Record<'opened' | 'title' | 'amount' | 'closes' | 'probability', Order>> = {
  opened: { column: opportunities.openedAt, value: ([at]) => sql`${at}::timestamptz` },
  title: { column: opportunities.title, value: ([title]) => sql`${title}::text` },
  amount: { column: opportunities.amountMinor, value: ([amount]) => sql`${amount}::bigint` },
  closes: {
    column: opportunities.expectedCloseOn,
    value: ([day]) => sql`${day}::date`,
    missing: isNull(opportunities.expectedCloseOn),
  },
  probability: {
    column: predictions.successProbability,
    value: ([p]) => sql`${p}::float8`,
    // Said of the deal, not of the joined score: that would be asked of every deal before the first is taken.
    missing: sql`(${opportunities.status} <> 'open' or not exists (select from predictions p
      where p.tenant_id = ${opportunities.tenantId} and p.opportunity_id = ${opportunities.id}))`,
  },
}

/** A null in JSON is a value: only a mark that is there counts. */
function isMarked(signal: 'risk' | 'push'): SQL {
  return sql`(${opportunities.status} = 'open' and exists (select from predictions p where p.tenant_id = ${opportunities.tenantId}
    and p.opportunity_id = ${opportunities.id} and jsonb_typeof(p.signals -> ${signal}::text) = 'object'))`
}

/** The deals a list or an export is about. */
export function opportunityFilters(query: Filters): SQL[] {
  return [
    query.status && eq(opportunities.status, query.status),
    query.pipelineId && eq(opportunities.pipelineId, query.pipelineId),
    query.stageId && eq(opportunities.stageId, query.stageId),
    query.ownerId && eq(opportunities.ownerId, query.ownerId),
    query.customerId && eq(opportunities.customerId, query.customerId),
    query.priority && eq(opportunities.priority, query.priority),
    query.signal && isMarked(query.signal),
    query.tag ? sql`${opportunities.tags} @> array[${query.tag}]::text[]` : undefined,
    query.minAmountMinor === undefined ? undefined : gte(opportunities.amountMinor, query.minAmountMinor),
    query.maxAmountMinor === undefined ? undefined : lte(opportunities.amountMinor, query.maxAmountMinor),
    query.closedFrom ? gte(opportunities.closedAt, new Date(query.closedFrom).toISOString()) : undefined,
    query.closesFrom ? gte(opportunities.expectedCloseOn, query.closesFrom) : undefined,
    query.closesTo ? lte(opportunities.expectedCloseOn, query.closesTo) : undefined,
    ...found('opportunity', opportunities.id, query.q),
  ].filter((filter): filter is SQL => Boolean(filter))
}
