import type { CustomField, OpportunityRow, Pipeline, Product, WorkingSetPage } from '../../../worker/sales/contract'
import type { TaskRow } from '../../../worker/tasks/contract'

export type CustomerBrief = WorkingSetPage['customers'][number]
export type UserBrief = NonNullable<WorkingSetPage['first']>['users'][number]

/** What the device keeps: every open deal the person may see, what those refer to, and the tasks that are theirs. */
export interface Rows {
  opportunities: OpportunityRow
  customers: CustomerBrief
  pipelines: Pipeline
  users: UserBrief
  products: Product
  customFields: CustomField
  tasks: TaskRow
}

export type SomeRows = { readonly [E in keyof Rows]?: readonly Rows[E][] }
