import type { Change } from '../../kernel/change'
import type { UserId } from '../../kernel/ids'

export interface Collaborator {
  readonly userId: UserId
  readonly canEdit: boolean
}

/** What decides who may see a task: the same rules as the policies of the database, where they are enforced. */
export interface Sight {
  readonly visibility: 'private' | 'collaborative' | 'public'
  readonly assignedTo: UserId
  readonly assignedBy: UserId
  readonly collaborators: readonly Collaborator[]
}

/** The people who may see a task; null is everyone in the company. */
export type People = ReadonlySet<UserId> | null

export function peopleOf({ visibility, assignedTo, assignedBy, collaborators }: Sight): People {
  if (visibility === 'public') return null
  const shared = visibility === 'collaborative' ? collaborators.map(({ userId }) => userId) : []
  return new Set([assignedTo, assignedBy, ...shared])
}

export function sees(who: UserId, task: Sight): boolean {
  return peopleOf(task)?.has(who) ?? true
}

export function mayEdit(who: UserId, { visibility, assignedTo, assignedBy, collaborators }: Sight): boolean {
  if (who === assignedTo || who === assignedBy) return true
  return visibility !== 'private' && collaborators.some(({ userId, canEdit }) => userId === who && canEdit)
}

/** With whom it is shared is for those to say whose task it is. */
export function mayShare(who: UserId, { assignedTo, assignedBy }: Sight): boolean {
  return who === assignedTo || who === assignedBy
}

type Told = Pick<Change, 'audience' | 'people'>

function to(people: People): Told {
  return people === null ? { audience: 'tenant', people: null } : { audience: 'people', people: [...people] }
}

export interface Telling {
  /** Those who may see the task after the change. */
  readonly after: Told
  /** Those who may not see it any longer, to whom it is told as gone; null when there are none. */
  readonly withdrawn: Told | null
  /** Those who may see it now and could not before, to whom it is told whole; null when there are none. */
  readonly shared: Told | null
}

/** Whom a change of a task is told, and how: by who could see it before, and who can after. */
export function telling(before: Sight | null, after: Sight): Telling {
  const now = peopleOf(after)
  if (before === null) return { after: to(now), withdrawn: null, shared: null }
  const then = peopleOf(before)
  return { after: to(now), withdrawn: without(then, now), shared: without(now, then) }
}

// The people of one audience who are not of another.
function without(some: People, others: People): Told | null {
  if (others === null) return null
  if (some === null) return { audience: 'others', people: [...others] }
  const rest = [...some].filter((who) => !others.has(who))
  return rest.length > 0 ? { audience: 'people', people: rest } : null
}
