import type { CsvRefusal } from './csv/refusals'
import type { CustomValuesRefused } from './custom-values'
import type { CatalogueError } from './customer-errors'
import type { CancelRefused, ResumeRefused, StartRefused } from './import-run'
import type { ChangeRefused, CloseRefused, MoveRefused } from './opportunity'
import type { AssignRefused } from './owner'
import type { PipelineRefused } from './pipeline'

/** What a use case about deals may refuse beyond the rules of deals themselves. */
export type OpportunityError =
  | MoveRefused
  | CloseRefused
  | ChangeRefused
  | AssignRefused
  | CustomValuesRefused
  | { readonly kind: 'opportunity_not_found' }
  | { readonly kind: 'opportunity_exists' }
  | { readonly kind: 'version_conflict'; readonly version: number }
  | { readonly kind: 'stage_not_found' }
  | { readonly kind: 'pipeline_not_found' }
  | { readonly kind: 'no_pipeline' }
  | { readonly kind: 'customer_not_found' }
  | { readonly kind: 'product_not_found' }
  | { readonly kind: 'product_archived' }

export type PipelineError = PipelineRefused | { readonly kind: 'version_conflict'; readonly version: number }

/** A list was asked to go on from a place that is not one of its own. */
export type PageError = { readonly kind: 'cursor_invalid' }

/** Everything sales may refuse. Unions grow as they are composed: each use case names only what it can give. */
export type SalesError = OpportunityError | PipelineError | PageError

/** Everything an import may be refused. */
export type ImportRefused =
  | CsvRefusal
  | StartRefused
  | CancelRefused
  | ResumeRefused
  | CatalogueError
  | PipelineError
  | { readonly kind: 'import_not_found' }
  | { readonly kind: 'import_file_gone' }
  | { readonly kind: 'no_pipeline' }
