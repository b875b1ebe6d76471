import { describe, expect, it } from 'vitest'
import { boardOf, calendarOf, groupsOf, monthAfter, passes } from '../../../web/src/tasks/task-groups'
import type { TaskRow } from '../../../worker/tasks/contract'

const at = { language: 'en-GB', timeZone: 'UTC' }
const now = new Date('2026-11-23T10:00:00Z')
const aTask = (title: string, given: Partial<TaskRow> = {}): TaskRow =>
  ({
    id: title,
    title,
    status: 'pending',
    priority: 'medium',
    dueAt: null,
    dueIsDay: false,
    completedAt: null,
    position: 'V',
    tags: [],
    openBlockers: 0,
    customerName: null,
    opportunityTitle: null,
    ...given,
  }) as TaskRow

describe('tasks under headings of time', () => {
  it('come in the order they are due, the urgent first of those due at once', () => {
    const groups = groupsOf(
      [
        aTask('never'),
        aTask('later', { dueAt: '2026-12-24T10:00:00Z' }),
        aTask('at ten, low', { dueAt: '2026-11-23T11:00:00Z', priority: 'low' }),
        aTask('at ten, critical', { dueAt: '2026-11-23T11:00:00Z', priority: 'critical' }),
        aTask('late', { dueAt: '2026-11-23T09:00:00Z' }),
        aTask('sunday', { dueAt: '2026-11-29T10:00:00Z' }),
      ],
      now,
      at,
    )
    expect(groups.map(({ title, tasks }) => [title, tasks.map((task) => task.title)])).toEqual([
      ['Late', ['late']],
      ['Today', ['at ten, critical', 'at ten, low']],
      ['Next 7 days', ['sunday']],
      ['Later', ['later']],
      ['No due date', ['never']],
    ])
  })
})

describe('a board', () => {
  it('keeps places, and shows what was done last first', () => {
    const columns = boardOf([
      aTask('b', { position: 'W' }),
      aTask('a', { position: 'K' }),
      aTask('before', { status: 'completed', completedAt: '2026-11-01T00:00:00Z' }),
      aTask('last', { status: 'completed', completedAt: '2026-11-02T00:00:00Z' }),
    ])
    expect(columns.map(({ status, tasks }) => [status, tasks.map(({ title }) => title)])).toEqual([
      ['pending', ['a', 'b']],
      ['in_progress', []],
      ['completed', ['last', 'before']],
    ])
  })
})

describe('a calendar', () => {
  it('is whole weeks from Monday, each task on its day as the reader counts days', () => {
    const task = aTask('x', { dueAt: '2026-11-30T23:30:00Z' })
    const weeks = calendarOf([task], '2026-11', at)
    expect(weeks).toHaveLength(6)
    expect(weeks.every((week) => week.length === 7)).toBe(true)
    expect(weeks[0]?.[0]).toMatchObject({ day: '2026-10-26', isInMonth: false })
    expect(weeks.flat().filter(({ isInMonth }) => isInMonth)).toHaveLength(30)
    expect(weeks.flat().find(({ tasks }) => tasks.length > 0)?.day).toBe('2026-11-30')
    const tokyo = calendarOf([task], '2026-12', { ...at, timeZone: 'Asia/Tokyo' })
    expect(tokyo.flat().find(({ tasks }) => tasks.length > 0)?.day).toBe('2026-12-01')
  })

  it.each([
    ['2026-12', 1, '2027-01'],
    ['2026-01', -1, '2025-12'],
  ])('%s and %i months is %s', (month, steps, next) => expect(monthAfter(month, steps)).toBe(next))
})

it.each([
  [{ q: 'zoltan survey' }, true],
  [{ q: 'ZOLTÁN' }, true],
  [{ q: 'quote' }, false],
  [{ priority: 'high' as const }, false],
  [{ tag: 'site' }, true],
  [{ isBlocked: true }, false],
])('narrowed by %j a task is shown: %s', (filters, shown) => {
  const task = aTask('Site survey', { customerName: 'Zoltán Sensing', tags: ['site'] })
  expect(passes(task, filters)).toBe(shown)
})
