import { createSignal } from 'solid-js'
import type { Fetched } from './fetched'

export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly nextCursor: string | null
}

/** The pages of a list after its first, one by one: with whether there are more, and the way to fetch the next. */
export function createMore<Row>(
  fetched: Pick<Fetched<Page<Row>>, 'value' | 'set'>,
  ask: (cursor: string) => Promise<Page<Row>>,
  onFailed: (problem: unknown) => void,
): { readonly hasMore: () => boolean; readonly more: () => Promise<void>; readonly fetching: () => boolean } {
  const [fetching, setFetching] = createSignal(false)
  const cursor = () => fetched.value()?.nextCursor ?? null

  async function more(): Promise<void> {
    const asked = cursor()
    if (asked === null || fetching()) return
    setFetching(true)
    try {
      const next = await ask(asked)
      // As the list is by now: something may have been added to it meanwhile, or all of it fetched anew.
      const page = fetched.value()
      if (page?.nextCursor === asked) fetched.set({ rows: [...page.rows, ...next.rows], nextCursor: next.nextCursor })
    } catch (problem) {
      onFailed(problem)
    } finally {
      setFetching(false)
    }
  }
  return { hasMore: () => cursor() !== null, more, fetching }
}
