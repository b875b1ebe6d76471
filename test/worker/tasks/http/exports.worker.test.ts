import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { changeLog, tasks, tenants } from '../../../../drizzle/schema'
import { newId } from '../../../../worker/kernel/ids'
import { aCompany, aPerson, aRole, type Company, owner, type Person } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal, aTask } from '../../../support/builders'
import { recordsOf } from '../../../support/csv'

const NASTY = '=cmd|"/c calc"!A1, "quoted",\r\nשלום 🎉;\ttab'

/** What the file says that somebody downloads. */
async function download(person: Person, query = ''): Promise<Record<string, string>[]> {
  const answer = await as(person).fetch(`/exports/tasks.csv${query}`)
  expect(answer.status).toBe(200)
  return recordsOf(await answer.text())
}
const titles = async (person: Person, query = '') => (await download(person, query)).map(({ Title }) => Title).sort()

describe('a file of tasks', () => {
  let company: Company
  beforeAll(async () => {
    company = await aCompany()
  })

  it('holds each task as it is, also what a spreadsheet would run', async () => {
    const own = await aCompany()
    const assignedTo = own.admin.userId
    const customerId = await aCustomer(own, { name: '+Globex' })
    const opportunityId = await aDeal(own, { customerId, title: '@Rollout' })
    const id = await aTask(own, {
      assignedTo,
      customerId,
      opportunityId,
      title: NASTY,
      description: '=1+1',
      priority: 'high',
      visibility: 'collaborative',
      status: 'completed',
      dueAt: '2026-02-28T12:00:00.000Z',
      completedAt: '2026-02-27T09:30:00.000Z',
      createdAt: '2026-01-31T23:30:00.000Z',
      estimateMinutes: 90,
      tags: ['a', 'b'],
      recurrence: 'FREQ=WEEKLY',
    })
    await as(own.admin).post(`/tasks/${id}/checklist`, { items: [{ title: 'x' }, { title: 'y', isDone: true }] })
    for (const minutes of [10, 15]) await as(own.admin).post(`/tasks/${id}/time`, { minutes })
    expect(await download(own.admin)).toEqual([
      {
        'Task id': id,
        Title: `'${NASTY}`,
        Status: 'completed',
        Priority: 'high',
        'Assigned to': 'Ada Admin',
        'Assigned by': 'Rita Rep',
        'Seen by': 'collaborative',
        Due: '2026-02-28T12:00:00.000Z',
        Completed: '2026-02-27T09:30:00.000Z',
        Deal: "'@Rollout",
        Customer: "'+Globex",
        Tags: 'a; b',
        'Planned minutes': '90',
        'Logged minutes': '25',
        Repeats: 'FREQ=WEEKLY',
        'Steps done': '0',
        Steps: '2',
        Created: '2026-01-31T23:30:00.000Z',
        Description: "'=1+1",
      },
    ])
  })

  it.each([
    ['Europe/Berlin', '2026-05-06T21:59:59.999Z'],
    ['Europe/Berlin', '2026-05-07T03:59:59.999Z'], // the end of that day in New York
    ['America/New_York', '2026-05-06T21:59:59.999Z'],
    ['Asia/Tokyo', '2026-05-06T21:59:59.999Z'],
  ])('says the day that is meant, read in %s', async (timeZone, dueAt) => {
    const own = await aCompany()
    await owner().update(tenants).set({ timeZone }).where(eq(tenants.id, own.tenantId))
    const { userId } = own.admin
    await aTask(own, { assignedTo: userId, assignedBy: userId, dueAt, dueIsDay: true })
    expect((await download(own.admin))[0]?.Due).toBe('2026-05-06')
  })

  it('takes the filters of the lists', async () => {
    const own = await aCompany()
    const { userId } = own.admin
    const mine = { assignedTo: userId, assignedBy: userId }
    await aTask(own, { ...mine, title: 'Call Ann', tags: ['phone'] })
    await aTask(own, {
      ...mine,
      title: 'Write Ben',
      status: 'completed',
      completedAt: new Date().toISOString(),
      description: 'About the pumps',
    })
    await aTask(own, { title: 'Theirs', visibility: 'public' })
    expect(await titles(own.admin)).toEqual(['Call Ann', 'Theirs', 'Write Ben'])
    expect(await titles(own.admin, '?view=mine&isOpen=true')).toEqual(['Call Ann'])
    expect(await titles(own.admin, '?view=team')).toEqual(['Theirs'])
    expect(await titles(own.admin, '?tag=phone')).toEqual(['Call Ann'])
    expect(await titles(own.admin, '?q=pumps')).toEqual(['Write Ben'])
    expect(await titles(own.admin, `?assignedTo=${newId()}`)).toEqual([])
  })

  it('holds what its reader may see and nothing else', async () => {
    const role = await aRole(company.tenantId, 'own', ['org.export_data', 'tasks.view_assigned'])
    const clerk = await aPerson(company.tenantId, 'Clerk', role)
    const customerId = await aCustomer(company)
    const opportunityId = await aDeal(company, { customerId, title: 'Secret deal' })
    await aTask(company, { assignedTo: clerk.userId, title: 'Mine', opportunityId })
    await aTask(company, { title: 'Private' })
    await aTask(company, { title: 'Public', visibility: 'public' })
    await aTask(company, { title: 'Deleted', visibility: 'public', deletedAt: new Date().toISOString() })
    const rows = await download(clerk)
    expect(rows.map(({ Title }) => Title).sort()).toEqual(['Mine', 'Public'])
    expect(rows.map(({ Deal, Customer }) => [Deal, Customer])).toEqual([
      ['', ''],
      ['', ''],
    ])
    const team = await as(clerk).get('/exports/tasks.csv?view=team')
    expect(team).toMatchObject({ status: 403, body: { kind: 'team_not_yours' } })
  })

  it('is whole over many pages, and each task is there once', async () => {
    const own = await aCompany()
    const { userId } = own.admin
    const rows = Array.from({ length: 4500 }, (_, i) => ({
      tenantId: own.tenantId,
      id: newId<string>(),
      title: `Task ${i}`,
      assignedTo: userId,
      assignedBy: userId,
    }))
    for (let i = 0; i < rows.length; i += 1500)
      await owner()
        .insert(tasks)
        .values(rows.slice(i, i + 1500))
    const read = await download(own.admin)
    expect(read.map((row) => row['Task id'])).toEqual(rows.map(({ id }) => id).sort())
  })

  it('is written down before it leaves, for administrators', async () => {
    const answer = await as(company.admin).fetch('/exports/tasks.csv?q=secret')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="tasks-\d{4}-\d\d-\d\d\.csv"$/)
    await answer.body?.cancel()
    const made = await owner()
      .select()
      .from(changeLog)
      .where(and(eq(changeLog.tenantId, company.tenantId), eq(changeLog.type, 'data.exported')))
    expect(made.find(({ actorId }) => actorId === company.admin.userId)).toMatchObject({
      audience: 'admin',
      entity: 'export',
      after: { what: 'tasks', filters: { q: 'secret' } },
    })
  })

  it.each([
    ['nobody', 401],
    ['rep', 403],
    ['manager', 403],
    ['admin', 200],
  ] as const)('is for those whose role says so: %s %d', async (role, status) => {
    const answer = await as(role === 'nobody' ? null : company[role]).fetch('/exports/tasks.csv')
    await answer.text()
    expect(answer.status).toBe(status)
  })

  it('is for those who may see tasks at all', async () => {
    const role = await aRole(company.tenantId, 'own', ['org.export_data'])
    const blind = await aPerson(company.tenantId, 'Bela Blind', role)
    expect((await as(blind).get('/exports/tasks.csv')).status).toBe(403)
  })

  it('counts with the other files: not more than ten a minute of all of them', async () => {
    const own = await aCompany()
    const statuses: number[] = []
    for (let i = 0; i < 11; i++) {
      const answer = await as(own.admin).fetch(`/exports/${i % 2 === 0 ? 'tasks' : 'customers'}.csv`)
      await answer.text()
      statuses.push(answer.status)
    }
    expect(statuses).toEqual([...Array(10).fill(200), 429])
  })
})
