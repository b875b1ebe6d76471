import type { Interaction, OpportunityRow } from '../../../../worker/sales/contract'
import { inWords } from '../../api/problems'
import { useSync } from '../../sync/store'
import type { Logged } from '../../ui/composer'
import { showToast, showUndo } from '../../ui/toast'
import { changeOf, type InteractionPatch, interactionPath } from './activity-changes'
import { tellActivity } from './deal-news'

/** Corrects what was said about a deal, at once and with a way back. Throws the refusal, for the form. */
export function useChangeInteraction(): (
  deal: Pick<OpportunityRow, 'title'>,
  was: Interaction,
  is: Logged,
  done: string,
) => Promise<void> {
  const sync = useSync()
  const send = async (
    deal: Pick<OpportunityRow, 'title'>,
    { id, version }: Pick<Interaction, 'id' | 'version'>,
    patch: InteractionPatch,
    before: InteractionPatch,
  ) => {
    const path = interactionPath(id)
    const answer = await sync.perform<Interaction>({
      what: `Change an activity on “${deal.title}”`,
      method: 'PATCH',
      path,
      body: patch,
      effects: [],
      basis: { path, id, version, before },
    })
    if (answer) tellActivity({ what: 'changed', interaction: answer })
    return answer
  }
  return async (deal, was, is, done) => {
    const { patch, before } = changeOf(was, is)
    if (Object.keys(patch).length === 0) return
    const answer = await send(deal, was, patch, before)
    const takeBack = () =>
      send(deal, answer ?? was, before, patch).catch((problem: unknown) => {
        showToast(`It was not taken back. ${inWords(problem)}`, { bad: true })
      })
    const words = answer ? done : `${done}. It is kept on this device until there is a connection.`
    showUndo(words, () => void takeBack())
  }
}
