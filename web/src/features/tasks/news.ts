import { createEffect, createSignal } from 'solid-js'
import type { TaskRow } from '../../../../worker/tasks/contract'

/** What others did to a task while it was looked at: each thing glows once for it and fades. */
export interface News {
  /** Somebody else did it while this was open. */
  readonly isNews: (key: string) => boolean
  /** For the element that shows it. */
  readonly glow: (key: string) => { readonly 'data-news': '' | undefined; readonly onAnimationEnd: () => void }
}

function createGlow(): News & { readonly tell: (keys: readonly string[]) => void } {
  const [news, setNews] = createSignal<ReadonlyMap<string, 'glows' | 'seen'>>(new Map())
  const put = (keys: readonly string[], as: 'glows' | 'seen') =>
    setNews((all) => new Map([...all, ...keys.map((key) => [key, as] as const)]))
  return {
    tell: (keys) => keys.length > 0 && put(keys, 'glows'),
    isNews: (key) => news().has(key),
    glow: (key) => ({
      'data-news': news().get(key) === 'glows' ? '' : undefined,
      onAnimationEnd: () => put([key], 'seen'),
    }),
  }
}

/** Of things that come and go, by their keys: those that were there at first are no news. */
export function createNews(keys: () => readonly string[]): News {
  const glow = createGlow()
  createEffect((known: ReadonlySet<string> | undefined) => {
    const now = keys()
    if (known) glow.tell(now.filter((key) => !known.has(key)))
    return new Set([...(known ?? []), ...now])
  }, undefined)
  return glow
}

const FIELDS = [
  'title',
  'status',
  'priority',
  'dueAt',
  'recurrence',
  'assignedTo',
  'visibility',
  'opportunityId',
  'estimateMinutes',
  'tags',
] as const satisfies readonly (keyof TaskRow)[]
export type NewsField = (typeof FIELDS)[number]

interface Seen {
  readonly version: number
  readonly values: readonly string[]
}

/** Of a task's own fields. What is done here shows before it has a version; what others did comes with one. */
export function createFieldNews(task: () => TaskRow): News {
  const glow = createGlow()
  createEffect((before: Seen | undefined): Seen => {
    const now = { version: task().version, values: FIELDS.map((field) => JSON.stringify(task()[field])) }
    if (before && before.version > 0 && now.version > before.version)
      glow.tell(FIELDS.filter((_, at) => now.values[at] !== before.values[at]))
    return now
  }, undefined)
  return glow
}
