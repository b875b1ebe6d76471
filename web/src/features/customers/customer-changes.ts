import { createSignal } from 'solid-js'
import type { Customer, CustomerRow } from '../../../../worker/sales/contract'
import { inWords, isAsked } from '../../api/problems'
import { newOperationId } from '../../sync/operation-id'
import { useSync } from '../../sync/store'
import { plural } from '../../ui/format'
import { showToast, showUndo } from '../../ui/toast'
import { forgetList } from './customer-pages'
import { effectsOf } from './customer-patch'

/** What is changed of many customers at once. */
export type RowPatch = Partial<Pick<CustomerRow, 'ownerId' | 'tags'>>

/** One customer of a list and what is to become of it. */
export interface CustomerChange {
  readonly row: CustomerRow
  readonly patch: RowPatch
}

interface Sent extends CustomerChange {
  readonly operation: string
  readonly before: RowPatch
  /** The change it takes back. */
  readonly undoes?: string
}

export interface CustomerChanges {
  /** Rows as they stand now, with what was changed here since their page came. */
  readonly live: (rows: readonly CustomerRow[]) => readonly CustomerRow[]
  /** Changes customers at once and offers one way back for all of them; `words` say what was done. */
  readonly change: (changes: readonly CustomerChange[], words: string) => Promise<void>
}

export function createCustomerChanges(): CustomerChanges {
  const sync = useSync()
  const [answers, setAnswers] = createSignal<ReadonlyMap<string, Customer>>(new Map())
  const pathOf = (id: string) => `/customers/${id}`

  /** As the server last told it, here or in the list. */
  const told = (row: CustomerRow): CustomerRow => {
    const answer = answers().get(row.id)
    if (!answer || answer.version < row.version) return row
    const { ownerId, tags, version } = answer
    return { ...row, ownerId, tags, version }
  }

  // What each change was made on, then what it has made: an undo is made on that, not on what others have made of it since.
  const versions = new Map<string, number>()
  async function sendOne({ operation, row, patch, before, undoes }: Sent): Promise<void> {
    const { id, name, ...now } = told(row)
    const version = versions.get(undoes ?? '') ?? now.version
    versions.set(operation, version)
    const answer = await sync.perform<Customer>(
      {
        what: `${undoes ? 'Take back a change of' : 'Change'} “${name}”`,
        method: 'PATCH',
        path: pathOf(id),
        body: patch,
        effects: effectsOf(row, patch),
        basis: { path: pathOf(id), id, version, before },
        ...(undoes && { undoes }),
      },
      operation,
    )
    if (!answer) return
    versions.set(operation, answer.version)
    setAnswers((known) => new Map(known).set(id, answer))
    sync.absorb({ customers: [answer] })
  }

  /** Answers how many were refused. */
  async function send(changes: readonly Sent[]): Promise<number> {
    const results = await Promise.allSettled(changes.map(sendOne))
    forgetList()
    const problems = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
    const untold = problems.filter((problem) => !isAsked(problem))
    if (untold.length > 0) {
      const what = changes.length === 1 ? 'The change was' : `${untold.length} of ${changes.length} changes were`
      showToast(`${what} not saved. ${inWords(untold[0])}`, { bad: true })
    }
    return problems.length
  }

  return {
    live(rows) {
      const ahead = new Map<string, RowPatch>()
      for (const { state, method, path, body } of sync.operations()) {
        if (state === 'waiting' && method === 'PATCH') ahead.set(path, { ...ahead.get(path), ...(body as RowPatch) })
      }
      return rows.map((row) => {
        const patch = ahead.get(pathOf(row.id))
        return patch ? { ...told(row), ...patch } : told(row)
      })
    },
    async change(changes, words) {
      if (changes.length === 0) return
      const there = changes.map(({ row, patch }) => ({
        operation: newOperationId(),
        row,
        patch,
        before: beforeOf(row, patch),
      }))
      const back = there.map(({ operation, row, patch, before }) => ({
        operation: newOperationId(),
        undoes: operation,
        row,
        patch: before,
        before: patch,
      }))
      const said = changes.length === 1 ? words : `${plural(changes.length, 'customer')}: ${words}`
      const forget = showUndo(said, () => void send(back))
      if ((await send(there)) === changes.length) forget()
    },
  }
}

const beforeOf = ({ ownerId, tags }: CustomerRow, patch: RowPatch): RowPatch => ({
  ...(patch.ownerId !== undefined && { ownerId }),
  ...(patch.tags !== undefined && { tags }),
})
