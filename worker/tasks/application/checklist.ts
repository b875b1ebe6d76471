import { type ChecklistItemId, newId, type TaskId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { ChecklistAnswer, ChecklistItemChange, NewChecklistItems } from '../contract'
import { addItems, changeItem, sorted } from '../domain/checklist'
import type { TaskError } from '../domain/errors'
import { mayEdit } from '../domain/sight'
import { takeBack } from '../domain/taking-back'
import { partChanged } from '../domain/task-events'
import type { TaskWork } from './work'

type Answer = Result<ChecklistAnswer, TaskError>

async function listOf(work: TaskWork, id: TaskId) {
  const [known, items] = await Promise.all([work.tasks.find(id), work.parts.checklist(id)])
  if (!known) return err({ kind: 'task_not_found' })
  if (!mayEdit(work.actor.userId, known.task)) return err({ kind: 'task_not_yours' })
  return ok({ task: known.task, items })
}

/** Adds lines to a task's list. */
export async function addChecklistItems(work: TaskWork, id: TaskId, { items }: NewChecklistItems): Promise<Answer> {
  const list = await listOf(work, id)
  if (!list.ok) return list
  const lines = items.map((item) => ({ ...item, id: item.id ?? newId<ChecklistItemId>() }))
  const added = addItems(list.value.items, lines)
  if (!added.ok) return added
  work.parts.addItems(id, added.value)
  work.emit(
    partChanged('checklist_changed', list.value.task, {
      after: { added: lines.map(({ id, title }) => ({ id, title })) },
    }),
  )
  return ok({ checklist: sorted([...list.value.items, ...added.value]), overwritten: [] })
}

/** Changes a line: its words, whether it is done, its place. */
export async function changeChecklistItem(
  work: TaskWork,
  id: TaskId,
  itemId: ChecklistItemId,
  { before: seen, takesBack, ...patch }: ChecklistItemChange,
): Promise<Answer> {
  const list = await listOf(work, id)
  if (!list.ok) return list
  const { items, task } = list.value
  const before = items.find((one) => one.id === itemId)
  if (!before) return err({ kind: 'checklist_item_not_found' })
  const changed = changeItem(items, itemId, patch, work.actor.userId, work.now)
  if (!changed.ok) return changed
  const item = changed.value
  const stands = takeBack(before, patch, takesBack)
  if (!stands.ok) return stands
  const isGoneOver = seen !== undefined && ![seen.title, item.title].includes(before.title)
  work.parts.saveItem(before, item)
  const facts = (one: typeof item) => ({ id: one.id, title: one.title, isDone: one.isDone })
  work.emit(partChanged('checklist_changed', task, { before: { item: facts(before) }, after: { item: facts(item) } }))
  return ok({
    checklist: sorted(items.map((one) => (one.id === itemId ? item : one))),
    overwritten: isGoneOver ? [{ field: 'title', theirs: before.title }] : [],
  })
}

/** Takes a line off the list. */
export async function removeChecklistItem(work: TaskWork, id: TaskId, itemId: ChecklistItemId): Promise<Answer> {
  const list = await listOf(work, id)
  if (!list.ok) return list
  const item = list.value.items.find((one) => one.id === itemId)
  if (!item) return err({ kind: 'checklist_item_not_found' })
  work.parts.removeItem(itemId)
  const gone = { id: item.id, title: item.title, isDone: item.isDone }
  work.emit(partChanged('checklist_changed', list.value.task, { before: { removed: gone } }))
  return ok({ checklist: sorted(list.value.items.filter((one) => one !== item)), overwritten: [] })
}
