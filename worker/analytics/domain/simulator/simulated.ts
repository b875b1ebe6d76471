import type { Day } from '../../../kernel/text'
import type { DealTimeline, Instant } from '../timeline'
import type { Truth } from './life'

/** A tenant as the simulator tells it: rows to seed with, timelines to learn from, and the truth behind them. */
export interface SimulatedTenant {
  readonly company: { readonly name: string; readonly slug: string; readonly domain: string; readonly currency: string }
  readonly teams: readonly { readonly id: string; readonly name: string; readonly managerId: string }[]
  readonly people: readonly SimulatedPerson[]
  readonly pipeline: {
    readonly id: string
    readonly name: string
    /** In order; won and lost last. */
    readonly stages: readonly SimulatedStage[]
  }
  readonly products: readonly SimulatedProduct[]
  readonly customFields: readonly SimulatedField[]
  readonly customers: readonly SimulatedCustomer[]
  /** In the order in which they were opened. */
  readonly deals: readonly SimulatedDeal[]
}

export interface SimulatedPerson {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: 'org_admin' | 'manager' | 'sales_rep'
  readonly teamId: string | null
}

export interface SimulatedStage {
  readonly id: string
  readonly name: string
  readonly status: 'open' | 'won' | 'lost'
  readonly expectedDays: number | null
}

export interface SimulatedProduct {
  readonly id: string
  readonly name: string
  readonly sku: string
  readonly listPriceMinor: number
  readonly currency: string
}

export interface SimulatedField {
  readonly key: string
  readonly label: string
  readonly type: 'text' | 'number' | 'date' | 'choice'
  readonly choices: readonly string[] | null
}

export interface SimulatedCustomer {
  readonly id: string
  readonly name: string
  readonly industry: string | null
  readonly employees: number | null
  readonly city: string
  readonly country: string
  readonly website: string
  readonly ownerId: string
  readonly createdAt: Instant
  readonly contacts: readonly SimulatedContact[]
}

export interface SimulatedContact {
  readonly id: string
  readonly name: string
  readonly jobTitle: string
  readonly email: string
  readonly phone: string
}

export interface SimulatedDeal {
  readonly id: string
  readonly title: string
  readonly customerId: string
  readonly ownerId: string
  readonly amountMinor: number
  readonly currency: string
  readonly stageId: string
  readonly status: 'open' | 'won' | 'lost'
  readonly openedAt: Instant
  readonly closedAt: Instant | null
  readonly lossReason: string | null
  readonly expectedCloseOn: Day
  readonly source: string | null
  readonly priority: 'low' | 'medium' | 'high' | 'critical'
  readonly competitor: string | null
  readonly nextStep: string | null
  readonly nextStepOn: Day | null
  readonly products: readonly { readonly productId: string; readonly quantity: number }[]
  readonly custom: Readonly<Record<string, number | string | null>>
  /** Every stage it stood in, the closing one last. */
  readonly stageHistory: readonly {
    readonly stageId: string
    readonly enteredAt: Instant
    readonly leftAt: Instant | null
  }[]
  readonly interactions: readonly SimulatedInteraction[]
  /** What the tenant's records hold, as features read it. */
  readonly timeline: DealTimeline
  /** What nobody but the simulator knows. */
  readonly truth: Truth
}

export interface SimulatedInteraction {
  readonly id: string
  readonly at: Instant
  readonly channel: 'call' | 'email' | 'meeting' | 'note'
  readonly direction: 'in' | 'out' | null
  readonly personId: string | null
  readonly userId: string
  readonly subject: string
  readonly content: string
  readonly outcome: string | null
  readonly durationMinutes: number | null
  readonly sentiment: number | null
  readonly followUpOn: Day | null
}

/**
 * The true chance to win of a deal at a moment: P(won | everything that happened by then), recorded or not. Exact between
 * 16:15 and 8:00; within a working day it is as of the last settled moment.
 */
export function trueProbability(deal: SimulatedDeal, at: Instant): number {
  const { truth } = deal
  let low = 0
  let high = truth.at.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (truth.at[middle]! <= at) low = middle
    else high = middle
  }
  return truth.won[low]! // the first entry is the opening of the deal
}
