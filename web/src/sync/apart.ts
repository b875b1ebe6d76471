import type { BulkAnswer } from '../../../worker/tasks/contract'
import { isSame } from './is-same'
import { type Basis, MET, type Operation, SCHEMA } from './operation'
import { newOperationId } from './operation-id'

type Facts = Readonly<Record<string, unknown>>
type Told = BulkAnswer['overwritten']

/**
 * What many changes at once have met, task by task: what each went over, and what of others an undo left alone. Each is
 * shown and swapped like a change of that one task.
 */
export function apart(operation: Operation, answer: BulkAnswer): Operation[] {
  const { overwritten = [], left = [] } = answer
  return (operation.bases ?? []).flatMap((basis) => {
    const of = (told: Told) => told.filter(({ id }) => id === basis.id)
    // What was there before may be one's own, of a moment before.
    const over = of(overwritten).filter(({ field, theirs }) => !isSame(theirs, basis.before[field]))
    return [
      ...byRequest(over).flatMap((theirs) => goneOver(one(operation, answer, basis, theirs), theirs)),
      ...byRequest(of(left)).flatMap((theirs) => leftAlone(one(operation, answer, basis, theirs), theirs)),
    ]
  })
}

/** A status goes by another request than everything else. */
function byRequest(told: Told): Facts[] {
  const facts = (isStatus: boolean) =>
    Object.fromEntries(
      told.filter(({ field }) => (field === 'status') === isStatus).map(({ field, theirs }) => [field, theirs]),
    )
  return [facts(true), facts(false)].filter((all) => Object.keys(all).length > 0)
}

const goneOver = (made: Operation | undefined, theirs: Facts): Operation[] =>
  made ? [{ ...made, overwrote: theirs }] : []

function leftAlone(made: Operation | undefined, theirs: Facts): Operation[] {
  if (!made) return []
  const problem = { status: 409, kind: 'version_conflict', title: MET }
  const body = { ...made.body, takesBack: theirs }
  return [{ ...made, body, state: 'refused', conflict: { theirs }, problem }]
}

/** The change of one task among them, of those fields. */
function one(
  { body, at, what, undoes }: Operation,
  { rows }: BulkAnswer,
  { id, before }: Basis,
  theirs: Facts,
): Operation | undefined {
  const changes = (body?.changes ?? []) as readonly ({ readonly id: string } & Facts)[]
  const change = changes.find((it) => it.id === id)
  const row = rows.find((it) => it.id === id)
  if (!change || !row) return undefined
  const of = (values: Facts) => Object.fromEntries(Object.keys(theirs).map((field) => [field, values[field] ?? null]))
  return {
    id: newOperationId(),
    what: `${what}: “${row.title}”`,
    ...('status' in theirs ? { method: 'POST', path: `/tasks/${id}/move` } : { method: 'PATCH', path: `/tasks/${id}` }),
    body: of(change),
    effects: [{ entity: 'tasks', id, set: of(change) }],
    basis: { id, version: row.version, before: of(before) },
    brings: 'task',
    ...(undoes !== undefined && { undoes }),
    at,
    after: [],
    schema: SCHEMA,
    state: 'sent',
  }
}
