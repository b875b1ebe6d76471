import { createEffect, createMemo } from 'solid-js'
import type { Interaction } from '../../../../worker/sales/contract'
import { withWaiting } from '../../activities/activity-changes'
import { createSaidHere } from '../../activities/said-here'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { createMore, type Page } from '../../api/more'
import { inWords } from '../../api/problems'
import { useSync, whenTouched } from '../../sync/store'
import { showToast } from '../../ui/toast'
import { activityNews } from './deal-news'

export interface Interactions {
  readonly all: () => readonly Interaction[]
  /** Something about it is on this device only. */
  readonly isWaiting: (id: string) => boolean
  readonly loading: () => boolean
  readonly error: () => unknown
  readonly reload: () => void
  readonly hasMore: () => boolean
  readonly more: () => void
}

const PAGE = 50

/** What was said about a deal, newest first; what is logged or changed meanwhile is taken in. */
export function createInteractions(dealId: string): Interactions {
  const ask = (cursor: string | null, signal?: AbortSignal) =>
    call<Page<Interaction>>('GET', '/interactions', {
      query: { opportunityId: dealId, limit: PAGE, cursor },
      ...(signal && { signal }),
    })
  const fetched = createFetched((signal) => ask(null, signal))
  const sync = useSync()
  const here = createSaidHere(fetched, ({ opportunityId }) => opportunityId === dealId)
  const { hasMore, more, fetching } = createMore(fetched, ask, (problem) => showToast(inWords(problem), { bad: true }))
  whenTouched(
    ({ entity, id }) => entity === 'opportunity' && id === dealId,
    () => fetched.reload(),
  )

  createEffect(() => {
    const news = activityNews()
    const page = fetched.value()
    if (!news || !page || news.interaction.opportunityId !== dealId) return
    const others = page.rows.filter(({ id }) => id !== news.interaction.id)
    const isKnown = others.length < page.rows.length
    if (news.what === 'logged' && !isKnown) fetched.set({ ...page, rows: [news.interaction, ...others] })
    const { interaction } = news
    if (
      news.what === 'changed' &&
      page.rows.some(({ id, version }) => id === interaction.id && version < interaction.version)
    )
      fetched.set({ ...page, rows: page.rows.map((row) => (row.id === interaction.id ? interaction : row)) })
    if (news.what === 'taken_back' && isKnown) fetched.set({ ...page, rows: others })
  })

  return {
    all: createMemo(() => {
      const told = fetched.value()?.rows ?? []
      const known = new Set<string>(told.map(({ id }) => id))
      const all = [...here.all().filter(({ id }) => !known.has(id)), ...told]
      return all.map((row) => withWaiting(row, sync.operations(), (id) => sync.rows.customers[id]?.name))
    }),
    isWaiting: here.isWaiting,
    loading: () => fetched.loading() || fetching(),
    error: fetched.error,
    reload: fetched.reload,
    hasMore,
    more: () => void more(),
  }
}
