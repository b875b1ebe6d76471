import type { Notification } from '../../../worker/notifications/contract'
import type { CustomField, OpportunityRow, Pipeline, Product, WorkingSetPage } from '../../../worker/sales/contract'
import type { Task, TaskRow } from '../../../worker/tasks/contract'

export type CustomerBrief = WorkingSetPage['customers'][number]
export type UserBrief = NonNullable<WorkingSetPage['first']>['users'][number]

/** What a task's own page shows beside its row. `version` is the change it is true as of; 0 for one only made here. */
export type TaskParts = Pick<
  Task,
  | 'id'
  | 'version'
  | 'description'
  | 'describedAt'
  | 'previousId'
  | 'checklist'
  | 'blockedBy'
  | 'blocks'
  | 'comments'
  | 'time'
  | 'attachments'
  | 'reminders'
>

/** What the device keeps: every open deal the person may see, what those refer to, and the tasks that are theirs. */
export interface Rows {
  opportunities: OpportunityRow
  customers: CustomerBrief
  pipelines: Pipeline
  users: UserBrief
  products: Product
  customFields: CustomField
  tasks: TaskRow
  taskParts: TaskParts
  /** The newest of what the person was told. */
  notifications: Notification
}

export type SomeRows = { readonly [E in keyof Rows]?: readonly Rows[E][] }
