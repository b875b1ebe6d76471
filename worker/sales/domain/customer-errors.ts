import type { CustomerId } from '../../kernel/ids'
import type { CustomFieldRefused } from './custom-field'
import type { CustomerRefused } from './customer'
import type { InteractionRefused } from './interaction'
import type { AssignRefused } from './owner'

interface VersionConflict {
  readonly kind: 'version_conflict'
  readonly version: number
}

export type CustomerError =
  | CustomerRefused
  | AssignRefused
  | VersionConflict
  | { readonly kind: 'customer_not_found' }
  /** The one that is there is told only to somebody who may see it. */
  | { readonly kind: 'customer_exists'; readonly customerId: CustomerId }
  | { readonly kind: 'customer_id_taken' }

export type InteractionError =
  | InteractionRefused
  | VersionConflict
  | { readonly kind: 'interaction_not_found' }
  | { readonly kind: 'interaction_exists' }
  | { readonly kind: 'interaction_not_yours' }
  | { readonly kind: 'interaction_about_nothing' }
  | { readonly kind: 'customer_not_found' }
  | { readonly kind: 'opportunity_not_found' }

export type CatalogueError =
  | CustomFieldRefused
  | VersionConflict
  | { readonly kind: 'settings_not_yours' }
  | { readonly kind: 'product_not_found' }
  | { readonly kind: 'product_name_taken' }
  | { readonly kind: 'product_in_use' }
  | { readonly kind: 'custom_field_not_found' }
