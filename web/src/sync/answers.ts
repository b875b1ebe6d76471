import type { Prediction } from '../../../worker/analytics/contract'
import type { Interaction, Opportunity, OpportunityRow } from '../../../worker/sales/contract'
import type { Command } from './operation'
import type { SomeRows } from './rows'

/** The row the device keeps, out of the whole deal a command answers. */
export function rowOf(deal: Opportunity): OpportunityRow {
  const { id, title, customerId, customerName, ownerId, pipelineId, stageId, status, amountMinor, currency } = deal
  const { expectedCloseOn, priority, nextStep, nextStepOn, openedAt, stageEnteredAt, lastActivityAt } = deal
  const { closedAt, score, version } = deal
  return {
    id,
    title,
    customerId,
    customerName,
    ownerId,
    pipelineId,
    stageId,
    status,
    amountMinor,
    currency,
    expectedCloseOn,
    priority,
    nextStep,
    nextStepOn,
    openedAt,
    stageEnteredAt,
    lastActivityAt,
    closedAt,
    score,
    version,
  }
}

/** The rows an answer brings, which replace what was assumed. `known` finds the deal that an activity hangs on. */
export function broughtBy(
  { brings }: Pick<Command, 'brings'>,
  answer: unknown,
  known: (id: string) => OpportunityRow | undefined,
): SomeRows {
  switch (brings) {
    case 'deal':
      return { opportunities: [rowOf(answer as Opportunity)] }
    case 'activity': {
      const { interaction, prediction } = answer as { interaction: Interaction; prediction: Prediction | null }
      const deal = interaction.opportunityId && known(interaction.opportunityId)
      if (!deal) return {}
      const lastActivityAt = later(deal.lastActivityAt, interaction.occurredAt)
      return { opportunities: [{ ...deal, lastActivityAt, score: prediction ? scoreOf(prediction) : deal.score }] }
    }
    default:
      return {}
  }
}

export function later(a: string | null, b: string): string {
  return a !== null && a > b ? a : b
}

export function scoreOf({ asOf, ...prediction }: Prediction): OpportunityRow['score'] {
  const { probability, low, high, confidence, weekChange, risk, push } = prediction
  return { probability, low, high, confidence, weekChange, risk, push, scoredAt: asOf }
}
