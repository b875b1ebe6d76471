/**
 * What a company agrees to, said on the page beside the switch. Another meaning needs another version, and an agreement to an
 * earlier one counts no longer.
 */
export const POOLING_TERMS = {
  version: 1,
  shared: [
    'Sums over at least 20 of your closed deals at a time: how many, and how far they ended from what the general model said',
    'By how a deal moves and is kept up: days, counts of calls, e-mails and meetings, stages, close dates that moved',
  ],
  never: [
    'Names, texts, ids, fields of your own, sources, products, currencies or amounts',
    'Any single deal, or anything of a group of fewer than 20',
  ],
} as const

/** Raised when what is counted or how it is grouped changes: sums of different versions are never added up. */
export const POOL_VERSION = 1

/** Closed deals a company must have before anything of it is counted. */
export const FEWEST_DEALS = 200
/** Deals a sum must rest on before it leaves the company. */
export const FEWEST_IN_CELL = 20
/** Companies, beside the one that asks, a sum must come from before anybody may use it. */
export const FEWEST_COMPANIES = 5
/** A company counts as this many deals at most: a large one must not be the pool. */
export const MOST_DEALS = 2000
