import { createMemo } from 'solid-js'
import type { Customer } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { inWords, isAsked, Refusal } from '../../api/problems'
import { useSync, whenTouched } from '../../sync/store'
import { undoable } from '../../sync/undo'
import { showToast } from '../../ui/toast'
import { forgetList } from './customer-pages'
import { backOf, type CustomerPatch, effectsOf, withPatch } from './customer-patch'

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
  whenTouched(
    (record) => record.entity === 'customer' && record.id === id,
    () => fetched.reload(),
  )
  const path = `/customers/${id}`
  // What was changed here and not answered yet.
  const ahead = () =>
    sync
      .operations()
      .flatMap((one) =>
        one.state === 'waiting' && one.method === 'PATCH' && one.path === path ? [one.body as CustomerPatch] : [],
      )
  const value = createMemo(() => {
    const known = fetched.value()
    return known && ahead().reduce(withPatch, known)
  })

  async function send(
    patch: CustomerPatch,
    { name, version }: Pick<Customer, 'name' | 'version'>,
    before: CustomerPatch,
    as: { readonly id?: string; readonly undoes?: string },
  ): Promise<Customer | undefined> {
    try {
      const answer = await sync.perform<Customer>(
        {
          what: `${as.undoes ? 'Take back a change of' : 'Change'} “${name}”`,
          method: 'PATCH',
          path,
          body: patch,
          effects: effectsOf({ id: id as Customer['id'] }, patch),
          basis: { path, id, version, before },
          ...(as.undoes && { undoes: as.undoes }),
        },
        as.id,
      )
      if (answer) {
        fetched.set(answer)
        sync.absorb({ customers: [answer] })
      }
      forgetList()
      onChanged()
      return answer
    } catch (problem) {
      // Somebody was faster: show what they made of it.
      if (problem instanceof Refusal && problem.body.kind === 'version_conflict') fetched.reload()
      throw problem
    }
  }
  const tell = (problem: unknown) =>
    isAsked(problem) || showToast(`The change was not saved. ${inWords(problem)}`, { bad: true })

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
      undoable(
        words,
        (id) => send(patch, now, back, { id }),
        (undoes, made) => send(back, made ?? now, patch, { undoes }),
        tell,
      ).catch(tell)
    },
  }
}
