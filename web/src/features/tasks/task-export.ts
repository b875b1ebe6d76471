import type { TaskFilters } from '../../tasks/task-groups'
import type { TaskView } from './task-views'

/** What the server is asked for to answer the tasks of a view. */
function viewed(view: TaskView, seesTeam: boolean): Readonly<Record<string, string>> {
  switch (view) {
    case 'mine':
      return { view: 'mine', isOpen: 'true' }
    case 'team':
      return { view: seesTeam ? 'team' : 'all', isOpen: 'true' }
    case 'done':
      return { view: 'mine', isOpen: 'false' }
    case 'board':
    case 'calendar':
      return { view: 'mine' }
  }
}

/** Where the file of the tasks of a view is, narrowed as the reader narrows it. */
export function exportAddress(view: TaskView, filters: TaskFilters, seesTeam: boolean): string {
  const asked = new URLSearchParams(viewed(view, seesTeam))
  for (const [name, value] of Object.entries(filters)) if (value !== undefined) asked.set(name, String(value))
  return `/api/v1/exports/tasks.csv?${asked}`
}
