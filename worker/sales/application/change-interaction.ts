import { difference, mentioned } from '../../kernel/difference'
import type { InteractionId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { InteractionChange } from '../contract'
import type { InteractionError } from '../domain/customer-errors'
import { interactionChanged } from '../domain/customer-events'
import {
  type Contact,
  checkInteraction,
  INTERACTION_FIELDS,
  type Interaction,
  mayChangeInteraction,
  wordsOf,
} from '../domain/interaction'
import { toFollowUp } from './follow-up'
import type { SalesWork } from './work'

/** Corrects what was written down, if the correction was made on it as it is now. */
export async function changeInteraction(
  work: SalesWork,
  id: InteractionId,
  { version, ...patch }: InteractionChange,
): Promise<Result<Interaction, InteractionError>> {
  const [found, named, followUp] = await Promise.all([
    work.interactions.find(id),
    patch.personId ? work.interactions.contact(patch.personId) : undefined,
    patch.followUpOn === undefined ? undefined : work.followUp(id),
  ])
  if (!found) return err({ kind: 'interaction_not_found' })
  const { ownerId, ...interaction } = found
  if (!mayChangeInteraction(work.actor, interaction)) return err({ kind: 'interaction_not_yours' })
  if (interaction.version !== version) return err({ kind: 'version_conflict', version: interaction.version })

  const wanted: Interaction = { ...interaction, ...mentioned(patch) }
  const checked = checkInteraction(
    wanted,
    wanted.personId === interaction.personId ? sameContact(interaction) : named,
    work.now,
  )
  if (!checked.ok) return checked
  const changed = difference<Interaction>(interaction, checked.value, INTERACTION_FIELDS)
  if (!changed) return ok(interaction)

  const isReworded = wordsOf(checked.value) !== wordsOf(interaction)
  const sentiment = isReworded ? await work.readTone(wordsOf(checked.value)) : interaction.sentiment
  const next = { ...checked.value, sentiment, version: interaction.version + 1 }
  work.interactions.save(next)
  work.emit(interactionChanged(interaction, next, changed, ownerId))
  if (next.followUpOn !== interaction.followUpOn) followUp?.plan(toFollowUp(next))
  // Which deal it is about is known only now: the score follows in the background, not in another round trip.
  if (next.opportunityId) {
    work.interactions.reviewActivity(next.opportunityId)
    work.scoreSoon(next.opportunityId)
  }
  return ok(next)
}

// Whoever was spoken to worked there then, wherever they work now.
function sameContact({ personId, personName, customerId }: Interaction): Contact | undefined {
  return personId === null ? undefined : { id: personId, name: personName ?? '', companyId: customerId }
}
