import { z } from 'zod'
import { UserId } from '../../kernel/ids'
import { Moment } from '../../kernel/text'
import { StageSpell } from './opportunities'

/** One line of a deal's or customer's past. */
export const HistoryEntry = z.object({
  seq: z.number().nullable(),
  at: Moment,
  actorId: UserId.nullable(),
  type: z.string(),
  entity: z.string(),
  entityId: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>
/** A line of a customer's past; `title` names the deal it is about, if it is about one. */
export const TimelineEntry = HistoryEntry.extend({ title: z.string().nullable() })
export type TimelineEntry = z.infer<typeof TimelineEntry>
export const OpportunityHistory = z.object({ stages: z.array(StageSpell), changes: z.array(HistoryEntry) })
export type OpportunityHistory = z.infer<typeof OpportunityHistory>
