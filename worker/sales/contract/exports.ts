import type { z } from 'zod'
import { CustomerQuery } from './customers'
import { InteractionQuery } from './interactions'
import { OpportunityQuery } from './opportunities'

/** An export takes the filters of the list it copies; it has no pages. */
export const CustomerExport = CustomerQuery.omit({ limit: true, cursor: true, sort: true })
export type CustomerExport = z.infer<typeof CustomerExport>
export const InteractionExport = InteractionQuery.omit({ limit: true, cursor: true })
export type InteractionExport = z.infer<typeof InteractionExport>
export const OpportunityExport = OpportunityQuery.omit({ limit: true, cursor: true, sort: true })
export type OpportunityExport = z.infer<typeof OpportunityExport>
