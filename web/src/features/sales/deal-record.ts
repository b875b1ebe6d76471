import { createMemo } from 'solid-js'
import type { Opportunity, OpportunityRow } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { Refusal } from '../../api/problems'
import { useSync, whenTouched } from '../../sync/store'
import { useChangeDeals } from './deal-changes'
import type { DealPatch } from './deal-commands'

/** One deal, as a page or a panel shows and edits it. */
export interface DealRecord {
  /** What the board knows of it: there at once for an open deal. */
  readonly row: () => OpportunityRow | undefined
  /** All of it, once the server has answered. */
  readonly whole: () => Opportunity | undefined
  /** There is none, or it is not the reader's to see. */
  readonly isMissing: () => boolean
  readonly error: () => unknown
  readonly reload: () => void
  /** Takes in what a command answered. */
  readonly absorb: (deal: Opportunity) => void
  /** Changes facts at once and offers the way back; says so if it was refused. */
  readonly change: (patch: DealPatch, words: string) => void
}

/** `id` stays what it is for the life of the record. */
export function createDealRecord(id: string): DealRecord {
  const sync = useSync()
  const fetched = createFetched((signal) => call<Opportunity>('GET', `/opportunities/${id}`, { signal }))
  whenTouched(
    (record) => record.entity === 'opportunity' && record.id === id,
    () => fetched.reload(),
  )
  // What was changed here and not answered yet: facts the board does not know have no other place to wait in.
  const ahead = () =>
    sync
      .operations()
      .flatMap(({ state, method, path, body }) =>
        state === 'waiting' && method === 'PATCH' && path === `/opportunities/${id}` ? [body as DealPatch] : [],
      )

  const local = () => sync.rows.opportunities[id]
  const whole = createMemo<Opportunity | undefined>(() => {
    const known = fetched.value()
    if (!known) return undefined
    const row = local()
    // A row older than the answer must not cover it: the device learns of others' changes once a minute.
    const newer = row && row.version >= known.version ? { ...row } : {}
    let deal = { ...known, ...newer }
    for (const { custom, ...patch } of ahead()) {
      deal = { ...deal, ...patch, custom: { ...deal.custom, ...custom } } as Opportunity
    }
    return deal
  })
  const row = () => whole() ?? local()
  const changeDeals = useChangeDeals({ find: row, onAnswer: fetched.set, onConflict: fetched.reload })

  return {
    row,
    whole,
    isMissing: () => {
      const problem = fetched.error()
      return problem instanceof Refusal && problem.body.status < 500 && problem.body.status >= 400
    },
    error: fetched.error,
    reload: fetched.reload,
    absorb: fetched.set,
    change: (patch, words) => {
      const deal = row()
      if (deal) void changeDeals([{ deal, patch }], words)
    },
  }
}
