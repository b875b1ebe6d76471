import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../../worker/kernel/ids'
import type { Page } from '../../../../worker/kernel/page'
import type { WorkingSetChanges } from '../../../../worker/sales/contract'
import type { Task, TaskActivity, TaskAnswer, TaskRow } from '../../../../worker/tasks/contract'
import { aCompany, aPerson, aRole, type Company, type Person } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal, aTask } from '../../../support/builders'
import { forEachRole } from '../../../support/for-each-role'

let company: Company
beforeAll(async () => {
  company = await aCompany()
})

const make = async (body: object, person: Person = company.rep) => {
  const made = await as(person).post<TaskRow>('/tasks', body)
  expect(made).toMatchObject({ status: 201, roundTrips: 2 })
  return made.body
}
const show = (id: string, person: Person = company.rep) => as(person).get<Task>(`/tasks/${id}`)
const titles = async (query: string, person: Person = company.rep) => {
  const { body } = await as(person).get<Page<TaskRow>>(`/tasks?${query}`)
  return body.rows.map(({ title }) => title)
}
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const with_ = (person: Person, canEdit = false) => ({ userId: person.userId, canEdit })

describe('who may', () => {
  forEachRole('GET /tasks', { nobody: 401, sales_rep: 200, manager: 200, org_admin: 200 })
  forEachRole('GET /tasks/board', { nobody: 401, sales_rep: 200, manager: 200, org_admin: 200 })
  forEachRole('GET /tasks/working-set', { nobody: 401, sales_rep: 200, manager: 200, org_admin: 200 })
  forEachRole('POST /tasks', { nobody: 401, sales_rep: 201, manager: 201, org_admin: 201 }, () => ({
    path: '/tasks',
    body: { title: 'Call' },
  }))
  forEachRole('GET /tasks?view=team', { nobody: 401, sales_rep: 403, manager: 200, org_admin: 200 }, () => ({
    path: '/tasks?view=team',
  }))
  forEachRole('PATCH /tasks/:id', { nobody: 401, sales_rep: 200, manager: 404, org_admin: 404 }, async (ours) => ({
    path: `/tasks/${await aTask(ours)}`,
    body: { version: 1, title: 'Changed' },
  }))

  it('make and change nothing without the permission', async () => {
    const role = await aRole(company.tenantId, 'own', [])
    const guest = await aPerson(company.tenantId, 'Gus Guest', role)
    expect((await as(guest).get('/tasks')).status).toBe(403)
    expect((await as(guest).post('/tasks', { title: 'x' })).status).toBe(403)
  })
})

describe('a new task', () => {
  it('is one’s own and private unless it is said otherwise', async () => {
    expect(await make({ title: '  Call Ann  ' })).toMatchObject({
      title: 'Call Ann',
      assignedTo: company.rep.userId,
      assignedBy: company.rep.userId,
      visibility: 'private',
      status: 'pending',
      priority: 'medium',
      dueAt: null,
      version: 1,
    })
  })

  it('takes its customer from its deal, and has its list at once', async () => {
    const customerId = await aCustomer(company, { name: 'Globex' })
    const opportunityId = await aDeal(company, { customerId, title: 'Pumps' })
    const { id } = await make({ title: 'Visit', opportunityId, checklist: ['Pack', 'Drive'], tags: ['Site', 'site'] })
    const { body } = await show(id)
    expect(body).toMatchObject({ opportunityTitle: 'Pumps', customerName: 'Globex', customerId, tags: ['Site'] })
    expect(body.checklist.map(({ title }) => title)).toEqual(['Pack', 'Drive'])
    expect(body).toMatchObject({ checklistTotal: 2, checklistDone: 0 })
  })

  it.each([
    ['a deal nobody knows', () => ({ opportunityId: newId() }), 422, 'opportunity_not_found'],
    ['a person nobody knows', () => ({ assignedTo: newId() }), 422, 'assignee_not_found'],
    ['somebody one does not lead', () => ({ assignedTo: company.outsider.userId }), 403, 'assignee_not_yours'],
    [
      'a rule nobody understands',
      () => ({ recurrence: 'FREQ=HOURLY', dueAt: inDays(1) }),
      422,
      'recurrence_not_understood',
    ],
    ['a rule without a day', () => ({ recurrence: 'FREQ=DAILY' }), 422, 'task_recurs_without_due'],
    [
      'a stranger to share with',
      () => ({ collaborators: [{ userId: newId(), canEdit: true }] }),
      422,
      'collaborator_not_found',
    ],
  ] as const)('is refused with %s', async (_, more, status, kind) => {
    const refused = await as(company.rep).post('/tasks', { title: 'Call', ...more() })
    expect(refused).toMatchObject({ status, body: { kind } })
  })

  it('is given by whoever leads somebody', async () => {
    const row = await make({ title: 'Prepare', assignedTo: company.rep.userId }, company.manager)
    expect(row).toMatchObject({ assignedTo: company.rep.userId, assignedBy: company.manager.userId })
    expect((await show(row.id)).status).toBe(200)
    expect((await show(row.id, company.admin)).status).toBe(404)
  })

  it('is made once, however often it is sent', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() }
    const id = newId()
    const [first, again] = [
      await as(company.rep).post<TaskRow>('/tasks', { id, title: 'Once' }, key),
      await as(company.rep).post<TaskRow>('/tasks', { id, title: 'Once' }, key),
    ]
    expect(again).toMatchObject({ status: 201, body: first.body })
    expect(await as(company.rep).post('/tasks', { id, title: 'Once' })).toMatchObject({ status: 409 })
  })
})

