import type { CustomerRow } from '../../../../worker/sales/contract'
import { createPages, type Pages, type SomePages } from '../../api/pages'
import type { Asked } from './customer-filters'

export type CustomerPages = Pages<CustomerRow>

interface Kept extends SomePages<CustomerRow> {
  readonly key: string
  readonly at: number
  scrollTop: number
}

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
  return createPages({
    path: '/customers',
    question: asked,
    kept(question) {
      if (kept?.key !== keyOf(who, question) || Date.now() - kept.at >= KEPT_FOR_MS) kept = undefined
      return kept
    },
    onPage(question, pages) {
      const scrollTop = kept?.scrollTop ?? 0
      kept = { ...pages, key: keyOf(who, question), at: Date.now(), scrollTop }
    },
  })
}
