import { describe, expect, it } from 'vitest'
import { summary } from '../../../../web/src/features/today/day-words'
import { meetingsOf } from '../../../../web/src/features/today/meetings'
import type { TaskRow } from '../../../../worker/tasks/contract'

const LISBON = { language: 'en-GB', timeZone: 'Europe/Lisbon' }
const NOW = new Date('2026-11-30T11:00:00Z')

const task = (id: string, given: object = {}): TaskRow =>
  ({
    id,
    status: 'pending',
    assignedTo: 'ada',
    collaborators: [],
    tags: ['meeting'],
    dueAt: '2026-11-30T15:00:00.000Z',
    dueIsDay: false,
    createdAt: id,
    ...given,
  }) as unknown as TaskRow
const ids = (tasks: readonly TaskRow[]) => meetingsOf(tasks, 'ada', NOW, LISBON).map(({ id }) => id)

describe('the meetings of a day', () => {
  it('are those of somebody and those shared with them, in the order of the day, the past ones too', () => {
    expect(
      ids([
        task('at three'),
        task('at nine', { dueAt: '2026-11-30T09:00:00.000Z' }),
        task('shared', { dueAt: '2026-11-30T16:00:00.000Z', assignedTo: 'kofi', collaborators: [{ userId: 'ada' }] }),
        task('by another name', { dueAt: '2026-11-30T17:00:00.000Z', tags: ['Meeting'] }),
      ]),
    ).toEqual(['at nine', 'at three', 'shared', 'by another name'])
  })

  it.each([
    ['of another day', { dueAt: '2026-12-01T15:00:00.000Z' }],
    ['at no certain time', { dueIsDay: true }],
    ['of somebody else', { assignedTo: 'kofi' }],
    ['that was held', { status: 'completed' }],
    ['that is none', { tags: ['quote'] }],
  ])('are without one %s', (_, given) => {
    expect(ids([task('one', given)])).toEqual([])
  })
})

describe('the sentence of a day', () => {
  it.each([
    [0, 0, 0, 0, 'Nothing is due.'],
    [3, 0, 0, 0, '3 tasks to do.'],
    [3, 1, 0, 0, '3 tasks to do (1 late).'],
    [2, 2, 0, 0, '2 tasks late.'],
    [0, 0, 1, 0, '1 next step of your deals.'],
    [0, 0, 0, 2, '2 meetings.'],
    [3, 1, 0, 1, '1 meeting and 3 tasks to do (1 late).'],
    [3, 0, 2, 1, '1 meeting, 3 tasks to do, and 2 next steps of your deals.'],
  ])('of %i tasks, %i late, %i steps and %i meetings says all of them', (due, late, promised, meetings, words) => {
    expect(summary(due, late, promised, meetings)).toBe(words)
  })
})