describe('an edit', () => {
  it('changes its fields whatever else was changed meanwhile, and tells what it went over', async () => {
    const row = await make({ title: 'Call', collaborators: [with_(company.manager, true)] })
    const theirs = await as(company.manager).patch<TaskAnswer>(`/tasks/${row.id}`, {
      version: 1,
      title: 'Call Ann',
      priority: 'high',
    })
    expect(theirs).toMatchObject({ status: 200, roundTrips: 2, body: { overwritten: [], task: { version: 2 } } })
    const mine = await as(company.rep).patch<TaskAnswer>(`/tasks/${row.id}`, {
      version: 1,
      title: 'Ring Ann',
      tags: ['x'],
    })
    expect(mine.body).toMatchObject({
      overwritten: [{ field: 'title', theirs: 'Call Ann' }],
      task: { title: 'Ring Ann', priority: 'high', tags: ['x'], version: 3 },
    })
    const { body } = await as(company.rep).get<TaskActivity>(`/tasks/${row.id}/activity`)
    expect(body.rows.map(({ type, after }) => [type, after?.title])).toEqual([
      ['task.changed', 'Ring Ann'],
      ['task.changed', 'Call Ann'],
      ['task.created', 'Call'],
    ])
  })

  it('that says nothing new changes nothing', async () => {
    const row = await make({ title: 'Call' })
    const same = await as(company.rep).patch<TaskAnswer>(`/tasks/${row.id}`, { version: 1, title: 'Call' })
    expect(same.body.task).toEqual(row)
  })

  it('is refused to whoever may only look', async () => {
    const { id } = await make({ title: 'Call', collaborators: [with_(company.outsider)] })
    expect(await as(company.outsider).patch(`/tasks/${id}`, { version: 1, title: 'x' })).toMatchObject({
      status: 403,
      body: { kind: 'task_not_yours' },
    })
    const { id: open } = await make({ title: 'For all', visibility: 'public' })
    expect((await show(open, company.outsider)).status).toBe(200)
    expect((await as(company.outsider).post(`/tasks/${open}/complete`)).status).toBe(403)
  })

  it('does not take the task from the sight of whoever makes it', async () => {
    const { id } = await make({ title: 'Call', collaborators: [with_(company.outsider, true)] })
    const refused = await as(company.outsider).patch(`/tasks/${id}`, { version: 1, visibility: 'private' })
    expect(refused).toMatchObject({ status: 409, body: { kind: 'task_would_leave_you' } })
  })
})

