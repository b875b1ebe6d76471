import { isSame, mentioned } from '../../kernel/difference'
import type { CustomerId, InteractionId, OpportunityId, TaskId, UserId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import { tidyTags } from '../../kernel/tags'
import { mayEdit, type Sight, sees } from './sight'

export type TaskStatus = 'pending' | 'in_progress' | 'completed' | 'canceled'
export type TaskPriority = 'critical' | 'high' | 'medium' | 'low'

/** What people write down about a task; each field is the last writer's. */
export interface TaskFacts {
  readonly title: string
  readonly description: string
  readonly assignedTo: UserId
  readonly opportunityId: OpportunityId | null
  readonly customerId: CustomerId | null
  readonly priority: TaskPriority
  readonly visibility: Sight['visibility']
  readonly dueAt: string | null
  /** Due some time on that day; `dueAt` is then the end of it where whoever set it was. */
  readonly dueIsDay: boolean
  readonly tags: readonly string[]
  readonly estimateMinutes: number | null
  readonly recurrence: string | null
}

export interface Task extends TaskFacts, Sight {
  readonly id: TaskId
  readonly status: TaskStatus
  readonly completedAt: string | null
  readonly position: string
  /** The task this one follows in a series. */
  readonly previousId: TaskId | null
  /** The conversation whose follow-up this is. */
  readonly interactionId: InteractionId | null
  readonly fieldVersions: Readonly<Record<string, number>>
  readonly createdAt: string
  readonly updatedAt: string
  /** Out of everybody's sight since then. */
  readonly deletedAt: string | null
  readonly version: number
}

type Acting = { readonly userId: UserId }

export type EditRefused =
  | { readonly kind: 'task_not_yours' }
  | { readonly kind: 'task_would_leave_you' }
  | { readonly kind: 'task_recurs_without_due' }
export type MoveRefused = EditRefused | { readonly kind: 'task_blocked'; readonly openBlockers: number }

export const isOpen = ({ status }: { readonly status: TaskStatus }) => status === 'pending' || status === 'in_progress'

export function isOverdue(task: Pick<Task, 'status' | 'dueAt'>, now: Date): boolean {
  return isOpen(task) && task.dueAt !== null && Date.parse(task.dueAt) < now.getTime()
}

export function newTask(
  id: TaskId,
  facts: TaskFacts,
  rest: Pick<Task, 'assignedBy' | 'collaborators' | 'position'> & Partial<Pick<Task, 'previousId' | 'interactionId'>>,
  at: Date,
): Task {
  const now = at.toISOString()
  return {
    ...facts,
    ...dueOf(facts),
    tags: tidyTags(facts.tags),
    previousId: null,
    interactionId: null,
    ...rest,
    collaborators: rest.collaborators.filter(({ userId }) => userId !== facts.assignedTo && userId !== rest.assignedBy),
    id,
    status: 'pending',
    completedAt: null,
    fieldVersions: {},
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    version: 1,
  }
}

export type TaskPatch = { readonly [F in keyof TaskFacts]?: TaskFacts[F] | undefined } & {
  readonly addTags?: readonly string[] | undefined
  readonly removeTags?: readonly string[] | undefined
}

/** A field that somebody else had written since the version an edit was made on: what they had put there. */
export interface Overwritten {
  readonly field: keyof TaskFacts | 'status'
  readonly theirs: unknown
}

export interface Changed {
  readonly task: Task
  readonly overwritten: readonly Overwritten[]
}

/**
 * Changes fields of a task, field by field: the last writer's stands, whatever else was changed meanwhile. `seen` is the
 * version the edit was made on; what it went over unseen is told. Answers the very same task when nothing is new.
 */
export function changeTask(
  actor: Acting,
  task: Task,
  patch: TaskPatch,
  seen: number,
  at: Date,
): Result<Changed, EditRefused> {
  if (!mayEdit(actor.userId, task)) return err({ kind: 'task_not_yours' })
  const { addTags, removeTags, ...facts } = patch
  const wanted: Partial<TaskFacts> = mentioned(facts)
  const tidy = {
    ...wanted,
    ...((wanted.tags || addTags || removeTags) && { tags: tagsOf(task, patch, seen) }),
    ...('dueAt' in wanted || 'dueIsDay' in wanted ? dueOf({ ...task, ...wanted }) : {}),
  }
  const fields = (Object.keys(tidy) as (keyof TaskFacts)[]).filter((field) => !isSame(tidy[field], task[field]))
  if (fields.length === 0) return ok({ task, overwritten: [] })
  const version = task.version + 1
  const next: Task = {
    ...task,
    ...Object.fromEntries(fields.map((field) => [field, tidy[field]])),
    fieldVersions: {
      ...task.fieldVersions,
      ...Object.fromEntries([...fields, ...(addTags ?? []).map(tagKey)].map((field) => [field, version])),
    },
    updatedAt: at.toISOString(),
    version,
  }
  if (next.recurrence !== null && next.dueAt === null) return err({ kind: 'task_recurs_without_due' })
  if (!sees(actor.userId, next)) return err({ kind: 'task_would_leave_you' })
  const overwritten = fields
    // Tags put on and taken off one by one go over nothing.
    .filter((field) => field !== 'tags' || wanted.tags !== undefined)
    .filter((field) => (task.fieldVersions[field] ?? 0) > seen)
    .map((field) => ({ field, theirs: task[field] }))
  return ok({ task: next, overwritten })
}

/** The task with the description that people made of it together, whoever of them it was. */
export function redescribed(task: Task, description: string, at: Date): Task {
  const version = task.version + 1
  const fieldVersions = { ...task.fieldVersions, description: version }
  return { ...task, description, fieldVersions, updatedAt: at.toISOString(), version }
}

const tagKey = (tag: string) => `tag ${tag.toLowerCase()}`

/** Tags after an edit. One that somebody put on since the version the edit was made on is not taken off by it. */
function tagsOf({ tags, fieldVersions }: Task, { tags: all, addTags = [], removeTags = [] }: TaskPatch, seen: number) {
  const gone = new Set(removeTags.map(tagKey).filter((key) => (fieldVersions[key] ?? 0) <= seen))
  return tidyTags([...(all ?? tags).filter((tag) => !gone.has(tagKey(tag))), ...addTags])
}

export interface Place {
  readonly status?: TaskStatus | undefined
  readonly position?: string | undefined
}

/** Takes a task to another status, another place among others, or both. One that waits for others is not completed. */
export function moveTask(
  actor: Acting,
  task: Task,
  { status = task.status, position = task.position }: Place,
  openBlockers: number,
  at: Date,
): Result<Task, MoveRefused> {
  if (!mayEdit(actor.userId, task)) return err({ kind: 'task_not_yours' })
  if (status === task.status && position === task.position) return ok(task)
  if (status === 'completed' && status !== task.status && openBlockers > 0)
    return err({ kind: 'task_blocked', openBlockers })
  const version = task.version + 1
  const completedAt = status === task.status ? task.completedAt : status === 'completed' ? at.toISOString() : null
  return ok({
    ...task,
    status,
    position,
    completedAt,
    fieldVersions: status === task.status ? task.fieldVersions : { ...task.fieldVersions, status: version },
    updatedAt: at.toISOString(),
    version,
  })
}

// To the millisecond and in UTC, as the database keeps it; a day without a due moment is none.
function dueOf({ dueAt, dueIsDay }: Pick<TaskFacts, 'dueAt' | 'dueIsDay'>): Pick<TaskFacts, 'dueAt' | 'dueIsDay'> {
  return dueAt === null ? { dueAt, dueIsDay: false } : { dueAt: new Date(dueAt).toISOString(), dueIsDay }
}
