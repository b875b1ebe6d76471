import { newId, type OpportunityId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { NewOpportunity } from '../contract'
import { layCustomValues } from '../domain/custom-values'
import { tidyProducts, whyNotProducts } from '../domain/deal-products'
import type { OpportunityError } from '../domain/errors'
import { openDeal } from '../domain/opportunity'
import { opened } from '../domain/opportunity-events'
import { whyNotAssign } from '../domain/owner'
import { firstStage, type Pipeline } from '../domain/pipeline'
import type { Stage } from '../domain/stage'
import { type OpportunityAnswer, toAnswer } from './wire'
import type { SalesWork } from './work'

/** Opens a deal with a customer: the caller's own, in the default pipeline and the company's currency, unless told otherwise. */
export async function openOpportunity(
  work: SalesWork,
  wanted: NewOpportunity,
): Promise<Result<OpportunityAnswer, OpportunityError>> {
  const id = wanted.id ?? newId<OpportunityId>()
  const { customerId, source = null } = wanted
  const ownerId = wanted.ownerId ?? work.actor.userId
  const productIds = tidyProducts(wanted.productIds)
  const [pipelines, customerName, owner, products, fields, company, scorer] = await Promise.all([
    work.pipelines.all(),
    work.references.customerName(customerId),
    work.references.assignee(ownerId),
    work.references.products(productIds),
    work.references.customFields('opportunity'),
    work.references.company(),
    work.scores.load({ of: { opportunityId: id }, draft: { customerId, ownerId, source, productIds } }),
  ])
  if (customerName === undefined) return err({ kind: 'customer_not_found' })
  const refusal = whyNotAssign(work.actor, owner) ?? whyNotProducts(productIds, products)
  if (refusal) return err(refusal)
  const stage = stageFor(wanted, pipelines)
  if (!stage.ok) return stage
  const custom = layCustomValues(fields, {}, wanted.custom ?? {})
  if (!custom.ok) return custom

  const opening = openDeal(
    id,
    {
      title: wanted.title,
      description: wanted.description ?? '',
      customerId,
      ownerId,
      amountMinor: wanted.amountMinor,
      currency: wanted.currency ?? company.currency,
      expectedCloseOn: wanted.expectedCloseOn ?? null,
      source,
      priority: wanted.priority ?? 'medium',
      competitor: wanted.competitor ?? null,
      nextStep: wanted.nextStep ?? null,
      nextStepOn: wanted.nextStepOn ?? null,
      tags: wanted.tags ?? [],
      custom: custom.value,
      productIds,
    },
    stage.value,
    work.now,
  )
  if (!opening.ok) return opening

  const event = opened(opening.value)
  work.opportunities.add(opening.value)
  work.stageHistory.begin(opening.value)
  work.emit(event)
  const prediction = await scorer.score(opening.value, [event], 'opened')
  return ok(toAnswer({ opportunity: opening.value, customerName, score: null }, opening.value, prediction))
}

function stageFor(
  { pipelineId, stageId }: NewOpportunity,
  pipelines: readonly Pipeline[],
): Result<Stage, OpportunityError> {
  const pipeline = pipelineId
    ? pipelines.find((p) => p.id === pipelineId)
    : (pipelines.find((p) => p.isDefault) ?? pipelines[0])
  if (!pipeline) return err({ kind: pipelineId ? 'pipeline_not_found' : 'no_pipeline' })
  if (stageId === undefined) return ok(firstStage(pipeline))
  const stage = pipelines.flatMap((p) => p.stages).find((s) => s.id === stageId)
  if (!stage) return err({ kind: 'stage_not_found' })
  // A stage says its pipeline; only one that contradicts the pipeline named beside it is refused.
  return pipelineId && stage.pipelineId !== pipelineId ? err({ kind: 'stage_of_other_pipeline' }) : ok(stage)
}
