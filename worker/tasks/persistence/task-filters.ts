import { and, eq, gte, inArray, lte, ne, type SQL, sql } from 'drizzle-orm'
import { tasks } from '../../../drizzle/schema'
import type { Actor } from '../../kernel/actor'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { TaskExport } from '../contract'

const MAX_FOUND = 5000 // beyond that a search asks for another word, not for another page
const OPEN = inArray(tasks.status, ['pending', 'in_progress'])

/** What the lists of tasks are narrowed by; what the caller may not see is left out by the policies. */
export function taskFilters({ actor }: UnitOfWork, query: TaskExport): SQL[] {
  const filters: (SQL | undefined)[] = [
    viewed(actor, query.view),
    query.status && eq(tasks.status, query.status),
    query.isOpen === undefined ? undefined : query.isOpen ? OPEN : inArray(tasks.status, ['completed', 'canceled']),
    query.isBlocked === undefined ? undefined : sql`(${tasks.openBlockers} > 0) = ${query.isBlocked}`,
    query.priority && eq(tasks.priority, query.priority),
    query.assignedTo && eq(tasks.assignedTo, query.assignedTo),
    query.opportunityId && eq(tasks.opportunityId, query.opportunityId),
    query.customerId && eq(tasks.customerId, query.customerId),
    query.tag ? sql`${query.tag} = any (${tasks.tags})` : undefined,
    query.dueFrom ? gte(tasks.dueAt, new Date(query.dueFrom).toISOString()) : undefined,
    query.dueTo ? lte(tasks.dueAt, new Date(query.dueTo).toISOString()) : undefined,
    query.q && query.q.trim() !== ''
      ? sql`${tasks.id} in (select id from app.search_tasks(${query.q}, ${MAX_FOUND}))`
      : undefined,
  ]
  return filters.filter((one) => one !== undefined)
}

function viewed({ userId: me, scope }: Actor, view: TaskExport['view']): SQL | undefined {
  switch (view) {
    case 'mine':
      return eq(tasks.assignedTo, me)
    case 'given':
      return and(eq(tasks.assignedBy, me), ne(tasks.assignedTo, me))
    case 'team':
      return scope === 'tenant'
        ? ne(tasks.assignedTo, me)
        : and(ne(tasks.assignedTo, me), sql`${tasks.assignedTo} = any ((select app.team_users())::uuid[])`)
    case 'all':
      return undefined
  }
}
