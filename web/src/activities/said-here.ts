import { type Accessor, createEffect, createMemo, createSignal, untrack } from 'solid-js'
import type { Interaction } from '../../../worker/sales/contract'
import { useSession } from '../session/session'
import { useSync } from '../sync/store'
import { saidIn, waitingIds } from './activity-changes'

/** What the server told of a past, and how it is told anew. */
interface Told {
  readonly value: Accessor<unknown>
  readonly reload: () => void
}

export interface SaidHere {
  /** What was said on this device and the server has not told of, from what waits. */
  readonly all: Accessor<readonly Interaction[]>
  /** Something about it is on this device only. */
  readonly isWaiting: (id: string) => boolean
}

/** What was said on this device, shown from the moment it is said until the server tells of it. */
export function createSaidHere(told: Told, isAbout: (said: Interaction) => boolean): SaidHere {
  const sync = useSync()
  const session = useSession()
  // Sent, and not in what the server told before that: it must not be gone for as long as the question takes.
  const [sent, setSent] = createSignal<readonly Interaction[]>([])
  const waiting = createMemo(() => {
    const me = session.state()
    if (me.status !== 'in') return []
    const { opportunities, customers } = sync.rows
    return saidIn(sync.operations(), me.me.userId, {
      customerOf: (dealId) => opportunities[dealId]?.customerId,
      person: (id) => customers[id]?.name,
    }).filter(isAbout)
  })
  createEffect((before: readonly Interaction[]) => {
    const now = waiting()
    const kept = new Set(now.map(({ id }) => id))
    const isSent = new Set(
      untrack(sync.operations).flatMap(({ state, body }) => (state === 'sent' ? [String(body?.id)] : [])),
    )
    const gone = before.filter(({ id }) => !kept.has(id) && isSent.has(id))
    if (gone.length > 0) {
      setSent((all) => [...all, ...gone])
      told.reload()
    }
    return now
  }, [])
  createEffect(() => {
    told.value()
    setSent([])
  })
  const ids = createMemo(() => waitingIds(sync.operations()))
  return { all: () => [...waiting(), ...sent()], isWaiting: (id) => ids().has(id) }
}
