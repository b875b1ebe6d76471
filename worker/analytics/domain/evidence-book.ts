import type { Evidence, HistoryBook, Median, Subject, Tally } from './history'

/**
 * What a tenant had learned when its model was trained, apart from single customers: kept beside the model, so that
 * scoring a deal asks the database about its customer only.
 */
export interface EvidenceBook {
  readonly all: Tally
  readonly owners: ReadonlyMap<string, Tally>
  readonly sources: ReadonlyMap<string, Tally>
  readonly products: ReadonlyMap<string, Tally>
  /** By currency. */
  readonly usualAmounts: ReadonlyMap<string, Median>
  readonly stageDays: Readonly<Record<string, Median>>
}

/** What is asked of the database at the moment of scoring. */
export interface CustomerEvidence {
  readonly tally: Tally
  readonly amount: Median | null
}

export const NO_TALLY: Tally = { won: 0, closed: 0 }

/** Takes from a finished walk through history what scoring will need. */
export function bookOf(history: HistoryBook, subjects: Iterable<Subject>): EvidenceBook {
  const owners = new Map<string, Tally>()
  const sources = new Map<string, Tally>()
  const products = new Map<string, Tally>()
  const usualAmounts = new Map<string, Median>()
  const nobody = { customerId: '', ownerId: '', source: null, productIds: [] }
  for (const { ownerId, source, productIds, currency } of subjects) {
    if (!usualAmounts.has(currency)) {
      const { usualAmount } = history.evidenceFor({ ...nobody, currency })
      if (usualAmount) usualAmounts.set(currency, usualAmount)
    }
    if (!owners.has(ownerId)) owners.set(ownerId, history.evidenceFor({ ...nobody, ownerId, currency }).owner)
    if (source !== null && !sources.has(source)) {
      sources.set(source, history.evidenceFor({ ...nobody, source, currency }).source ?? NO_TALLY)
    }
    for (const id of productIds) {
      if (!products.has(id))
        products.set(id, history.evidenceFor({ ...nobody, productIds: [id], currency }).products[0] ?? NO_TALLY)
    }
  }
  const { all, stageDays } = history.evidenceFor({ ...nobody, currency: '' })
  return { all, owners, sources, products, usualAmounts, stageDays }
}

/** The evidence for one deal: what the model remembers, and what is known of the customer now. */
export function evidenceFrom(book: EvidenceBook, subject: Subject, customer: CustomerEvidence | null): Evidence {
  return {
    all: book.all,
    customer: customer?.tally ?? NO_TALLY,
    owner: book.owners.get(subject.ownerId) ?? NO_TALLY,
    source: subject.source === null ? null : (book.sources.get(subject.source) ?? NO_TALLY),
    products: subject.productIds.map((id) => book.products.get(id) ?? NO_TALLY),
    customerAmount: customer?.amount ?? null,
    usualAmount: book.usualAmounts.get(subject.currency) ?? null,
    stageDays: book.stageDays,
  }
}

/** As JSON: names come from people, so they are entries and never an object's keys. */
export function bookToJson(book: EvidenceBook): string {
  const { all, owners, sources, products, usualAmounts, stageDays } = book
  return JSON.stringify({
    all,
    owners: [...owners],
    sources: [...sources],
    products: [...products],
    usualAmounts: [...usualAmounts],
    stageDays,
  })
}

/** Reads what `bookToJson` wrote. */
export function bookFromJson(text: string): EvidenceBook {
  const json = JSON.parse(text) as {
    all: Tally
    owners: [string, Tally][]
    sources: [string, Tally][]
    products: [string, Tally][]
    usualAmounts: [string, Median][]
    stageDays: Record<string, Median>
  }
  return {
    all: json.all,
    owners: new Map(json.owners),
    sources: new Map(json.sources),
    products: new Map(json.products),
    usualAmounts: new Map(json.usualAmounts),
    stageDays: json.stageDays,
  }
}
