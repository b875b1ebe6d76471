import type { Opportunity, OpportunityRow } from '../../../../worker/sales/contract'
import { inWords, Refusal } from '../../api/problems'
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
  /** What the facts are before it. */
  readonly before: DealPatch
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

  /** Answers what was refused. */
  async function send(changes: readonly Sent[]): Promise<readonly unknown[]> {
    const results = await Promise.allSettled(
      changes.map(({ deal, patch, before }) =>
        changeOpportunity(find?.(deal.id) ?? sync.rows.opportunities[deal.id] ?? deal, patch, before),
      ),
    )
    for (const result of results) if (result.status === 'fulfilled' && result.value) onAnswer?.(result.value)
    const problems = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
    if (problems.length > 0) {
      const what = changes.length === 1 ? 'The change was' : `${problems.length} of ${changes.length} changes were`
      showToast(`${what} not saved. ${inWords(problems[0])}`, { bad: true })
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
    const there = changes.map(({ deal, patch }) => ({ deal, patch, before: backOf(deal, patch) }))
    const back = there.map(({ deal, patch, before }) => ({ deal, patch: before, before: patch }))
    const said = changes.length === 1 ? words : `${plural(changes.length, 'deal')}: ${words}`
    const forget = showUndo(said, () => void send(back))
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
