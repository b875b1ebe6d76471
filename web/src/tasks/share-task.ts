import { unwrap } from 'solid-js/store'
import type { Collaborator, SharingChange, TaskAnswer, TaskRow } from '../../../worker/tasks/contract'
import type { Sync } from '../sync/store'
import { undoable } from '../sync/undo'
import { changeWords } from './task-undo'
import { tellRefused } from './tell-refused'

export type Sharing = Pick<TaskRow, 'visibility' | 'collaborators'>

/** Shows a task to others, or to fewer, with the way back; throws the refusal, for the place it began in. */
export async function shareTask(sync: Sync, task: TaskRow, sharing: Sharing): Promise<void> {
  const { id, title, ...was } = { ...unwrap(task) }
  const send = (
    { add, remove }: Pick<SharingChange, 'add' | 'remove'>,
    visibility: TaskRow['visibility'] | undefined,
    before: Readonly<Record<string, unknown>>,
    as: { readonly id?: string; readonly undoes?: string },
  ) =>
    sync.perform<TaskAnswer>(
      {
        what: `Share “${title}”`,
        method: 'PATCH',
        path: `/tasks/${id}/sharing`,
        body: {
          add,
          remove,
          ...(visibility && { visibility }),
          ...(as.undoes && visibility && { takesBack: before }),
        },
        effects: [
          {
            entity: 'tasks',
            id,
            ...(visibility && { set: { visibility } }),
            lists: { collaborators: { put: add, drop: remove } },
          },
        ],
        ...(as.undoes && { undoes: as.undoes, basis: { id, before } }),
        brings: 'task',
      },
      as.id,
    )
  const to = { visibility: sharing.visibility, collaborators: [...unwrap(sharing.collaborators)] }
  await undoable(
    changeWords(['visibility'], task),
    (operation) =>
      send(sharingChange(was, to), to.visibility === was.visibility ? undefined : to.visibility, {}, { id: operation }),
    (undoes, answer) => {
      // Sharing what was private makes it more than that, said or not.
      const visibility = answer?.task.visibility ?? to.visibility
      return send(
        sharingChange(to, was),
        visibility === was.visibility ? undefined : was.visibility,
        { visibility },
        { undoes },
      )
    },
    tellRefused({ title }),
  )
}

/** Said as who is put on and who is taken off, so that nobody whom others share it with gets lost. */
function sharingChange(
  from: Pick<Sharing, 'collaborators'>,
  to: Pick<Sharing, 'collaborators'>,
): Pick<SharingChange, 'add' | 'remove'> {
  const is = (one: Collaborator) => (other: Collaborator) =>
    one.userId === other.userId && one.canEdit === other.canEdit
  const add = to.collaborators.filter((one) => !from.collaborators.some(is(one)))
  const remove = from.collaborators
    .filter(({ userId }) => !to.collaborators.some((other) => other.userId === userId))
    .map(({ userId }) => userId)
  return { add, remove }
}
