import type { Column } from '../../kernel/export'

export interface ExportedTask {
  readonly id: string
  readonly title: string
  readonly status: string
  readonly priority: string
  readonly assignedTo: string
  readonly assignedBy: string
  readonly visibility: string
  readonly dueAt: string | null
  /** Of a task that is due some time on a day, that day. */
  readonly dueOn: string | null
  readonly completedAt: string | null
  readonly deal: string | null
  readonly customer: string | null
  readonly tags: readonly string[]
  readonly estimateMinutes: number | null
  readonly loggedMinutes: number
  readonly recurrence: string | null
  readonly stepsDone: number
  readonly steps: number
  readonly createdAt: string
  readonly description: string
}

const moment = (at: string | null) => at && new Date(at).toISOString()

export const TASK_COLUMNS: readonly Column<ExportedTask>[] = [
  { header: 'Task id', cell: (task) => task.id },
  { header: 'Title', cell: (task) => task.title },
  { header: 'Status', cell: (task) => task.status },
  { header: 'Priority', cell: (task) => task.priority },
  { header: 'Assigned to', cell: (task) => task.assignedTo },
  { header: 'Assigned by', cell: (task) => task.assignedBy },
  { header: 'Seen by', cell: (task) => task.visibility },
  { header: 'Due', cell: (task) => task.dueOn ?? moment(task.dueAt) },
  { header: 'Completed', cell: (task) => moment(task.completedAt) },
  { header: 'Deal', cell: (task) => task.deal },
  { header: 'Customer', cell: (task) => task.customer },
  { header: 'Tags', cell: (task) => task.tags.join('; ') },
  { header: 'Planned minutes', cell: (task) => task.estimateMinutes },
  { header: 'Logged minutes', cell: (task) => task.loggedMinutes },
  { header: 'Repeats', cell: (task) => task.recurrence },
  { header: 'Steps done', cell: (task) => task.stepsDone },
  { header: 'Steps', cell: (task) => task.steps },
  { header: 'Created', cell: (task) => moment(task.createdAt) },
  { header: 'Description', cell: (task) => task.description },
]
