import type { Actor } from '../../kernel/actor'
import type { UserId } from '../../kernel/ids'

/** Somebody a task may be given to, or shared with. */
export interface Colleague {
  readonly id: UserId
  readonly status: 'active' | 'deactivated' | 'placeholder'
  /** Whether the person who asks leads them; always true of oneself. */
  readonly isInTeam: boolean
}

export type AssignRefused =
  | { readonly kind: 'assignee_not_found' }
  | { readonly kind: 'assignee_not_active' }
  | { readonly kind: 'assignee_not_yours' }

/** Why a task cannot be given to somebody; null when it can. Oneself always; one's team with the right to assign. */
export function whyNotAssign(
  actor: Pick<Actor, 'scope' | 'userId' | 'permissions'>,
  to: Colleague | undefined,
): AssignRefused | null {
  if (!to) return { kind: 'assignee_not_found' }
  if (to.id !== actor.userId) {
    if (!actor.permissions.includes('team.assign_tasks')) return { kind: 'assignee_not_yours' }
    if (actor.scope !== 'tenant' && !to.isInTeam) return { kind: 'assignee_not_yours' }
  }
  return to.status === 'active' ? null : { kind: 'assignee_not_active' }
}
