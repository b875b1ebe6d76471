import { predictionHistory, predictionModels, predictions } from '../../drizzle/schema'
import { type ModelId, newId, type OpportunityId } from '../../worker/kernel/ids'
import { type Company, owner } from './actors'

/** A model that serves, for scores to name. */
export async function aChampion({ tenantId }: Company): Promise<ModelId> {
  const id = newId<ModelId>()
  await owner().insert(predictionModels).values({ tenantId, id, number: 1, status: 'champion', rung: 'own' })
  return id
}

/** The newest score of a deal, and the one that was in force a week ago if there was one. */
export async function aScore(
  { tenantId }: Company,
  modelId: ModelId,
  opportunityId: OpportunityId,
  probability: number,
  weekAgo?: number,
): Promise<void> {
  const asOf = new Date().toISOString()
  await owner()
    .insert(predictions)
    .values({
      tenantId,
      opportunityId,
      modelId,
      asOf,
      successProbability: probability,
      low: probability / 2,
      high: (1 + probability) / 2,
      confidence: 'medium',
      baseRate: 0.4,
      contributions: [],
    })
  if (weekAgo === undefined) return
  const then = new Date(Date.now() - 8 * 86_400_000).toISOString()
  await owner()
    .insert(predictionHistory)
    .values({ tenantId, opportunityId, modelId, asOf: then, successProbability: weekAgo, cause: 'sweep' })
}
