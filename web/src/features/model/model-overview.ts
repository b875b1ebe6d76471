import { createEffect, createMemo, createSignal, onCleanup, onMount } from 'solid-js'
import type { ModelOverview } from '../../../../worker/analytics/contract'
import { POOLING_TERMS } from '../../../../worker/analytics/domain/pool/terms'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { inWords } from '../../api/problems'
import { showToast, showUndo } from '../../ui/toast'
import { endedSince } from './model-state'
import { verdictWords } from './model-words'

const LOOK_EVERY_MS = 3_000 // training takes seconds to minutes

export interface Overview {
  readonly value: () => ModelOverview | undefined
  readonly error: () => unknown
  readonly reload: () => void
  /** Asked for here, or under way for whatever reason. */
  readonly isTraining: () => boolean
  readonly train: () => Promise<void>
  /** Has every open deal scored anew. */
  readonly score: () => Promise<void>
  /** Puts an earlier version back in force. */
  readonly serve: (id: string) => Promise<void>
  /** Stops training by itself, or lets it go on. Answers whether that was done. */
  readonly pause: (paused: boolean) => Promise<boolean>
  /** Agrees to learn together with other companies, or takes that back. Answers whether that was done. */
  readonly pool: (agreed: boolean) => Promise<boolean>
}

/** The model page's data; looked at again while something trains or scores and somebody watches. */
export function createOverview(): Overview {
  const fetched = createFetched((signal) => call<ModelOverview>('GET', '/models', { signal }))
  // What is the same is not drawn again: a glance at training must not make the charts blink.
  const value = createMemo(fetched.value, undefined, { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) })
  // The newest version there was when training was asked for here.
  const [askedAfter, setAskedAfter] = createSignal<number>()
  const isTraining = () => value()?.isTraining === true || askedAfter() !== undefined

  const isMoving = () => isTraining() || value()?.sweep?.failure === null

  createEffect(() => {
    const since = askedAfter()
    const now = value()
    const ended = now && since !== undefined ? endedSince(now, since) : undefined
    if (!now || !ended) return
    setAskedAfter(undefined)
    const { title, why } = verdictWords(ended, now.champion?.number)
    showToast(ended.status === 'champion' ? `v${ended.number} serves now.` : `${title}. ${why}`, {
      bad: ended.status === 'failed',
    })
  })
  onMount(() => {
    const look = () => {
      if (document.visibilityState === 'visible' && isMoving() && !fetched.loading()) fetched.reload()
    }
    const timer = setInterval(look, LOOK_EVERY_MS)
    document.addEventListener('visibilitychange', look)
    onCleanup(() => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    })
  })
  async function train(): Promise<void> {
    const before = value()?.models[0]?.number ?? 0
    setAskedAfter(before)
    try {
      await call('POST', '/models/train', { operationId: crypto.randomUUID() })
      fetched.reload()
    } catch (problem) {
      setAskedAfter(undefined)
      showToast(`Training did not begin. ${inWords(problem)}`, { bad: true })
    }
  }
  async function score(): Promise<void> {
    try {
      await call('POST', '/models/score', { operationId: crypto.randomUUID() })
      fetched.reload()
    } catch (problem) {
      showToast(`Scoring did not begin. ${inWords(problem)}`, { bad: true })
    }
  }
  async function serve(id: string): Promise<void> {
    const before = value()?.champion
    try {
      const { number } = await call<{ number: number }>('POST', `/models/${id}/serve`, {
        operationId: crypto.randomUUID(),
      })
      fetched.reload()
      const told = `v${number} serves again; open deals are being scored by it.`
      // What was in force a moment ago can be put back the same way.
      if (before) showUndo(told, () => void serve(before.id))
      else showToast(told)
    } catch (problem) {
      showToast(`The version was not put back. ${inWords(problem)}`, { bad: true })
    }
  }
  async function change(act: () => Promise<unknown>, told: string): Promise<boolean> {
    try {
      await act()
      fetched.reload()
      showToast(told)
      return true
    } catch (problem) {
      showToast(`Nothing was changed. ${inWords(problem)}`, { bad: true })
      return false
    }
  }
  const pause = (paused: boolean) =>
    change(
      () => call('POST', paused ? '/models/pause' : '/models/resume', { operationId: crypto.randomUUID() }),
      paused ? 'Training waits until it is asked for.' : 'Training goes by itself again.',
    )
  const pool = (agreed: boolean) =>
    change(
      async () => {
        const before = value()?.models[0]?.number ?? 0
        await call(agreed ? 'POST' : 'DELETE', '/models/pooling', {
          ...(agreed && { body: { terms: POOLING_TERMS.version } }),
          operationId: crypto.randomUUID(),
        })
        // Either way a version is trained that keeps to it.
        setAskedAfter(before)
      },
      agreed ? 'Sums of your closed deals are shared from the next training on.' : 'Nothing is shared any more.',
    )
  return { value, error: fetched.error, reload: fetched.reload, isTraining, train, score, serve, pause, pool }
}
