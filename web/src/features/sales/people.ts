import type { CustomerRow } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched, type Fetched } from '../../api/fetched'

/** The people of a company, as far as one screen lists them. */
export function createPeople(companyId: () => string | undefined): Fetched<readonly CustomerRow[]> {
  return createFetched<readonly CustomerRow[]>(async (signal) => {
    const id = companyId()
    if (id === undefined) return []
    const page = await call<{ rows: readonly CustomerRow[] }>('GET', '/customers', {
      query: { companyId: id, kind: 'person', limit: 100 },
      signal,
    })
    return page.rows
  })
}
