import { unwrap } from 'solid-js/store'
import type { BulkAnswer, TaskRow } from '../../../worker/tasks/contract'
import { inWords, Refusal } from '../api/problems'
import { newOperationId } from '../sync/operation-id'
import type { Sync } from '../sync/store'
import { plural } from '../ui/format'
import { showToast, showUndo } from '../ui/toast'
import { type BulkChange, inverse } from './task-undo'

/** Changes many tasks at once and offers one way back: it takes back what still stands, and tells what it left alone. */
export async function bulk(sync: Sync, changes: readonly BulkChange[], done: string): Promise<void> {
  const id = newOperationId()
  const rows = changes.flatMap((change) => unwrap(sync.rows.tasks)[change.id] ?? [])
  const undo = changes.flatMap((change) => {
    const row = rows.find((one) => one.id === change.id)
    return (row && inverse(row, change)) ?? []
  })
  const seen = changes.map((change) => {
    const version = rows.find((one) => one.id === change.id)?.version
    return version === undefined ? change : { ...change, version }
  })
  const bases = rows.map((row) => ({ id: row.id, before: { ...row } }))
  const made = await many(sync, seen, done, { id, bases })
  if (!made || undo.length === 0) return
  const back = () => {
    // Where it is not known what the server made of them, tags are taken off whoever put them on again.
    const versions = new Map(made.answer?.rows.map((row) => [row.id, row.version]))
    const changesBack = undo.map((change) => {
      const version = versions.get(change.id)
      return version === undefined ? change : { ...change, version }
    })
    const before = undo.map((change) => ({ id: change.id, before: { ...change.takesBack } }))
    return many(sync, changesBack, 'put back', { id: newOperationId(), bases: before, undoes: id })
  }
  showUndo(`${plural(undo.length, 'task')} ${done}`, () => void back())
}

type As = Pick<Parameters<Sync['perform']>[0], 'bases' | 'undoes'> & { readonly id: string }

async function many(
  sync: Sync,
  changes: readonly BulkChange[],
  done: string,
  { id, ...as }: As,
): Promise<{ readonly answer: BulkAnswer | undefined } | undefined> {
  const completedAt = new Date().toISOString()
  try {
    const answer = await sync.perform<BulkAnswer>(
      {
        what: `${plural(changes.length, 'task')} ${done}`,
        method: 'POST',
        path: '/tasks/bulk',
        body: { changes },
        effects: changes.map(({ id, addTags = [], removeTags = [], version: _, takesBack: __, ...fields }) => ({
          entity: 'tasks',
          id,
          set: {
            ...fields,
            ...(fields.status && { completedAt: fields.status === 'completed' ? completedAt : null }),
          } as Partial<TaskRow>,
          ...(addTags.length + removeTags.length > 0 && { lists: { tags: { put: addTags, drop: removeTags } } }),
        })),
        ...as,
        brings: 'tasks',
      },
      id,
    )
    return { answer }
  } catch (problem) {
    const which = problem instanceof Refusal ? problem.body.taskId : undefined
    const title = typeof which === 'string' ? sync.rows.tasks[which]?.title : undefined
    showToast(`Nothing was changed. ${title ? `“${title}”: ` : ''}${inWords(problem)}`, { bad: true })
    return undefined
  }
}
