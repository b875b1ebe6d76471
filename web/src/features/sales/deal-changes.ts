import type { Opportunity, OpportunityRow } from '../../../../worker/sales/contract'
import { inWords, isAsked, Refusal } from '../../api/problems'
import { newOperationId } from '../../sync/operation-id'
import { useSync } from '../../sync/store'
import { plural } from '../../ui/format'
import { showToast, showUndo } from '../../ui/toast'
import { type DealPatch, useChangeOpportunity } from './deal-commands'

/** One deal and what is to become of it. */
export interface DealChange {
  readonly deal: OpportunityRow | Opportunity
  readonly patch: DealPatch
}

interface Sent extends DealChange {
  readonly id: string
  /** What the facts are before it. */
  readonly before: DealPatch
  /** The change it takes back. */
  readonly undoes?: string
}

export interface ChangeDealsOptions {
  /** The deal as it is now, where the device does not keep it: a closed one, on its own page. */
  readonly find?: ((id: string) => OpportunityRow | undefined) | undefined
  /** Takes in what a change answered. */
  readonly onAnswer?: ((deal: Opportunity) => void) | undefined
  /** Somebody was faster. */
  readonly onConflict?: (() => void) | undefined
}

/**
 * Changes facts of one deal or many at once and offers one way back for all of them; says so where a change was refused.
 * `words` say what was done: “Amount changed to €5,000”.
 */
export function useChangeDeals({
  find,
  onAnswer,
  onConflict,
}: ChangeDealsOptions = {}): (changes: readonly DealChange[], words: string) => Promise<void> {
  const sync = useSync()
  const changeOpportunity = useChangeOpportunity()

  // What each change was made on, then what it has made: an undo is made on that, not on what others have made of it since.
  const versions = new Map<string, number>()
  async function sendOne({ id, deal, patch, before, undoes }: Sent): Promise<Opportunity | undefined> {
    const now = find?.(deal.id) ?? sync.rows.opportunities[deal.id] ?? deal
    const version = (undoes === undefined ? undefined : versions.get(undoes)) ?? now.version
    versions.set(id, version)
    const on = { id: deal.id, title: now.title, version }
    const answer = await changeOpportunity(on, patch, before, { id, ...(undoes !== undefined && { undoes }) })
    if (answer) versions.set(id, answer.version)
    return answer
  }

  /** Answers what was refused. */
  async function send(changes: readonly Sent[]): Promise<readonly unknown[]> {
    const results = await Promise.allSettled(changes.map(sendOne))
    for (const result of results) if (result.status === 'fulfilled' && result.value) onAnswer?.(result.value)
    const problems = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
    const untold = problems.filter((problem) => !isAsked(problem))
    if (untold.length > 0) {
      const what = changes.length === 1 ? 'The change was' : `${untold.length} of ${changes.length} changes were`
      showToast(`${what} not saved. ${inWords(untold[0])}`, { bad: true })
    }
    // Show what they made of it.
    if (problems.some((problem) => problem instanceof Refusal && problem.body.kind === 'version_conflict')) {
      onConflict?.()
      void sync.refresh()
    }
    return problems
  }

  return async (changes, words) => {
    if (changes.length === 0) return
    const there = changes.map(({ deal, patch }) => ({ id: newOperationId(), deal, patch, before: backOf(deal, patch) }))
    const back = (): Sent[] =>
      there.map(({ id, deal, patch, before }) => ({
        id: newOperationId(),
        undoes: id,
        deal,
        patch: before,
        before: patch,
      }))
    const said = changes.length === 1 ? words : `${plural(changes.length, 'deal')}: ${words}`
    const forget = showUndo(said, () => void send(back()))
    const problems = await send(there)
    if (problems.length === changes.length) forget()
  }
}

/** The patch that undoes a patch. */
function backOf(deal: OpportunityRow | Opportunity, { custom, ...patch }: DealPatch): DealPatch {
  const facts = Object.keys(patch).map((key) => [key, deal[key as keyof OpportunityRow] ?? null])
  if (!custom) return Object.fromEntries(facts)
  const values = 'custom' in deal ? deal.custom : {}
  const own = Object.fromEntries(Object.keys(custom).map((key) => [key, values[key] ?? null]))
  return { ...Object.fromEntries(facts), custom: own }
}
