import type { Prediction } from '../../analytics'
import type { Opportunity as OpportunityOnWire, Pipeline as PipelineOnWire, ScoreBrief } from '../contract'
import type { Opportunity } from '../domain/opportunity'
import type { Pipeline } from '../domain/pipeline'
import type { KnownOpportunity } from './deal-stores'

/** What a command about a deal answers: the deal as it is now, and the score that was made with it, if one was. */
export type OpportunityAnswer = OpportunityOnWire & { readonly prediction: Prediction | null }

export function toWire({ opportunity, customerName, score }: KnownOpportunity): OpportunityOnWire {
  return {
    ...opportunity,
    tags: [...opportunity.tags],
    custom: { ...opportunity.custom },
    productIds: [...opportunity.productIds],
    customerName,
    score,
  }
}

/** The deal after a command. Only an open deal has a score, and one that was not made anew stays as it was. */
export function toAnswer(
  known: KnownOpportunity,
  after: Opportunity,
  prediction: Prediction | null,
  customerName = known.customerName,
): OpportunityAnswer {
  const kept = after.status === 'open' ? known.score : null
  const score = prediction ? toBrief(prediction) : kept
  return { ...toWire({ opportunity: after, customerName, score }), prediction }
}

export function toBrief({ asOf, ...prediction }: Prediction): ScoreBrief {
  const { probability, low, high, confidence, weekChange, risk, push } = prediction
  return { probability, low, high, confidence, weekChange, risk, push, scoredAt: asOf }
}

/** A pipeline as screens show it: in order, without what is archived. */
export function toPipelineOnWire(pipeline: Pipeline): PipelineOnWire {
  const { stages, ...rest } = pipeline
  return {
    ...rest,
    stages: stages
      .filter((stage) => !stage.isArchived)
      .sort((a, b) => a.position - b.position)
      .map(({ isArchived: _, ...stage }) => stage),
  }
}
