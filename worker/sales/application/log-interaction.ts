import type { Prediction } from '../../analytics'
import { type InteractionId, newId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { NewInteraction } from '../contract'
import type { InteractionError } from '../domain/customer-errors'
import { interactionLogged } from '../domain/customer-events'
import { checkInteraction, type Interaction, wordsOf } from '../domain/interaction'
import { toFollowUp } from './follow-up'
import type { SalesWork } from './work'

export interface LoggedInteraction {
  readonly interaction: Interaction
  /** The new score of the deal it was about; null when it was about none, or nothing scores. */
  readonly prediction: Prediction | null
}

/** Keeps what was said to a customer, and scores the deal it was about anew. */
export async function logInteraction(
  work: SalesWork,
  { id = newId<InteractionId>(), opportunityId, customerId, ...details }: NewInteraction,
): Promise<Result<LoggedInteraction, InteractionError>> {
  if (!opportunityId && !customerId) return err({ kind: 'interaction_about_nothing' })
  const [known, customer, contact, scorer, followUp] = await Promise.all([
    opportunityId ? work.opportunities.find(opportunityId) : undefined,
    customerId && !opportunityId ? work.interactions.subject(customerId) : undefined,
    details.personId ? work.interactions.contact(details.personId) : undefined,
    opportunityId ? work.scores.load({ of: { opportunityId } }) : undefined,
    details.followUpOn ? work.followUp(id) : undefined,
  ])
  if (opportunityId && !known) return err({ kind: 'opportunity_not_found' })
  const deal = known?.opportunity
  const about = deal ?? customer
  if (!about) return err({ kind: 'customer_not_found' })

  const now = work.now.toISOString()
  const sentiment = await work.readTone(wordsOf(details))
  const checked = checkInteraction<Interaction>(
    {
      id,
      customerId: about.customerId,
      opportunityId: deal?.id ?? null,
      personId: details.personId ?? null,
      personName: null,
      userId: work.actor.userId,
      channel: details.channel,
      direction: details.direction ?? null,
      subject: details.subject ?? '',
      content: details.content ?? '',
      outcome: details.outcome ?? null,
      durationMinutes: details.durationMinutes ?? null,
      followUpOn: details.followUpOn ?? null,
      sentiment,
      occurredAt: details.occurredAt ?? now,
      createdAt: now,
      version: 1,
    },
    contact,
    work.now,
  )
  if (!checked.ok) return checked

  const interaction = checked.value
  const event = interactionLogged(interaction, about.ownerId)
  work.interactions.add(interaction)
  work.emit(event)
  followUp?.plan(toFollowUp(interaction))
  if (!deal || !scorer) return ok({ interaction, prediction: null })

  work.interactions.noteActivity(deal.id, interaction.occurredAt)
  const lastActivityAt = [deal.lastActivityAt, interaction.occurredAt].reduce((a, b) => ((a ?? '') > (b ?? '') ? a : b))
  const prediction =
    deal.status === 'open' ? await scorer.score({ ...deal, lastActivityAt }, [event], 'interaction') : null
  return ok({ interaction, prediction })
}
