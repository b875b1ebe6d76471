import { createEffect, createSignal, onCleanup } from 'solid-js'
import { minorDigits } from '../../../../worker/kernel/currency'
import type { OpportunityQuery, OpportunityRow } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import type { DealFilters } from './deal-filters'

/** What the server is asked: the filters as its own query names them, without the place to go on from. */
export type DealQuery = Readonly<Record<string, string | number | undefined>>

/** Filters in the server's words. An amount is meant in the company's currency. */
export function toDealQuery(
  filters: DealFilters,
  more: Pick<Partial<OpportunityQuery>, 'status' | 'pipelineId' | 'sort'>,
  who: { readonly userId: string; readonly currency: string },
): DealQuery {
  const { owner, before, priority, min, text, mark } = filters
  return {
    ...more,
    q: text,
    ownerId: owner === 'me' ? who.userId : owner,
    priority,
    signal: mark,
    minAmountMinor: min === undefined ? undefined : Math.round(min * 10 ** minorDigits(who.currency)),
    closesTo: before === undefined ? undefined : dayBefore(before),
  }
}

// The server's bound is the last day that counts; the reader's is the first that does not.
function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

export interface DealPages {
  readonly rows: () => readonly OpportunityRow[]
  readonly loading: () => boolean
  /** There is nothing to show yet: later questions leave what is there until their answer has come. */
  readonly isFirst: () => boolean
  readonly error: () => unknown
  readonly hasMore: () => boolean
  readonly more: () => void
  readonly reload: () => void
}

const PAGE = 100

/** A long list from the server, page by page as it is scrolled; begun anew whenever the question changes. */
export function createDealPages(query: () => DealQuery): DealPages {
  const [rows, setRows] = createSignal<readonly OpportunityRow[]>([])
  const [cursor, setCursor] = createSignal<string | null>(null)
  const [isFirst, setFirst] = createSignal(true)
  const [loading, setLoading] = createSignal(true)
  const [error, setError] = createSignal<unknown>()
  let current: AbortController | undefined

  async function fetch(asked: DealQuery, from: string | null): Promise<void> {
    current?.abort()
    const mine = new AbortController()
    current = mine
    setLoading(true)
    setError(undefined)
    try {
      const page = await call<{ rows: readonly OpportunityRow[]; nextCursor: string | null }>('GET', '/opportunities', {
        query: { ...asked, limit: PAGE, cursor: from },
        signal: mine.signal,
      })
      if (mine.signal.aborted) return
      setRows((before) => (from === null ? page.rows : [...before, ...page.rows]))
      setCursor(page.nextCursor)
      setFirst(false)
    } catch (problem) {
      if (mine.signal.aborted) return
      // What is still shown answers another question: the failure takes its place.
      if (from === null) setFirst(true)
      setError(problem)
    } finally {
      if (!mine.signal.aborted) setLoading(false)
    }
  }

  createEffect(() => {
    const asked = query()
    void fetch(asked, null)
  })
  onCleanup(() => current?.abort())
  return {
    rows,
    loading,
    isFirst,
    error,
    hasMore: () => cursor() !== null,
    more: () => {
      if (!loading() && cursor() !== null) void fetch(query(), cursor())
    },
    reload: () => void fetch(query(), null),
  }
}
