import { call } from '../../api/client'
import { inWords } from '../../api/problems'
import type { Operation } from '../../sync/operation'
import type { Sync } from '../../sync/store'
import { plural } from '../../ui/format'
import { showToast } from '../../ui/toast'
import { knownTo } from './known'
import { conflictLines } from './operation-words'

export interface Teller {
  readonly sync: Sync
  readonly me: { readonly userId: string; readonly tenant: { readonly currency: string } }
  /** Goes to where yours, theirs and before stand side by side. */
  readonly see: () => void
}

/** Says what somebody else has written, and that it stands until whoever did the same has decided. */
export async function tellMet(operation: Operation, { sync, me, see }: Teller): Promise<void> {
  const { what, undoes, met } = operation
  if (met) {
    showToast(`${what}, but for ${plural(met.left, 'value')} that others have changed since`, {
      keep: true,
      action: { label: 'Compare', run: see },
    })
    return
  }
  const known = knownTo(sync, () => me.tenant.currency)
  const who = await whoWrote(operation)
  // On another device, or here a moment after.
  const said =
    who === me.userId
      ? 'You have changed it since, and that stays'
      : `${(who && known.nameOf(who)) ?? 'Somebody else'} has changed it since, and theirs stays`
  const facts = conflictLines(operation, known).map(({ name, theirs }) => `${name}: ${theirs}`)
  const mine = () => {
    sync.retry(operation.id).catch((problem: unknown) => showToast(inWords(problem), { bad: true }))
  }
  showToast(`${what}? ${said}. ${facts.join(', ')}`, {
    keep: true,
    action: { label: undoes === undefined ? 'Use mine' : 'Put mine back', run: mine },
  })
}

interface Entry {
  readonly at: string
  readonly actorId: string | null
  readonly after: Readonly<Record<string, unknown>> | null
}

const PASTS = { tasks: 'activity', opportunities: 'history', customers: 'timeline' } as const

/** Who wrote it last, as the record's past has it; nobody known where it cannot be asked. */
async function whoWrote({ path, conflict }: Operation): Promise<string | undefined> {
  const [, kind = '', id = ''] = path.split('/')
  const past = PASTS[kind as keyof typeof PASTS]
  if (!past) return undefined
  try {
    const answer = await call<{ rows?: Entry[]; changes?: Entry[] }>('GET', `/${kind as 'tasks'}/${id}/${past}`)
    const isMeant = ({ actorId, after }: Entry) =>
      actorId !== null &&
      Object.keys(conflict?.theirs ?? {}).some((field) => field in { ...after, ...(after?.item as object | undefined) })
    const meant = (answer.rows ?? answer.changes ?? []).filter(isMeant).toSorted((a, b) => (a.at < b.at ? 1 : -1))
    return meant[0]?.actorId ?? undefined
  } catch {
    return undefined
  }
}
