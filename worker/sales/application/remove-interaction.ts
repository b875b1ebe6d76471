import type { Prediction } from '../../analytics'
import type { InteractionId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { InteractionError } from '../domain/customer-errors'
import { interactionRemoved } from '../domain/customer-events'
import { mayRemoveInteraction } from '../domain/interaction'
import { toFollowUp } from './follow-up'
import type { SalesWork } from './work'

/** What is left when something said was taken back. */
export interface RemovedInteraction {
  /** The score of the deal it was about, as if it had never been said; null when it was about none, or nothing scores. */
  readonly prediction: Prediction | null
}

/** Takes back what was written down by mistake, and scores its deal anew; the change log keeps what it was. */
export async function removeInteraction(
  work: SalesWork,
  id: InteractionId,
): Promise<Result<RemovedInteraction, InteractionError>> {
  const [found, known, scorer, followUp] = await Promise.all([
    work.interactions.find(id),
    work.opportunities.ofInteraction(id),
    work.scores.load({ of: { interactionId: id } }),
    work.followUp(id),
  ])
  if (!found) return err({ kind: 'interaction_not_found' })
  const { ownerId, ...interaction } = found
  if (!mayRemoveInteraction(work.actor, interaction, work.now)) return err({ kind: 'interaction_not_yours' })

  work.interactions.remove(interaction)
  const event = interactionRemoved(interaction, ownerId)
  work.emit(event)
  followUp.plan(toFollowUp({ ...interaction, followUpOn: null }))
  const deal = known?.opportunity
  if (!deal) return ok({ prediction: null })

  work.interactions.reviewActivity(deal.id)
  return ok({ prediction: deal.status === 'open' ? await scorer.score(deal, [event], 'interaction') : null })
}
