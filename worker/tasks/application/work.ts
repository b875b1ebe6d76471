import type { Actor } from '../../kernel/actor'
import type { ExportEvent } from '../../kernel/export'
import type { Notifier } from '../../notifications'
import type { TaskEvent } from '../domain/task-events'
import type { TaskLists, TaskParts, TaskReferences, TaskStore, TemplateStore } from './stores'

/** All a use case about tasks may touch; reads of one turn travel together, writes when it was no refusal. */
export interface TaskWork {
  readonly actor: Actor
  readonly now: Date
  readonly tasks: TaskStore
  readonly parts: TaskParts
  readonly lists: TaskLists
  readonly references: TaskReferences
  readonly templates: TemplateStore
  readonly notifier: Notifier
  emit(event: TaskEvent | ExportEvent): void
}
