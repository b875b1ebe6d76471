import type { Interaction } from '../../../worker/sales/contract'
import { inWords } from '../api/problems'
import { useSync } from '../sync/store'
import type { Logged } from '../ui/composer'
import { showToast, showUndo } from '../ui/toast'
import { changeOf, type InteractionPatch, interactionPath } from './activity-changes'

/**
 * Corrects what was said, at once and with a way back. `onChanged` is told what the server made of it, now or when it is
 * taken back. Throws the refusal, for the form.
 */
export function useChangeInteraction(
  about: () => string,
  onChanged: (interaction: Interaction) => void,
): (was: Interaction, is: Logged, done: string) => Promise<void> {
  const sync = useSync()
  const send = async (
    { id, version }: Pick<Interaction, 'id' | 'version'>,
    patch: InteractionPatch,
    before: InteractionPatch,
  ) => {
    const path = interactionPath(id)
    const answer = await sync.perform<Interaction>({
      what: `Change an activity: ${about()}`,
      method: 'PATCH',
      path,
      body: patch,
      effects: [],
      basis: { path, id, version, before },
    })
    if (answer) onChanged(answer)
    return answer
  }
  return async (was, is, done) => {
    const { patch, before } = changeOf(was, is)
    if (Object.keys(patch).length === 0) return
    const answer = await send(was, patch, before)
    const takeBack = () =>
      send(answer ?? was, before, patch).catch((problem: unknown) => {
        showToast(`It was not taken back. ${inWords(problem)}`, { bad: true })
      })
    const words = answer ? done : `${done}. It is kept on this device until there is a connection.`
    showUndo(words, () => void takeBack())
  }
}
