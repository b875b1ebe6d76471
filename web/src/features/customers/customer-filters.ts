import type { CustomerQuery } from '../../../../worker/sales/contract'

/** What the reader wants to see of the customers; what is left out does not narrow. */
export interface CustomerFilters {
  readonly text?: string | undefined
  readonly kind?: 'company' | 'person' | undefined
  /** `me`, or a person's id. */
  readonly owner?: string | undefined
  readonly industry?: string | undefined
  readonly tag?: string | undefined
}

type Query = Readonly<Record<string, string | string[] | undefined>>

/** Filters as the address tells them. */
export function readFilters(query: Query): CustomerFilters {
  const one = (name: string) => {
    const value = query[name]
    return (Array.isArray(value) ? value[0] : value)?.trim() || undefined
  }
  const kind = one('kind')
  return {
    text: one('q'),
    kind: kind === 'company' || kind === 'person' ? kind : undefined,
    owner: one('owner'),
    industry: one('industry'),
    tag: one('tag'),
  }
}

/** The same as the address writes them; null takes one out. */
export function writeFilters({ text, kind, owner, industry, tag }: CustomerFilters): Record<string, string | null> {
  return {
    q: text || null,
    kind: kind ?? null,
    owner: owner ?? null,
    industry: industry ?? null,
    tag: tag ?? null,
  }
}

export function isNarrowed(filters: CustomerFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined && value !== '')
}

export type CustomerSort = CustomerQuery['sort']
/** What the server is asked, without the page. */
export type Asked = Readonly<Record<string, string | undefined>>

/** The filters in the server's words. */
export function toQuery(filters: CustomerFilters, sort: CustomerSort, me: string): Asked {
  const { text, kind, owner, industry, tag } = filters
  return { q: text, kind, ownerId: owner === 'me' ? me : owner, industry, tag, sort }
}

/** Where the file of these customers is: an export takes the filters, and has no order of its own. */
export function exportAddress({ sort: _, ...asked }: Asked): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) search.set(name, value)
  return `/api/v1/exports/customers.csv${search.size > 0 ? `?${search}` : ''}`
}
