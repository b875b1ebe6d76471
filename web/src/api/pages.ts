import { createEffect, createSignal, onCleanup } from 'solid-js'
import { call } from './client'

/** A long list from the server, as far as it was scrolled. */
export interface Pages<Row> {
  readonly rows: () => readonly Row[]
  readonly loading: () => boolean
  /** There is nothing to show yet: later questions leave what is there until their answer has come. */
  readonly isFirst: () => boolean
  readonly error: () => unknown
  readonly hasMore: () => boolean
  readonly more: () => void
  readonly reload: () => void
}

/** As much of a list as has come. */
export interface SomePages<Row> {
  readonly rows: readonly Row[]
  readonly cursor: string | null
}

/** What is asked for, without the place to go on from. */
export type Question = Readonly<Record<string, string | number | undefined>>

export interface PagesOptions<Asked, Row> {
  readonly path: string
  readonly question: () => Asked
  /** What is still here of the answer, if the list was only just left. */
  readonly kept?: (question: Asked) => SomePages<Row> | undefined
  readonly onPage?: (question: Asked, pages: SomePages<Row>) => void
}

const PAGE = 100

/** Fetches a list page by page as it is scrolled, and anew whenever the question changes. */
export function createPages<Asked extends Question, Row>(options: PagesOptions<Asked, Row>): Pages<Row> {
  const [pages, setPages] = createSignal<SomePages<Row>>({ rows: [], cursor: null })
  const [isFirst, setFirst] = createSignal(true)
  const [loading, setLoading] = createSignal(true)
  const [error, setError] = createSignal<unknown>()
  let current: AbortController | undefined

  async function fetch(asked: Asked, from: string | null): Promise<void> {
    current?.abort()
    const mine = new AbortController()
    current = mine
    setLoading(true)
    setError(undefined)
    try {
      const page = await call<{ rows: readonly Row[]; nextCursor: string | null }>('GET', options.path, {
        query: { ...asked, limit: PAGE, cursor: from },
        signal: mine.signal,
      })
      if (mine.signal.aborted) return
      const now = setPages(({ rows }) => ({
        rows: from === null ? page.rows : [...rows, ...page.rows],
        cursor: page.nextCursor,
      }))
      setFirst(false)
      options.onPage?.(asked, now)
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
    const asked = options.question()
    const kept = options.kept?.(asked)
    if (!kept) return void fetch(asked, null)
    // What is still on its way answers another question.
    current?.abort()
    setPages(kept)
    setError(undefined)
    setFirst(false)
    setLoading(false)
  })
  onCleanup(() => current?.abort())
  const hasMore = () => pages().cursor !== null
  return {
    rows: () => pages().rows,
    loading,
    isFirst,
    error,
    hasMore,
    more: () => {
      if (!loading() && hasMore()) void fetch(options.question(), pages().cursor)
    },
    reload: () => void fetch(options.question(), null),
  }
}
