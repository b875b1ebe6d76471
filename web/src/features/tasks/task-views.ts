import { useSearchParams } from '@solidjs/router'
import { createMemo } from 'solid-js'
import type { TaskPriority } from '../../../../worker/tasks/contract'
import type { TaskFilters } from '../../tasks/task-groups'

export const VIEWS = ['mine', 'team', 'board', 'calendar', 'done'] as const
export type TaskView = (typeof VIEWS)[number]

/** How the reader looks at tasks. All of it stands in the address, so that a view can be kept and sent. */
export interface TaskViewOptions {
  readonly view: () => TaskView
  readonly filters: () => TaskFilters
  readonly isNarrowed: () => boolean
  readonly narrow: (filters: TaskFilters) => void
  readonly clear: () => void
  /** The task beside the list. */
  readonly open: () => string | undefined
  /** Stepping from one to the next leaves one entry in the history, so that Back leaves the panel. */
  readonly peek: (id: string | undefined, how?: 'step') => void
  /** The month of the calendar, `YYYY-MM`; undefined is this one. */
  readonly month: () => string | undefined
  readonly showMonth: (month: string | undefined) => void
}

const PRIORITIES: readonly string[] = ['critical', 'high', 'medium', 'low'] satisfies TaskPriority[]

export function useTaskView(): TaskViewOptions {
  const [query, setQuery] = useSearchParams()
  const one = (name: string) => {
    const value = query[name]
    return Array.isArray(value) ? value[0] : value
  }
  const filters = createMemo((): TaskFilters => {
    const priority = one('priority') ?? ''
    return {
      q: one('q') || undefined,
      priority: PRIORITIES.includes(priority) ? (priority as TaskPriority) : undefined,
      tag: one('tag') || undefined,
      isBlocked: one('waiting') === 'yes' ? true : undefined,
    }
  })
  return {
    view: () => VIEWS.find((view) => view === one('view')) ?? 'mine',
    filters,
    isNarrowed: () => Object.values(filters()).some((value) => value !== undefined),
    narrow: (changed) => {
      const { q, priority, tag, isBlocked } = { ...filters(), ...changed }
      const waiting = isBlocked ? 'yes' : null
      setQuery({ q: q ?? null, priority: priority ?? null, tag: tag ?? null, waiting }, { replace: true })
    },
    clear: () => setQuery({ q: null, priority: null, tag: null, waiting: null }, { replace: true }),
    open: () => one('task'),
    peek: (id, how) => setQuery({ task: id ?? null }, { replace: how === 'step' }),
    month: () => (/^\d{4}-\d{2}$/.test(one('month') ?? '') ? one('month') : undefined),
    showMonth: (month) => setQuery({ month: month ?? null }, { replace: true }),
  }
}
