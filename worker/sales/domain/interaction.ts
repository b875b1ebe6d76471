import type { Actor } from '../../kernel/actor'
import type { CustomerId, InteractionId, OpportunityId, UserId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'

export type Channel = 'call' | 'email' | 'meeting' | 'note'

export interface InteractionDetails {
  readonly personId: CustomerId | null
  readonly channel: Channel
  readonly direction: 'in' | 'out' | null
  readonly subject: string
  readonly content: string
  readonly outcome: string | null
  readonly durationMinutes: number | null
  /** The day to come back to it; a note to oneself and the team. */
  readonly followUpOn: string | null
  readonly occurredAt: string
}

export interface Interaction extends InteractionDetails {
  readonly id: InteractionId
  readonly customerId: CustomerId
  readonly opportunityId: OpportunityId | null
  readonly personName: string | null
  /** Who wrote it down. */
  readonly userId: UserId
  readonly sentiment: number | null
  readonly createdAt: string
  readonly version: number
}

/** All that was written of it, for whoever reads its tone. */
export function wordsOf({
  subject,
  content,
}: {
  readonly subject?: string | undefined
  readonly content?: string | undefined
}): string {
  return [subject, content].filter(Boolean).join('\n')
}

export const INTERACTION_FIELDS = [
  'personId',
  'channel',
  'direction',
  'subject',
  'content',
  'outcome',
  'durationMinutes',
  'followUpOn',
  'occurredAt',
] as const satisfies readonly (keyof InteractionDetails)[]

/** Whom an interaction may name as the person spoken to. */
export interface Contact {
  readonly id: CustomerId
  readonly name: string
  readonly companyId: CustomerId | null
}

export type InteractionRefused =
  | { readonly kind: 'interaction_in_the_future'; readonly latest: string }
  | { readonly kind: 'interaction_too_long_ago'; readonly earliest: string }
  | { readonly kind: 'person_not_of_customer'; readonly personId: CustomerId }

const EARLIEST = '1970-01-01T00:00:00.000Z'
const DAY_MS = 86_400_000 // of leeway into the future: clocks are wrong, and today begins earlier in the east
const REGRET_DAYS = 30 // after that what was said is evidence that scores rest on, and stays unless a manager says so

/** Checks what was said to have happened, and answers it with its moment in UTC and the person's name. */
export function checkInteraction<T extends Interaction>(
  interaction: T,
  contact: Contact | undefined,
  now: Date,
): Result<T, InteractionRefused> {
  const latest = new Date(now.getTime() + DAY_MS)
  const occurredAt = new Date(interaction.occurredAt)
  if (occurredAt > latest) return err({ kind: 'interaction_in_the_future', latest: latest.toISOString() })
  if (occurredAt < new Date(EARLIEST)) return err({ kind: 'interaction_too_long_ago', earliest: EARLIEST })
  const { personId, customerId } = interaction
  if (personId === null) return ok({ ...interaction, occurredAt: occurredAt.toISOString(), personName: null })
  if (contact?.id !== personId || (contact.id !== customerId && contact.companyId !== customerId)) {
    return err({ kind: 'person_not_of_customer', personId })
  }
  return ok({ ...interaction, occurredAt: occurredAt.toISOString(), personName: contact.name })
}

/** One's own words, or those of people one leads. */
export function mayChangeInteraction(actor: Actor, interaction: Interaction): boolean {
  return actor.scope !== 'own' || interaction.userId === actor.userId
}

/** Like changing it, but a rep takes back only what they wrote lately. */
export function mayRemoveInteraction(actor: Actor, interaction: Interaction, now: Date): boolean {
  if (actor.scope !== 'own') return true
  const ageMs = now.getTime() - new Date(interaction.createdAt).getTime()
  return interaction.userId === actor.userId && ageMs <= REGRET_DAYS * DAY_MS
}
