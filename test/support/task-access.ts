export const VISIBILITIES = ['private', 'collaborative', 'public'] as const
export type Visibility = (typeof VISIBILITIES)[number]
export const ROLES = ['rep', 'manager', 'admin'] as const
export type Role = (typeof ROLES)[number]
/** What somebody is to a task. A mate is of the assignee's team, or leads it; whom it was shared with is an editor or a viewer. */
export const RELATIONS = ['assignee', 'assigner', 'editor', 'viewer', 'mate', 'nobody'] as const
export type Relation = (typeof RELATIONS)[number]

export interface Cell {
  readonly visibility: Visibility
  readonly role: Role
  readonly relation: Relation
  /** Works here still. */
  readonly isActive: boolean
}

/**
 * The whole rule, by eye and from nothing of the product. Whose a task is, who has it and who gave it, see and change it always.
 * Those it is shared with count unless it is private: all of them see it, editors change it. What is public everybody sees. A
 * role gives nobody sight of a task: it says who may take files of what they see, and who deletes what others gave them.
 */
export function rightsOf({ visibility, role, relation }: Cell) {
  const isTheirs = relation === 'assignee' || relation === 'assigner'
  const isShared = visibility !== 'private' && (relation === 'editor' || relation === 'viewer')
  const sees = isTheirs || isShared || visibility === 'public'
  const edits = isTheirs || (isShared && relation === 'editor')
  return {
    sees,
    edits,
    shares: isTheirs,
    deletes: relation === 'assigner' || (edits && role !== 'rep'),
    exports: role === 'admin',
  }
}

/** How each thing is answered that somebody may try with a task whose id they know. */
export function answersTo(cell: Cell) {
  const { sees, edits, shares, deletes } = rightsOf(cell)
  const told = (may: boolean, done: number) => (!cell.isActive ? 401 : may ? done : sees ? 403 : 404)
  return {
    read: told(sees, 200),
    history: told(sees, 200),
    comment: told(sees, 201),
    remind: told(sees, 201),
    download: told(sees, 200),
    fields: told(edits, 200),
    tick: told(edits, 200),
    text: told(edits, 204),
    upload: told(edits, 201),
    detach: told(edits, 204),
    share: told(shares, 200),
    remove: told(deletes, 204),
    room: told(sees, 101),
  }
}
export type Answers = ReturnType<typeof answersTo>
