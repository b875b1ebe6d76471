import { v7 } from 'uuid'
import type { ChecklistItem, ChecklistItemChange } from '../../../worker/tasks/contract'
import { placeAmong } from '../../../worker/tasks/domain/checklist'
import { following } from '../../../worker/tasks/domain/position'
import type { TaskParts } from '../sync/rows'
import type { As, PartDoings } from './part-doings'

type ItemFacts = NonNullable<ChecklistItemChange['takesBack']>

/** What people do with the steps of a task. */
export function stepCommands(
  { act, withUndo, of }: PartDoings,
  me: ChecklistItem['doneBy'],
  partsNow: () => TaskParts | undefined,
) {
  const steps = {
    add(
      title: string,
      position = following(partsNow()?.checklist.at(-1)?.position ?? null, 1)[0]!,
      as?: As,
    ): Promise<void> {
      const id = v7() as ChecklistItem['id']
      const item: ChecklistItem = { id, title, isDone: false, position, doneBy: null, doneAt: null }
      return act(
        'checklist',
        { put: [item] },
        {
          what: `Add “${title}” to the steps ${of()}`,
          method: 'POST',
          path: '/checklist',
          body: { items: [{ id, title, position }] },
        },
        as,
      )
    },
    /** Its tick: taken back by the same press. */
    tick(item: ChecklistItem, isDone: boolean, as?: As): Promise<void> {
      return steps.change(item, { isDone }, isDone ? 'Tick' : 'Untick', as)
    },
    rename(item: ChecklistItem, title: string): Promise<void> {
      const { id, title: before } = item
      return withUndo(
        `Renamed: ${title}`,
        (as) =>
          steps.change(item, { title, before: { title: before } }, 'Rename the step', {
            ...as,
            basis: { id, before: { title: before } },
          }),
        (as) => steps.takeBack(item, { title: before }, { title }, as),
      )
    },
    /** Writes back what a step was, where still stands what is taken back. */
    takeBack(item: ChecklistItem, to: ChecklistItemChange, takesBack: ItemFacts, as: As): Promise<void> {
      const basis = { id: item.id, before: takesBack }
      return steps.change(item, { ...to, takesBack }, 'Take back a change of the step', { ...as, basis })
    },
    change(
      { id, title }: ChecklistItem,
      { before, takesBack, ...facts }: ChecklistItemChange,
      what: string,
      as?: As,
    ): Promise<void> {
      const body = { ...facts, ...(before && { before }), ...(takesBack && { takesBack }) }
      const at = new Date().toISOString()
      const ticked =
        body.isDone === undefined ? {} : { doneBy: body.isDone ? me : null, doneAt: body.isDone ? at : null }
      return act(
        'checklist',
        { set: [{ id, ...facts, ...ticked }] },
        { what: `${what} “${title}” ${of()}`, method: 'PATCH', path: `/checklist/${id}`, body },
        as,
      )
    },
    move(item: ChecklistItem, by: number): Promise<void> {
      const list = partsNow()?.checklist ?? []
      const at = list.findIndex(({ id }) => id === item.id)
      const rest = list.filter(({ id }) => id !== item.id)
      const position = placeAmong(rest, Math.max(0, Math.min(rest.length, at + by)) - 1)
      return withUndo(
        `Moved: ${item.title}`,
        (as) => steps.change(item, { position }, 'Move the step', as),
        (as) => steps.takeBack(item, { position: item.position }, { position }, as),
      )
    },
    remove({ id, title, position, isDone }: ChecklistItem): Promise<void> {
      const said = { what: `Remove the step “${title}” ${of()}`, method: 'DELETE', path: `/checklist/${id}` } as const
      return withUndo(
        `Removed: ${title}`,
        (as) => act('checklist', { drop: [id] }, said, as),
        // Again where it stood, and under another name: nothing removed comes back by itself.
        async (as) => {
          await steps.add(title, position, as)
          const again = partsNow()?.checklist.findLast((one) => one.title === title && one.position === position)
          if (isDone && again) await steps.tick(again, true, as)
        },
      )
    },
  }
  return steps
}
