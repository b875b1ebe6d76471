import { z } from 'zod'
import { CustomerId, UserId } from '../../kernel/ids'
import { CustomField, Product } from './catalog'
import { version } from './facts'
import { HistoryEntry } from './history'
import { OpportunityRow } from './opportunities'
import { Pipeline } from './pipelines'

/** Open deals in pages; the first page brings what everything else refers to, and the change it is true as of. */
export const WorkingSetQuery = z.object({ cursor: z.string().max(200).optional() })
export const WorkingSetPage = z.object({
  seq: z.number(),
  first: z
    .object({
      pipelines: z.array(Pipeline),
      users: z.array(
        z.object({ id: UserId, name: z.string(), status: z.enum(['active', 'deactivated', 'placeholder']), version }),
      ),
      products: z.array(Product),
      customFields: z.array(CustomField),
    })
    .nullable(),
  opportunities: z.array(OpportunityRow),
  customers: z.array(
    z.object({
      id: CustomerId,
      kind: z.enum(['company', 'person']),
      name: z.string(),
      companyId: CustomerId.nullable(),
      ownerId: UserId,
      version,
    }),
  ),
  nextCursor: z.string().nullable(),
})
export type WorkingSetPage = z.infer<typeof WorkingSetPage>

/** What happened since a change the device knows of; `seq` is where to ask from next. */
export const WorkingSetChangesQuery = z.object({ since: z.coerce.number().int().min(0) })
export const WorkingSetChanges = z.object({
  seq: z.number(),
  changes: z.array(HistoryEntry),
  /** There is more to ask for at once. */
  more: z.boolean(),
  /** The device is too far behind, or ahead of a database that was put back: it fetches the working set again. */
  resync: z.boolean(),
})
export type WorkingSetChanges = z.infer<typeof WorkingSetChanges>