describe('sharing', () => {
  const changes = async (person: Person, since: number) =>
    (await as(person).get<WorkingSetChanges>(`/working-set/changes?since=${since}`)).body
  const head = async (person: Person) => (await changes(person, 0)).seq

  it('shows a task to people, and takes it from their sight again', async () => {
    const { id } = await make({ title: 'Secret plan' })
    expect((await show(id, company.outsider)).status).toBe(404)
    let since = await head(company.outsider)
    const shared = await as(company.rep).put<TaskAnswer>(`/tasks/${id}/sharing`, {
      collaborators: [with_(company.outsider)],
    })
    expect(shared).toMatchObject({ status: 200, roundTrips: 2, body: { task: { visibility: 'collaborative' } } })
    expect((await show(id, company.outsider)).status).toBe(200)
    const told = await changes(company.outsider, since)
    expect(told.changes.find(({ type }) => type === 'task.shared')).toMatchObject({
      entityId: id,
      after: { title: 'Secret plan' },
    })

    since = told.seq
    await as(company.rep).put(`/tasks/${id}/sharing`, { collaborators: [] })
    expect((await show(id, company.outsider)).status).toBe(404)
    const gone = await changes(company.outsider, since)
    expect(gone.changes).toMatchObject([{ type: 'task.withdrawn', entityId: id, before: null, after: null }])
    // Whoever still sees it hears of it as a change, not as gone.
    expect((await changes(company.rep, since)).changes.map(({ type }) => type)).toEqual(['task.shared_with'])
  })

  it('tells nobody else what a private task is about, administrators included', async () => {
    const since = await head(company.admin)
    const { id } = await make({ title: 'Salary talk' })
    await as(company.rep).patch(`/tasks/${id}`, { version: 1, title: 'Salary talks' })
    for (const person of [company.admin, company.manager, company.outsider]) {
      expect((await changes(person, since)).changes).toEqual([])
      expect((await as(person).get(`/tasks/${id}/activity`)).status).toBe(404)
    }
    expect((await changes(company.rep, since)).changes).toHaveLength(2)
  })

  it('withdraws a public task from everyone but its people', async () => {
    const { id } = await make({ title: 'Announcement', visibility: 'public' })
    const since = await head(company.admin)
    await as(company.rep).patch(`/tasks/${id}`, { version: 1, visibility: 'private' })
    expect((await changes(company.admin, since)).changes).toMatchObject([{ type: 'task.withdrawn', after: null }])
    expect((await changes(company.rep, since)).changes).toMatchObject([{ type: 'task.changed' }])
  })

  it('is left by whoever wants to, and decided by nobody else', async () => {
    const { id } = await make({ title: 'Plan', collaborators: [with_(company.outsider), with_(company.manager, true)] })
    const sharing = `/tasks/${id}/sharing`
    expect(await as(company.manager).put(sharing, { collaborators: [with_(company.manager, true)] })).toMatchObject({
      status: 403,
    })
    expect(await as(company.outsider).put(sharing, { collaborators: [with_(company.manager, true)] })).toMatchObject({
      status: 200,
    })
    expect((await show(id, company.outsider)).status).toBe(404)
    expect((await show(id)).body.collaborators).toEqual([with_(company.manager, true)])
  })
})

describe('a series', () => {
  it('goes on when one of it is done, with its list and its people', async () => {
    const dueAt = '2026-03-02T08:00:00.000Z'
    const row = await make({
      title: 'Report',
      dueAt,
      recurrence: 'freq=weekly',
      checklist: ['Numbers'],
      collaborators: [with_(company.outsider, true)],
    })
    const done = await as(company.outsider).post<TaskAnswer>(`/tasks/${row.id}/complete`)
    expect(done).toMatchObject({ status: 200, roundTrips: 2, body: { task: { status: 'completed' } } })
    const next = done.body.next!
    expect(next).toMatchObject({
      title: 'Report',
      status: 'pending',
      recurrence: 'FREQ=WEEKLY',
      assignedTo: company.rep.userId,
    })
    expect(Date.parse(next.dueAt!)).toBeGreaterThan(Date.now())
    expect(new Date(next.dueAt!).getUTCDay()).toBe(1)
    const { body } = await show(next.id)
    expect(body).toMatchObject({ previousId: row.id, collaborators: [with_(company.outsider, true)] })
    expect(body.checklist).toMatchObject([{ title: 'Numbers', isDone: false }])
  })

  it('takes the next one back when one is taken up again, unless somebody has touched it', async () => {
    const row = await make({ title: 'Ledger', dueAt: inDays(1), recurrence: 'FREQ=DAILY' })
    const complete = () => as(company.rep).post<TaskAnswer>(`/tasks/${row.id}/complete`)
    const reopen = () => as(company.rep).post<TaskAnswer>(`/tasks/${row.id}/reopen`)
    const first = (await complete()).body.next!
    expect((await reopen()).body.takenBack).toBe(first.id)
    expect((await show(first.id)).status).toBe(404)
    const second = (await complete()).body.next!
    await as(company.rep).patch(`/tasks/${second.id}`, { version: 1, title: 'Mine' })
    expect((await reopen()).body.takenBack).toBeNull()
    // And it has one successor, however often it is done.
    expect((await complete()).body.next).toBeNull()
    expect((await titles('view=mine&q=ledger')).concat(await titles('view=mine&q=mine'))).toEqual(['Ledger', 'Mine'])
  })
})
