import { createEffect, createMemo, createSignal, on } from 'solid-js'
import type { Prediction } from '../../../../worker/analytics/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { Refusal } from '../../api/problems'
import { predictionNews } from './deal-news'

export interface PredictionView {
  /** Undefined until the first answer, null when the deal has no score. */
  readonly now: () => Prediction | null | undefined
  /** The one before, when this one came while the reader was looking. */
  readonly before: () => Prediction | undefined
  readonly error: () => unknown
  readonly reload: () => void
}

/** A deal's score with its reasons. `scoredAt` is what the board knows: a newer one there is fetched here. */
export function createPrediction(id: string, scoredAt: () => string | undefined): PredictionView {
  const [before, setBefore] = createSignal<Prediction>()
  const isScored = createMemo(() => scoredAt() !== undefined)
  const fetched = createFetched<Prediction | null>(async (signal) => {
    if (!isScored()) return null
    try {
      return await call<Prediction>('GET', `/opportunities/${id}/prediction`, { signal })
    } catch (problem) {
      if (problem instanceof Refusal && problem.body.status === 404) return null
      throw problem
    }
  })
  // What a command did is in its own answer only: the same score fetched again does not know.
  const [told, setTold] = createSignal<Prediction>()
  const now = createMemo(() => {
    const [known, answer] = [fetched.value(), told()]
    return known && answer?.asOf === known.asOf ? { ...known, movedBy: answer.movedBy } : known
  })
  const take = (next: Prediction) => {
    setTold(next)
    const last = fetched.value()
    if (last && last.asOf >= next.asOf) return
    // A command answers without the score's past when it has not read it.
    fetched.set(next.history.length > 0 || !last ? next : { ...next, history: last.history })
  }
  // Whichever way it came: the live news of a command can be here sooner than its own answer.
  createEffect(
    on(fetched.value, (next, last) => {
      if (next && last && last.asOf < next.asOf) setBefore(last)
    }),
  )
  createEffect(
    on(
      predictionNews,
      (news) => {
        if (news?.opportunityId === id) take(news)
      },
      { defer: true }, // news from before this page are in what it fetches
    ),
  )
  // Once a moment: if the server knows none newer, asking again would not make one.
  let asked: string | undefined
  createEffect(() => {
    const at = scoredAt()
    const known = fetched.value()
    if (at === undefined || at === asked || known === undefined || (known?.asOf ?? '') >= at) return
    asked = at
    fetched.reload()
  })
  return { now, before, error: fetched.error, reload: fetched.reload }
}
