import type { TaskRow } from '../../../../worker/tasks/contract'
import type { TaskCommands } from '../../tasks/task-commands'
import type { TaskPatch } from '../../tasks/task-undo'

/** What a chip of a task shows, and how it is changed. */
export interface ChipProps {
  readonly task: TaskRow
  /** Only to be read. */
  readonly fixed: boolean
  readonly write: (patch: TaskPatch) => void
  readonly commands: TaskCommands
}
