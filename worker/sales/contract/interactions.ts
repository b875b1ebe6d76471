import { z } from 'zod'
import { CustomerId, InteractionId, OpportunityId, UserId } from '../../kernel/ids'
import { PageQuery } from '../../kernel/page'
import { Day, Moment, prose } from '../../kernel/text'
import { version } from './facts'

export const Channel = z.enum(['call', 'email', 'meeting', 'note'])
export type Channel = z.infer<typeof Channel>
export const OUTCOMES = [
  'reached',
  'no_answer',
  'left_message',
  'positive',
  'neutral',
  'negative',
  'next_step_agreed',
] as const
export const Interaction = z.object({
  id: InteractionId,
  customerId: CustomerId,
  opportunityId: OpportunityId.nullable(),
  personId: CustomerId.nullable(),
  personName: z.string().nullable(),
  userId: UserId,
  channel: Channel,
  direction: z.enum(['in', 'out']).nullable(),
  subject: z.string(),
  content: z.string(),
  outcome: z.string().nullable(),
  durationMinutes: z.int().nullable(),
  followUpOn: z.string().nullable(),
  sentiment: z.number().nullable(),
  occurredAt: Moment,
  createdAt: Moment,
  version,
})
export type Interaction = z.infer<typeof Interaction>
const interactionFields = {
  personId: CustomerId.nullable(),
  channel: Channel,
  direction: z.enum(['in', 'out']).nullable(),
  subject: prose(300),
  content: prose(20_000),
  outcome: z.enum(OUTCOMES).nullable(),
  durationMinutes: z.int().min(0).max(1440).nullable(),
  followUpOn: Day.nullable(),
  occurredAt: Moment,
}
export const NewInteraction = z.object({
  /** Made by the client, so that a repeated command is the same interaction. */
  id: InteractionId.optional(),
  /** Either a deal, whose customer it then is, or a customer. */
  opportunityId: OpportunityId.optional(),
  customerId: CustomerId.optional(),
  ...z.object(interactionFields).partial().required({ channel: true }).shape,
})
export type NewInteraction = z.infer<typeof NewInteraction>
export const InteractionChange = z.object({ version, ...z.object(interactionFields).partial().shape })
export type InteractionChange = z.infer<typeof InteractionChange>
export const InteractionQuery = PageQuery.extend({
  q: prose(200).optional(),
  opportunityId: OpportunityId.optional(),
  customerId: CustomerId.optional(),
  channel: Channel.optional(),
})
export type InteractionQuery = z.infer<typeof InteractionQuery>
