import type { WorkingSetPage } from '../../../worker/sales/contract'
import { call } from '../api/client'
import type { Rows } from './rows'

export interface WorkingSet {
  readonly seq: number
  readonly rows: { readonly [E in keyof Rows]: readonly Rows[E][] }
}

/**
 * Fetches the whole working set in pages. `seq` is the change the first page was true as of: whatever happened
 * while the rest was fetched is asked for again from there.
 */
export async function fetchWorkingSet(signal: AbortSignal): Promise<WorkingSet> {
  const opportunities: Rows['opportunities'][] = []
  const customers = new Map<string, Rows['customers']>()
  let first: WorkingSetPage['first'] = null
  let seq = 0
  let cursor: string | null = null
  do {
    const page: WorkingSetPage = await call<WorkingSetPage>('GET', '/working-set', { query: { cursor }, signal })
    if (page.first) {
      first = page.first
      seq = page.seq
    }
    opportunities.push(...page.opportunities)
    for (const customer of page.customers) customers.set(customer.id, customer)
    cursor = page.nextCursor
  } while (cursor)
  return {
    seq,
    rows: {
      opportunities,
      customers: [...customers.values()],
      pipelines: first?.pipelines ?? [],
      users: first?.users ?? [],
      products: first?.products ?? [],
      customFields: first?.customFields ?? [],
    },
  }
}
