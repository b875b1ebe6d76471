import { expect, it } from 'vitest'
import { createMore, type Page } from '../../../web/src/api/more'

/** A list of which two are here and one is not yet, and the answer to the question for that one. */
function aList() {
  let page: Page<string> = { rows: ['c', 'b'], nextCursor: 'b' }
  const { promise, resolve, reject } = Promise.withResolvers<Page<string>>()
  const failed: unknown[] = []
  const fetched = {
    value: () => page,
    set: (next: Page<string>) => {
      page = next
    },
  }
  const list = createMore(
    fetched,
    () => promise,
    (problem) => void failed.push(problem),
  )
  return { fetched, answer: resolve, refuse: reject, failed, list }
}

it('goes on after the last that is here, until there is no more', async () => {
  const { fetched, answer, list } = aList()
  expect(list.hasMore()).toBe(true)
  const fetching = list.more()
  answer({ rows: ['a'], nextCursor: null })
  await fetching
  expect(fetched.value().rows).toEqual(['c', 'b', 'a'])
  expect(list.hasMore()).toBe(false)
})

it('keeps what was added to the list while the next page was on its way', async () => {
  const { fetched, answer, list } = aList()
  const fetching = list.more()
  fetched.set({ rows: ['d', 'c', 'b'], nextCursor: 'b' })
  answer({ rows: ['a'], nextCursor: null })
  await fetching
  expect(fetched.value().rows).toEqual(['d', 'c', 'b', 'a'])
})

it('leaves a list that was fetched anew meanwhile as it is', async () => {
  const { fetched, answer, list } = aList()
  const fetching = list.more()
  fetched.set({ rows: ['e'], nextCursor: 'e' })
  answer({ rows: ['a'], nextCursor: null })
  await fetching
  expect(fetched.value()).toEqual({ rows: ['e'], nextCursor: 'e' })
})

it('keeps what is here where the next page cannot be had, and says so', async () => {
  const { fetched, refuse, failed, list } = aList()
  const fetching = list.more()
  expect(list.fetching()).toBe(true)
  refuse('away')
  await fetching
  expect([failed, fetched.value().rows, list.fetching()]).toEqual([['away'], ['c', 'b'], false])
})
