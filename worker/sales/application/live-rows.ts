import type { OpportunityRow, ScoreBrief, WorkingSetPage } from '../contract'

/** What changes left of deals and customers, with the people whose records each hangs on. */
export interface LiveRows {
  /** Closed ones too: a device that keeps only open deals lets go of them. */
  readonly deals: readonly Omit<OpportunityRow, 'customerName'>[]
  /** `ownerIds`: the owners of the open deals for which a device keeps this customer. */
  readonly customers: readonly (WorkingSetPage['customers'][number] & { readonly ownerIds: readonly string[] })[]
  /** Who may know what happens with a customer; with the activity that changed, where it was one. */
  readonly circles: readonly {
    readonly customerId: string
    readonly interactionId: string | null
    readonly opportunityId: string | null
    readonly ownerIds: readonly string[]
  }[]
}

export interface LiveScore {
  readonly id: string
  readonly ownerId: string
  readonly score: ScoreBrief
}
