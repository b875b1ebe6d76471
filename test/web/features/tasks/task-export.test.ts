import { expect, it } from 'vitest'
import { exportAddress } from '../../../../web/src/features/tasks/task-export'
import type { TaskView } from '../../../../web/src/features/tasks/task-views'
import { TaskExport } from '../../../../worker/tasks/contract'

const VIEWS: readonly TaskView[] = ['mine', 'team', 'board', 'calendar', 'done']
const asked = (...given: Parameters<typeof exportAddress>) => {
  const [path, search] = exportAddress(...given).split('?')
  expect(path).toBe('/api/v1/exports/tasks.csv')
  // What the server makes of it: no word that it does not know.
  return TaskExport.strict().parse(Object.fromEntries(new URLSearchParams(search)))
}

it.each(VIEWS)('the file of the view “%s” is of the same tasks, narrowed in the same way', (view) => {
  const filters = { q: 'a & b', priority: 'high', tag: 'x', isBlocked: true } as const
  expect(asked(view, filters, true)).toMatchObject(filters)
})

it.each([
  ['mine', true, { view: 'mine', isOpen: true }],
  ['done', true, { view: 'mine', isOpen: false }],
  ['board', true, { view: 'mine' }],
  ['calendar', true, { view: 'mine' }],
  ['team', true, { view: 'team', isOpen: true }],
  ['team', false, { view: 'all', isOpen: true }],
] as const)('the file of the view “%s” asks for it', (view, seesTeam, query) => {
  expect(asked(view, {}, seesTeam)).toEqual(query)
})
