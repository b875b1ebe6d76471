import { createMemo, createSignal } from 'solid-js'
import type { Customer } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { inWords, Refusal } from '../../api/problems'
import { useSync } from '../../sync/store'
import { showToast, showUndo } from '../../ui/toast'
import { forgetList } from './customer-pages'
import { backOf, type CustomerPatch, withPatch } from './customer-patch'

/** One customer, as its page shows and edits it. */
export interface CustomerRecord {
  readonly value: () => Customer | undefined
  /** There is none, or it is not the reader's to see. */
  readonly isMissing: () => boolean
  readonly error: () => unknown
  readonly reload: () => void
  /** Changes facts at once and offers the way back; says so if it was refused. */
  readonly change: (patch: CustomerPatch, words: string) => void
}

/** `id` stays what it is for the life of the record; `onChanged` hears of every change that was kept. */
export function createCustomerRecord(id: string, onChanged: () => void): CustomerRecord {
  const sync = useSync()
  const fetched = createFetched((signal) => call<Customer>('GET', `/customers/${id}`, { signal }))
  // What was changed here and not answered yet.
  const [ahead, setAhead] = createSignal<readonly CustomerPatch[]>([])
  const value = createMemo(() => {
    const known = fetched.value()
    return known && ahead().reduce(withPatch, known)
  })
  // One after the other: each change is made on the version the one before it made.
  let turn: Promise<unknown> = Promise.resolve()

  async function send(patch: CustomerPatch): Promise<boolean> {
    setAhead((all) => [...all, patch])
    const mine = turn.then(async () => {
      const version = fetched.value()?.version
      const answer = await call<Customer>('PATCH', `/customers/${id}`, {
        body: { ...patch, version },
        operationId: crypto.randomUUID(),
      })
      fetched.set(answer)
      sync.absorb({ customers: [answer] })
    })
    turn = mine.catch(() => {})
    try {
      await mine
      forgetList()
      onChanged()
      return true
    } catch (problem) {
      showToast(`The change was not saved. ${inWords(problem)}`, { bad: true })
      // Somebody was faster: show what they made of it.
      if (problem instanceof Refusal && problem.body.kind === 'version_conflict') fetched.reload()
      return false
    } finally {
      setAhead((all) => all.filter((one) => one !== patch))
    }
  }

  return {
    value,
    isMissing: () => {
      const problem = fetched.error()
      return problem instanceof Refusal && problem.body.status < 500 && problem.body.status >= 400
    },
    error: fetched.error,
    reload: fetched.reload,
    change: (patch, words) => {
      const now = value()
      if (!now) return
      const back = backOf(now, patch)
      const forget = showUndo(words, () => void send(back))
      void send(patch).then((saved) => saved || forget())
    },
  }
}
