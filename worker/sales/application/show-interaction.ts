import type { InteractionId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { InteractionError } from '../domain/customer-errors'
import type { Interaction } from '../domain/interaction'
import type { SalesWork } from './work'

/** One interaction as it is now, for whoever would change what they saw of it earlier. */
export async function showInteraction(
  work: SalesWork,
  id: InteractionId,
): Promise<Result<Interaction, InteractionError>> {
  const found = await work.interactions.find(id)
  if (!found) return err({ kind: 'interaction_not_found' })
  const { ownerId: _, ...interaction } = found
  return ok(interaction)
}
