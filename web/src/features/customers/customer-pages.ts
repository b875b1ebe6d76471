import { createEffect, createSignal, onCleanup } from 'solid-js'
import type { CustomerRow } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import type { Asked } from './customer-filters'

export interface CustomerPages {
  readonly rows: () => readonly CustomerRow[]
  readonly loading: () => boolean
  /** There is nothing to show yet: later questions leave what is there until their answer has come. */
  readonly isFirst: () => boolean
  readonly error: () => unknown
  readonly hasMore: () => boolean
  readonly more: () => void
  readonly reload: () => void
}

interface Kept {
  readonly key: string
  readonly rows: readonly CustomerRow[]
  readonly cursor: string | null
  readonly at: number
  scrollTop: number
}

const PAGE = 100
const KEPT_FOR_MS = 5 * 60_000 // long enough to look at a customer and come back to the same place

// The list as it was left, so that coming back finds it in its place.
let kept: Kept | undefined

/** After something about customers changed: the list is asked for anew. */
export function forgetList(): void {
  kept = undefined
}

/** Where the list was scrolled to, if this very list was just left. */
export function keptScroll(who: string, asked: Asked): number {
  return kept?.key === keyOf(who, asked) ? kept.scrollTop : 0
}

export function keepScroll(scrollTop: number): void {
  if (kept) kept.scrollTop = scrollTop
}

const keyOf = (who: string, asked: Asked) => `${who} ${JSON.stringify(asked)}`

/** Customers from the server, page by page as they are scrolled; begun anew whenever the question changes. */
export function createCustomerPages(who: string, asked: () => Asked): CustomerPages {
  const [rows, setRows] = createSignal<readonly CustomerRow[]>([])
  const [cursor, setCursor] = createSignal<string | null>(null)
  const [isFirst, setFirst] = createSignal(true)
  const [loading, setLoading] = createSignal(true)
  const [error, setError] = createSignal<unknown>()
  let current: AbortController | undefined

  async function fetch(question: Asked, from: string | null): Promise<void> {
    current?.abort()
    const mine = new AbortController()
    current = mine
    setLoading(true)
    setError(undefined)
    try {
      const page = await call<{ rows: readonly CustomerRow[]; nextCursor: string | null }>('GET', '/customers', {
        query: { ...question, limit: PAGE, cursor: from },
        signal: mine.signal,
      })
      if (mine.signal.aborted) return
      setRows((before) => (from === null ? page.rows : [...before, ...page.rows]))
      setCursor(page.nextCursor)
      setFirst(false)
      const scrollTop = kept?.scrollTop ?? 0
      kept = { key: keyOf(who, question), rows: rows(), cursor: cursor(), at: Date.now(), scrollTop }
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
    const question = asked()
    if (kept && kept.key === keyOf(who, question) && Date.now() - kept.at < KEPT_FOR_MS) {
      setRows(kept.rows)
      setCursor(kept.cursor)
      setFirst(false)
      setLoading(false)
      return
    }
    kept = undefined
    void fetch(question, null)
  })
  onCleanup(() => current?.abort())
  return {
    rows,
    loading,
    isFirst,
    error,
    hasMore: () => cursor() !== null,
    more: () => {
      if (!loading() && cursor() !== null) void fetch(asked(), cursor())
    },
    reload: () => void fetch(asked(), null),
  }
}
