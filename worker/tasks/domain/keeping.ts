import type { Permission, Scope } from '../../kernel/permissions'
import { isOpen, type Task } from './task'

const KEPT_DAYS = 7 // for how long what is done may still be looked at, and taken back, without asking

/** From when on a device keeps what its person has done. */
export function keptSince(now: number): string {
  return new Date(now - KEPT_DAYS * 86_400_000).toISOString()
}

type Kept = Pick<Task, 'status' | 'assignedTo' | 'assignedBy' | 'collaborators' | 'updatedAt'>

export interface Keeper {
  readonly userId: string
  readonly scope: Scope
  readonly permissions: readonly Permission[]
  /** Whose records the person reaches; null for everybody's. */
  readonly people: readonly string[] | null
}

/** Whether a device keeps a task that its person may see: the same rules as the query of all that it keeps. */
export function keeps({ userId, scope, permissions, people }: Keeper, task: Kept, now: number): boolean {
  if (task.assignedTo === userId) return isOpen(task) || task.updatedAt > keptSince(now)
  if (!isOpen(task)) return false
  const isShared = task.assignedBy === userId || task.collaborators.some((one) => one.userId === userId)
  const isOfTeam = scope === 'team' && (people?.includes(task.assignedTo) ?? false)
  return isShared || (isOfTeam && permissions.includes('tasks.view_team_tasks'))
}
