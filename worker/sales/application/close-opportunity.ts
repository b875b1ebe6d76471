import { type InteractionId, newId, type OpportunityId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { CloseOpportunity } from '../contract'
import { interactionLogged } from '../domain/customer-events'
import type { OpportunityError } from '../domain/errors'
import type { Interaction } from '../domain/interaction'
import { closeLost, closeWon, type Opportunity } from '../domain/opportunity'
import { became } from '../domain/opportunity-events'
import { type OpportunityAnswer, toAnswer } from './wire'
import type { SalesWork } from './work'

/** Closes a deal for good, as won or as lost with a reason. What is said about a loss stays in the timeline as a note. */
export async function closeOpportunity(
  work: SalesWork,
  { id, version, ...closing }: CloseOpportunity & { readonly id: OpportunityId },
): Promise<Result<OpportunityAnswer, OpportunityError>> {
  const [known, pipelines, company] = await Promise.all([
    work.opportunities.find(id),
    work.pipelines.all(),
    work.references.company(),
  ])
  if (!known) return err({ kind: 'opportunity_not_found' })
  const before = known.opportunity
  if (version !== undefined && version !== before.version) {
    return err({ kind: 'version_conflict', version: before.version })
  }
  const stages = pipelines.flatMap((pipeline) => pipeline.stages)
  const closed =
    closing.outcome === 'won'
      ? closeWon(before, stages, work.now)
      : closeLost(before, stages, closing.lossReason, company.lossReasons, work.now)
  if (!closed.ok) return closed
  const { opportunity: after, step } = closed.value

  work.opportunities.save(before, after)
  if (step) work.stageHistory.record(after, step)
  work.emit(became(closing.outcome === 'won' ? 'opportunity.won' : 'opportunity.lost', before, after))
  const words = closing.outcome === 'lost' ? closing.note?.trim() : undefined
  if (!words) return ok(toAnswer(known, after, null))

  const note = noteAbout(after, words, work)
  work.interactions.add(note)
  work.interactions.noteActivity(id, note.occurredAt)
  work.emit(interactionLogged(note, after.ownerId))
  return ok(toAnswer(known, { ...after, lastActivityAt: note.occurredAt }, null))
}

function noteAbout(deal: Opportunity, content: string, { actor, now }: SalesWork): Interaction {
  return {
    id: newId<InteractionId>(),
    customerId: deal.customerId,
    opportunityId: deal.id,
    personId: null,
    personName: null,
    userId: actor.userId,
    channel: 'note',
    direction: null,
    subject: `Lost: ${deal.lossReason}`,
    content,
    outcome: null,
    durationMinutes: null,
    followUpOn: null,
    sentiment: null,
    occurredAt: now.toISOString(),
    createdAt: now.toISOString(),
    version: 1,
  }
}
