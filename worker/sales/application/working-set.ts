import { z } from 'zod'
import { fromCursor, toCursor } from '../../kernel/cursor'
import { OpportunityId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { WorkingSetChanges, WorkingSetPage } from '../contract'
import type { PageError } from '../domain/errors'
import { toPipelineOnWire } from './wire'
import type { SalesWork } from './work'

// 10,000 open deals in four answers of about 300 kB each when compressed.
const DEALS_A_PAGE = 2500

/**
 * A page of what a device keeps: every open deal the caller may see, with its customers. The first page also brings what
 * all of them refer to. Deals are paged by id, which no edit changes, and whatever happens between the pages is among
 * the changes after the first page's `seq`.
 */
export async function workingSetPage(
  work: SalesWork,
  cursor: string | undefined,
): Promise<Result<WorkingSetPage, PageError>> {
  const place = cursor === undefined ? null : fromCursor(z.tuple([OpportunityId]), cursor)
  if (cursor !== undefined && !place) return err({ kind: 'cursor_invalid' })
  const after = place?.[0] ?? null
  const [seq, deals, customers, first] = await Promise.all([
    work.workingSet.head(),
    work.workingSet.openDeals(after, DEALS_A_PAGE),
    work.workingSet.customersOf(after, DEALS_A_PAGE),
    after === null ? references(work) : null,
  ])
  const names = new Map(customers.map(({ id, name }) => [id, name]))
  const opportunities = deals
    .slice(0, DEALS_A_PAGE)
    .map((deal) => ({ ...deal, customerName: names.get(deal.customerId) ?? '' }))
  const last = opportunities.at(-1)
  return ok({
    seq,
    first,
    opportunities,
    customers,
    nextCursor: deals.length > DEALS_A_PAGE && last ? toCursor([last.id]) : null,
  })
}

async function references(work: SalesWork): Promise<NonNullable<WorkingSetPage['first']>> {
  const [pipelines, users, products, customFields] = await Promise.all([
    work.pipelines.all(),
    work.workingSet.people(),
    work.products.all(),
    work.customFields.all(),
  ])
  return {
    pipelines: pipelines.map(toPipelineOnWire),
    users,
    products: [...products],
    customFields: customFields.map((field) => ({ ...field, choices: field.choices && [...field.choices] })),
  }
}

const MAX_CHANGES = 500
// Past this many changes, fetching the working set anew is less work than going through them.
const MAX_BEHIND = 5000

/** What the caller may see of what happened since a change they know of. */
export async function changesSince(work: SalesWork, since: number): Promise<WorkingSetChanges> {
  const [head, found] = await Promise.all([
    work.workingSet.head(),
    work.workingSet.changes(since, since + MAX_BEHIND, MAX_CHANGES + 1),
  ])
  if (since > head || head - since > MAX_BEHIND) return { seq: head, changes: [], more: false, resync: true }
  const changes = found.slice(0, MAX_CHANGES)
  const more = found.length > MAX_CHANGES
  // At the end the head is where to go on, since changes the caller may not see lie between. But a change may have
  // come after the head was read, so whichever is later.
  const last = changes.at(-1)?.seq ?? 0
  return { seq: more ? last : Math.max(head, last), changes, more, resync: false }
}
