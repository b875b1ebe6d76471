import type { ExportEvent } from '../../kernel/export'
import type { CatalogueEvent } from './catalogue-events'
import type { CustomerEvent, InteractionEvent } from './customer-events'
import type { ImportEvent } from './import-events'
import type { OpportunityEvent } from './opportunity-events'
import type { PipelineEvent } from './pipeline-events'

/** A fact of sales, in the shape the change log keeps: the fields that changed, under their names on the wire. */
export type SalesEvent =
  | OpportunityEvent
  | PipelineEvent
  | CustomerEvent
  | InteractionEvent
  | CatalogueEvent
  | ExportEvent
  | ImportEvent
