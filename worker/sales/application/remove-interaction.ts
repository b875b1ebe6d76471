import type { InteractionId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { InteractionError } from '../domain/customer-errors'
import { interactionRemoved } from '../domain/customer-events'
import { mayRemoveInteraction } from '../domain/interaction'
import type { SalesWork } from './work'

/** Takes back what was written down by mistake; the change log keeps what it was. */
export async function removeInteraction(work: SalesWork, id: InteractionId): Promise<Result<null, InteractionError>> {
  const found = await work.interactions.find(id)
  if (!found) return err({ kind: 'interaction_not_found' })
  const { ownerId, ...interaction } = found
  if (!mayRemoveInteraction(work.actor, interaction, work.now)) return err({ kind: 'interaction_not_yours' })

  work.interactions.remove(interaction)
  work.emit(interactionRemoved(interaction, ownerId))
  if (interaction.opportunityId) {
    work.interactions.reviewActivity(interaction.opportunityId)
    work.scoreSoon(interaction.opportunityId)
  }
  return ok(null)
}
