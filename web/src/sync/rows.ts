import type { CustomField, OpportunityRow, Pipeline, Product, WorkingSetPage } from '../../../worker/sales/contract'

export type CustomerBrief = WorkingSetPage['customers'][number]
export type UserBrief = NonNullable<WorkingSetPage['first']>['users'][number]

/** What the device keeps: every open deal the person may see, and what those refer to. */
export interface Rows {
  opportunities: OpportunityRow
  customers: CustomerBrief
  pipelines: Pipeline
  users: UserBrief
  products: Product
  customFields: CustomField
}

export type SomeRows = { readonly [E in keyof Rows]?: readonly Rows[E][] }
