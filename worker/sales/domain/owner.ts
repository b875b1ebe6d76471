import type { Actor } from '../../kernel/actor'
import type { UserId } from '../../kernel/ids'

/** Somebody a record may be given to. */
export interface Assignee {
  readonly id: UserId
  readonly status: 'active' | 'deactivated' | 'placeholder'
  /** Whether the person who asks leads them; always true of oneself. */
  readonly isInTeam: boolean
}

export type AssignRefused =
  | { readonly kind: 'owner_not_found' }
  | { readonly kind: 'owner_not_yours' }
  | { readonly kind: 'owner_not_active' }

/** Why a record cannot be given to somebody; null when it can. Reps keep theirs, managers share among their team. */
export function whyNotAssign(actor: Pick<Actor, 'scope' | 'userId'>, to: Assignee | undefined): AssignRefused | null {
  if (!to) return { kind: 'owner_not_found' }
  if (actor.scope === 'own' && to.id !== actor.userId) return { kind: 'owner_not_yours' }
  if (actor.scope === 'team' && !to.isInTeam) return { kind: 'owner_not_yours' }
  if (to.status !== 'active') return { kind: 'owner_not_active' }
  return null
}

/** Why a record cannot pass from one person to another; null when it can. Nobody takes or gives what is not theirs. */
export function whyNotReassign(
  actor: Pick<Actor, 'scope' | 'userId'>,
  from: Assignee | undefined,
  to: Assignee | undefined,
): AssignRefused | null {
  if (actor.scope === 'own' || (actor.scope === 'team' && !from?.isInTeam)) return { kind: 'owner_not_yours' }
  return whyNotAssign(actor, to)
}
