import { beforeAll, describe, expect, it } from 'vitest'
import type { Page } from '../../../../worker/kernel/page'
import type { TaskBoard, TaskRow, TaskWorkingSet } from '../../../../worker/tasks/contract'
import { aCompany, type Company, type Person } from '../../../support/actors'
import { as } from '../../../support/app'
import { aTask } from '../../../support/builders'

const titles = async (query: string, person: Person) => {
  const { body } = await as(person).get<Page<TaskRow>>(`/tasks?${query}`)
  return body.rows.map(({ title }) => title)
}
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

describe('a list', () => {
  let ours: Company
  beforeAll(async () => {
    ours = await aCompany()
    for (const [title, dueAt] of [
      ['b', inDays(2)],
      ['a', inDays(1)],
      ['never', null],
      ['c', inDays(3)],
      ['nor', null],
    ] as const) {
      await aTask(ours, { title, dueAt, tags: title === 'a' ? ['hot'] : [] })
    }
    await aTask(ours, { title: 'done', status: 'completed', completedAt: inDays(0) })
    await aTask(ours, {
      title: 'for all',
      visibility: 'public',
      assignedTo: ours.outsider.userId,
      assignedBy: ours.outsider.userId,
    })
    await aTask(ours, { title: 'theirs', assignedTo: ours.outsider.userId, assignedBy: ours.outsider.userId })
    await aTask(ours, { title: 'urgent', priority: 'critical', dueAt: inDays(9) })
  })
  const listed = (query: string, person = ours.rep) => titles(query, person)

  it('comes in the order of days, what is due at no time last, page by page', async () => {
    const seen: string[] = []
    let cursor = ''
    for (let pages = 0; pages < 10; pages++) {
      const { body, roundTrips } = await as(ours.rep).get<Page<TaskRow>>(`/tasks?isOpen=true&limit=2${cursor}`)
      expect(roundTrips).toBe(1)
      seen.push(...body.rows.map(({ title }) => title))
      if (body.nextCursor === null) break
      cursor = `&cursor=${body.nextCursor}`
    }
    expect(seen).toEqual(['a', 'b', 'c', 'urgent', 'never', 'nor'])
  })

  it.each([
    ['view=all&isOpen=true&sort=-created', ['urgent', 'for all', 'nor', 'c', 'never', 'a', 'b']],
    ['sort=urgency&limit=1', ['urgent']],
    ['tag=hot', ['a']],
    ['status=completed', ['done']],
    ['isOpen=false', ['done']],
    ['q=urg', ['urgent']],
    ['view=all&q=for', ['for all']],
    ['view=all&q=theirs', []],
    ['priority=critical', ['urgent']],
    [`dueFrom=${encodeURIComponent(inDays(1.5))}&dueTo=${encodeURIComponent(inDays(4))}`, ['b', 'c']],
    ['view=given', []],
    ['isBlocked=true', []],
  ])('of %s holds %j', async (query, expected) => {
    expect(await listed(query)).toEqual(expected)
  })

  it('of a team holds what the people one leads may show', async () => {
    expect(await listed('view=team', ours.manager)).toEqual([])
    await aTask(ours, { title: 'shared', visibility: 'public' })
    expect(await listed('view=team', ours.manager)).toEqual(['shared'])
    expect(await as(ours.rep).get('/tasks?view=team')).toMatchObject({ status: 403, body: { kind: 'team_not_yours' } })
  })

  it('goes on from no place of another', async () => {
    const { body } = await as(ours.rep).get<Page<TaskRow>>('/tasks?limit=1&sort=created')
    const elsewhere = await as(ours.rep).get(`/tasks?sort=due&cursor=${body.nextCursor}`)
    expect(elsewhere).toMatchObject({ status: 422, body: { kind: 'cursor_invalid' } })
  })

  it('as a board counts what it does not show', async () => {
    const { body, roundTrips } = await as(ours.rep).get<TaskBoard>('/tasks/board?cards=1')
    expect(roundTrips).toBe(1)
    expect(body.columns.map(({ status, count, cards }) => [status, count, cards.length])).toEqual([
      ['pending', 7, 1],
      ['in_progress', 0, 0],
      ['completed', 1, 1],
      ['canceled', 0, 0],
    ])
  })

  it('as a device keeps it is what is open and one’s own, and what was done lately', async () => {
    const { body, roundTrips } = await as(ours.rep).get<TaskWorkingSet>('/tasks/working-set')
    expect(roundTrips).toBe(1)
    expect(body.rows.map(({ title }) => title).sort()).toEqual([
      'a',
      'b',
      'c',
      'done',
      'never',
      'nor',
      'shared',
      'urgent',
    ])
    const { body: manager } = await as(ours.manager).get<TaskWorkingSet>('/tasks/working-set')
    expect(manager.rows.map(({ title }) => title)).toEqual(['shared'])
  })
})
