import { useSearchParams } from '@solidjs/router'
import { createMemo } from 'solid-js'
import type { DealStatus, OpportunityQuery } from '../../../../worker/sales/contract'
import { type DealFilters, type DealSort, isNarrowed, readFilters, SORTS, writeFilters } from './deal-filters'

export const STATUSES = ['open', 'won', 'lost', 'all'] as const satisfies readonly (DealStatus | 'all')[]
type Order = OpportunityQuery['sort']
const COLUMNS = ['title', 'probability', 'amount', 'closes', 'opened']
const ORDERS = new Set(COLUMNS.flatMap((column) => [column, `-${column}`]))

/** How the reader looks at the pipeline. All of it stands in the address, so that a view can be kept and sent. */
export interface ViewOptions {
  readonly filters: () => DealFilters
  readonly isNarrowed: () => boolean
  /** Changes some filters and leaves the others. */
  readonly narrow: (filters: DealFilters) => void
  readonly clear: () => void
  readonly sort: () => DealSort
  readonly sortBy: (sort: DealSort) => void
  /** Of the table: which deals, and in which order. */
  readonly status: () => (typeof STATUSES)[number]
  readonly showStatus: (status: (typeof STATUSES)[number]) => void
  readonly order: () => Order
  readonly orderBy: (order: string) => void
  readonly view: () => 'board' | 'table'
  /** The deal in the panel beside. */
  readonly open: () => string | undefined
  /** Stepping from one to the next leaves one entry in the history, so that Back leaves the panel. */
  readonly peek: (id: string | undefined, how?: 'step') => void
}

const NONE = { owner: null, before: null, priority: null, min: null, q: null, mark: null }

export function useViewOptions(): ViewOptions {
  const [query, setQuery] = useSearchParams()
  const one = (name: string) => {
    const value = query[name]
    return Array.isArray(value) ? value[0] : value
  }
  const filters = createMemo(() => readFilters(query))
  return {
    filters,
    isNarrowed: () => isNarrowed(filters()),
    narrow: (changed) => setQuery(writeFilters({ ...filters(), ...changed }), { replace: true }),
    clear: () => setQuery(NONE, { replace: true }),
    sort: () => SORTS.find((sort) => sort === one('sort')) ?? 'probability',
    sortBy: (sort) => setQuery({ sort: sort === 'probability' ? null : sort }, { replace: true }),
    status: () => STATUSES.find((status) => status === one('status')) ?? 'open',
    showStatus: (status) => setQuery({ status: status === 'open' ? null : status }, { replace: true }),
    order: () => {
      const order = one('order') ?? ''
      return ORDERS.has(order) ? (order as Order) : '-opened'
    },
    orderBy: (order) => setQuery({ order: order === '-opened' ? null : order }, { replace: true }),
    view: () => (one('view') === 'table' ? 'table' : 'board'),
    open: () => one('deal'),
    peek: (id, how) => setQuery({ deal: id ?? null }, { replace: how === 'step' }),
  }
}
