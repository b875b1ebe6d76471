import type { AssignRefused } from './assigning'
import type { FileRefused } from './attachment'
import type { ChecklistRefused } from './checklist'
import type { CommentRefused } from './comment'
import type { DeleteRefused } from './deleting'
import type { TakeBackRefused } from './taking-back'
import type { EditRefused, MoveRefused } from './task'

/** Everything a use case about tasks may refuse. */
export type TaskError =
  | EditRefused
  | MoveRefused
  | AssignRefused
  | ChecklistRefused
  | CommentRefused
  | FileRefused
  | DeleteRefused
  | TakeBackRefused
  | { readonly kind: 'task_not_found' }
  | { readonly kind: 'task_exists' }
  | { readonly kind: 'opportunity_not_found' }
  | { readonly kind: 'customer_not_found' }
  | { readonly kind: 'collaborator_not_found' }
  | { readonly kind: 'recurrence_not_understood' }
  | { readonly kind: 'dependency_not_found' }
  | { readonly kind: 'dependency_circular' }
  | { readonly kind: 'comment_exists' }
  | { readonly kind: 'time_entry_exists' }
  | { readonly kind: 'reminder_exists' }
  | { readonly kind: 'timer_running' }
  | { readonly kind: 'timer_not_running' }
  | { readonly kind: 'time_entry_not_found' }
  | { readonly kind: 'attachment_not_found' }
  | { readonly kind: 'attachment_exists' }
  | { readonly kind: 'too_many_attachments'; readonly limit: number }
  | { readonly kind: 'reminder_in_the_past' }
  | { readonly kind: 'text_too_long' }
  | { readonly kind: 'text_not_understood' }
  | { readonly kind: 'template_not_found' }
  | { readonly kind: 'template_not_yours' }

export type TaskListError = { readonly kind: 'cursor_invalid' } | { readonly kind: 'team_not_yours' }
