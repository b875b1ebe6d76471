import type { WorkingSetPage } from '../../../worker/sales/contract'
import type { TaskWorkingSet } from '../../../worker/tasks/contract'
import { call } from '../api/client'
import { Refusal } from '../api/problems'
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
  const tasks = fetchTasks(signal)
  // Whoever awaits it hears of its failing; until then nobody has to.
  tasks.catch(() => {})
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
  const kept = await tasks
  return {
    // Whichever is older: what happened between the two is then asked for again.
    seq: Math.min(seq, kept?.seq ?? seq),
    rows: {
      opportunities,
      customers: [...customers.values()],
      pipelines: first?.pipelines ?? [],
      users: first?.users ?? [],
      products: first?.products ?? [],
      customFields: first?.customFields ?? [],
      tasks: kept?.rows ?? [],
    },
  }
}

/** The person's tasks; none for whoever may not have any. */
export async function fetchTasks(signal: AbortSignal): Promise<TaskWorkingSet | undefined> {
  try {
    return await call<TaskWorkingSet>('GET', '/tasks/working-set', { signal })
  } catch (problem) {
    if (problem instanceof Refusal && problem.body.status === 403) return undefined
    throw problem
  }
}
