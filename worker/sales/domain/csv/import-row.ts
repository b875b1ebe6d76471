import { digestOf } from './digest'
import type { Priority, Status } from './fields'
import { MAX_TITLE } from './limits'
import { cut } from './plain-text'

/** One row of a file as the product understands it. */
export interface ImportRow {
  readonly row: number
  /** The same for the same deal in every import of the same file, whatever row it stands in. */
  readonly key: string
  /** Changes when anything the import would write changes. */
  readonly digest: string
  readonly externalId: string | null
  readonly title: string
  /** The row has no title of its own; the one above is made of the rest. */
  readonly titleIsStandIn: boolean
  readonly customer: string
  /** The row names no customer, and the one that the import names takes its place. */
  readonly customerIsStandIn: boolean
  readonly contactName: string | null
  readonly contactEmail: string | null
  readonly contactPhone: string | null
  readonly amountMinor: number | null
  readonly currency: string
  /** The word of the stage column, as the mapping's `stages` have it. */
  readonly stage: string | null
  readonly status: Status
  /** A person's name or e-mail. */
  readonly owner: string | null
  readonly product: string | null
  readonly source: string | null
  readonly priority: Priority | null
  /** Days, `YYYY-MM-DD`. `closedOn` is null in an open deal, and may be in a closed one. */
  readonly createdOn: string | null
  readonly expectedCloseOn: string | null
  readonly closedOn: string | null
  readonly lossReason: string | null
  readonly industry: string | null
  readonly tags: readonly string[]
  readonly notes: string | null
  /** One value for each custom column of the mapping, in its order; numbers are numbers, days `YYYY-MM-DD`. */
  readonly custom: readonly (string | number | null)[]
}

/** What a row says before its key, title and customer are settled. */
export type DraftRow = Omit<
  ImportRow,
  'key' | 'digest' | 'title' | 'titleIsStandIn' | 'customer' | 'customerIsStandIn'
> & {
  readonly title: string | null
  readonly customer: string | null
}

/** Names the row, and settles what a deal must have and the row leaves out. */
export function settle(draft: DraftRow, customerWhenBlank: string | null): ImportRow {
  const customer = draft.customer ?? customerWhenBlank ?? ''
  return {
    ...draft,
    title: draft.title ?? titleFor(draft),
    titleIsStandIn: draft.title === null,
    customer,
    customerIsStandIn: draft.customer === null,
    key: keyOf(draft),
    // Without the stand-in: it bears the name of the file, and the same file is not another one for being renamed.
    digest: digestOf(valuesOf(draft)),
  }
}

function titleFor({ product, customer, externalId, row }: DraftRow): string {
  if (product !== null) return cut(customer === null ? product : `${product} for ${customer}`, MAX_TITLE)
  return externalId ?? `Deal in row ${row}`
}

// By its id; else by what tells deals of one customer apart; else by everything the row says, so that rows that name
// neither title nor customer are not all one deal.
function keyOf(draft: DraftRow): string {
  if (draft.externalId !== null) return `id:${draft.externalId}`
  if (draft.title === null || draft.customer === null) return `row:${digestOf(valuesOf(draft))}`
  const { createdOn, amountMinor, currency } = draft
  return `deal:${digestOf([folded(draft.title), folded(draft.customer), createdOn, amountMinor, currency])}`
}

function valuesOf(draft: DraftRow): (string | number | null)[] {
  return [
    draft.externalId,
    draft.title,
    draft.customer,
    draft.contactName,
    draft.contactEmail,
    draft.contactPhone,
    draft.amountMinor,
    draft.currency,
    draft.stage,
    draft.status,
    draft.owner,
    draft.product,
    draft.source,
    draft.priority,
    draft.createdOn,
    draft.expectedCloseOn,
    draft.closedOn,
    draft.lossReason,
    draft.industry,
    draft.tags.join(','),
    draft.notes,
    ...draft.custom,
  ]
}

function folded(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ')
}
