import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { tasks } from '../../../../drizzle/schema'
import { newId } from '../../../../worker/kernel/ids'
import type { Page } from '../../../../worker/kernel/page'
import { openDatabase } from '../../../../worker/platform/db'
import { LostRace, UnitOfWork } from '../../../../worker/platform/unit-of-work'
import { changeChecklistItem, taskWork } from '../../../../worker/tasks'
import type {
  Attachment,
  BulkAnswer,
  ChecklistItem,
  Comment,
  Task,
  TaskRow,
  Template,
  TimeEntry,
} from '../../../../worker/tasks/contract'
import { aCompany, type Company, owner, type Person } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal, aTask } from '../../../support/builders'

let company: Company
beforeAll(async () => {
  company = await aCompany()
})
const show = async (id: string, person: Person = company.rep) => (await as(person).get<Task>(`/tasks/${id}`)).body
const shareWith = (id: string, person: Person, canEdit = false) =>
  as(company.rep).put(`/tasks/${id}/sharing`, { collaborators: [{ userId: person.userId, canEdit }] })

describe('a checklist', () => {
  type List = { checklist: ChecklistItem[] }

  it('is added to, ticked, moved and cleared, each in two round trips', async () => {
    const id = await aTask(company)
    const rep = as(company.rep)
    const added = await rep.post<List>(`/tasks/${id}/checklist`, {
      items: [{ title: 'a' }, { title: 'b' }, { title: 'c' }],
    })
    expect(added).toMatchObject({ status: 200, roundTrips: 2 })
    const [a, b, c] = added.body.checklist as [ChecklistItem, ChecklistItem, ChecklistItem]
    const ticked = await rep.patch<List>(`/tasks/${id}/checklist/${a.id}`, { isDone: true })
    expect(ticked).toMatchObject({ status: 200, roundTrips: 2 })
    const moved = await rep.patch<List>(`/tasks/${id}/checklist/${c.id}`, { after: a.id })
    expect(moved.body.checklist.map(({ title }) => title)).toEqual(['a', 'c', 'b'])
    await rep.delete(`/tasks/${id}/checklist/${b.id}`)
    const task = await show(id)
    expect(task).toMatchObject({ checklistTotal: 2, checklistDone: 1, version: 1 })
    expect(task.checklist).toMatchObject([{ title: 'a', isDone: true, doneBy: company.rep.userId }, { title: 'c' }])
  })

  it('keeps what each of two people changed of a line at the same moment', async () => {
    const id = await aTask(company)
    await shareWith(id, company.outsider, true)
    const added = await as(company.rep).post<List>(`/tasks/${id}/checklist`, { items: [{ title: 'Call' }] })
    const line = added.body.checklist[0]!.id // one was added
    const decided = async (actor: Person, change: Parameters<typeof changeChecklistItem>[3]) => {
      const unit = new UnitOfWork(openDatabase(env), { as: 'actor', actor })
      expect(await changeChecklistItem(taskWork(unit), id, line, change)).toMatchObject({ ok: true })
      return unit
    }
    const of = async () => (await show(id)).checklist
    // Each has read it before the other has written.
    const [ticked, renamed] = [
      await decided(company.rep, { isDone: true }),
      await decided(company.outsider, { title: 'Call Ann' }),
    ]
    await renamed.commit()
    await ticked.commit()
    expect(await of()).toMatchObject([{ title: 'Call Ann', isDone: true, doneBy: company.rep.userId }])

    // Of one and the same thing the second decides anew, on what is there by then.
    const [one, other] = [
      await decided(company.rep, { title: 'Call Bob' }),
      await decided(company.outsider, { title: 'Call Cleo' }),
    ]
    await one.commit()
    await expect(other.commit()).rejects.toBeInstanceOf(LostRace)
    expect(await of()).toMatchObject([{ title: 'Call Bob' }])
  })

  it('is not for whoever may only look', async () => {
    const id = await aTask(company)
    await shareWith(id, company.outsider)
    const refused = await as(company.outsider).post(`/tasks/${id}/checklist`, { items: [{ title: 'x' }] })
    expect(refused).toMatchObject({ status: 403, body: { kind: 'task_not_yours' } })
  })
})

describe('a task that waits', () => {
  const wait = (id: string, blockedById: string) => as(company.rep).post(`/tasks/${id}/dependencies`, { blockedById })

  it('is not done before what it waits for, and hears when it need not wait any longer', async () => {
    const [first, second] = [await aTask(company, { title: 'First' }), await aTask(company)]
    expect(await wait(second, first)).toMatchObject({ status: 200, roundTrips: 2 })
    expect(await show(second)).toMatchObject({ openBlockers: 1, blockedBy: [{ id: first, title: 'First' }] })
    expect((await show(first)).blocks).toMatchObject([{ id: second }])
    expect(await as(company.rep).post(`/tasks/${second}/complete`)).toMatchObject({
      status: 409,
      body: { kind: 'task_blocked', openBlockers: 1 },
    })
    await as(company.rep).post(`/tasks/${first}/complete`)
    expect(await show(second)).toMatchObject({ openBlockers: 0 })
    const { body } = await as(company.rep).get<{ rows: { type: string }[] }>(`/tasks/${second}/activity`)
    expect(body.rows[0]).toMatchObject({ type: 'task.unblocked', after: { isBlocked: false } })
    expect((await as(company.rep).post(`/tasks/${second}/complete`)).status).toBe(200)
  })

  it('never waits for itself, by whatever way round', async () => {
    const [a, b, c] = [await aTask(company), await aTask(company), await aTask(company)]
    await wait(a, b)
    await wait(b, c)
    for (const [one, other] of [
      [c, a],
      [b, a],
      [a, a],
    ] as const) {
      expect(await wait(one, other)).toMatchObject({ status: 409, body: { kind: 'dependency_circular' } })
    }
  })

  it('is held up by one that not everybody who sees it may see', async () => {
    const [hidden, seen] = [await aTask(company), await aTask(company)]
    await shareWith(seen, company.outsider, true)
    await wait(seen, hidden)
    expect(await show(seen, company.outsider)).toMatchObject({ openBlockers: 1, blockedBy: [] })
    expect(await as(company.outsider).post(`/tasks/${seen}/dependencies`, { blockedById: hidden })).toMatchObject({
      status: 422,
      body: { kind: 'dependency_not_found' },
    })
  })
})

describe('a comment', () => {
  const say = (id: string, body: object, person: Person = company.rep) =>
    as(person).post<Comment>(`/tasks/${id}/comments`, body)

  it('is made by whoever sees the task, and changed by its author alone', async () => {
    const id = await aTask(company)
    await shareWith(id, company.outsider)
    const said = await say(id, { text: 'Well?', mentions: [company.rep.userId] }, company.outsider)
    expect(said).toMatchObject({ status: 201, roundTrips: 2, body: { authorId: company.outsider.userId } })
    const path = `/tasks/${id}/comments/${said.body.id}`
    expect(await as(company.rep).patch(path, { text: 'Mine' })).toMatchObject({ status: 403 })
    expect(await as(company.outsider).patch<Comment>(path, { text: 'Well, then' })).toMatchObject({
      status: 200,
      body: { text: 'Well, then', version: 2, editedAt: expect.any(String) },
    })
    expect(await show(id)).toMatchObject({ commentCount: 1, comments: [{ text: 'Well, then' }] })
    expect((await as(company.rep).delete(path)).status).toBe(403)
    expect((await as(company.outsider).delete(path)).status).toBe(204)
    expect(await show(id)).toMatchObject({ commentCount: 0, comments: [] })
  })

  it('names nobody who could not read it', async () => {
    const id = await aTask(company)
    expect(await say(id, { text: '@Otto', mentions: [company.outsider.userId] })).toMatchObject({
      status: 422,
      body: { kind: 'mention_cannot_see', userIds: [company.outsider.userId] },
    })
  })
})

describe('time', () => {
  it('runs on one task at a time, and is counted when it stops', async () => {
    const [one, other] = [await aTask(company), await aTask(company)]
    const rep = as(company.rep)
    expect(await rep.post<TimeEntry>(`/tasks/${one}/timer/start`)).toMatchObject({
      status: 200,
      body: { minutes: null },
    })
    expect((await rep.post(`/tasks/${one}/timer/start`)).status).toBe(200)
    expect(await rep.post(`/tasks/${other}/timer/start`)).toMatchObject({
      status: 409,
      body: { kind: 'timer_running' },
    })
    expect(await rep.post(`/tasks/${other}/timer/stop`)).toMatchObject({
      status: 409,
      body: { kind: 'timer_not_running' },
    })
    expect(await rep.post<TimeEntry>(`/tasks/${one}/timer/stop`)).toMatchObject({ status: 200, body: { minutes: 1 } })
    const logged = await rep.post<TimeEntry>(`/tasks/${one}/time`, { minutes: 90, note: 'On site' })
    expect(logged).toMatchObject({ status: 201, roundTrips: 2 })
    expect((await show(one)).time.map(({ minutes }) => minutes).sort()).toEqual([1, 90])
    expect((await rep.delete(`/tasks/${one}/time/${logged.body.id}`)).status).toBe(204)
    expect((await show(one)).time).toHaveLength(1)
  })

  it('begins anew for whoever has lost the task on which it ran', async () => {
    const [lost, kept] = [await aTask(company), await aTask(company, { assignedTo: company.manager.userId })]
    const manager = as(company.manager)
    await as(company.rep).put(`/tasks/${lost}/sharing`, {
      visibility: 'collaborative',
      collaborators: [{ userId: company.manager.userId, canEdit: true }],
    })
    const startedAt = new Date(Date.now() - 30 * 60_000).toISOString()
    expect((await manager.post(`/tasks/${lost}/timer/start?startedAt=${startedAt}`)).status).toBe(200)
    expect((await manager.post(`/tasks/${kept}/timer/start`)).status).toBe(409)
    await as(company.rep).put(`/tasks/${lost}/sharing`, { collaborators: [] })
    expect(await manager.post(`/tasks/${kept}/timer/start`)).toMatchObject({ status: 200, roundTrips: 2 })
    // What they did there is still counted.
    expect((await show(lost)).time).toMatchObject([{ userId: company.manager.userId, minutes: 30 }])
    expect(await manager.post(`/tasks/${kept}/timer/stop`)).toMatchObject({ status: 200, body: { minutes: 1 } })
  })

  it.each([
    ['time', { minutes: 5 }, 'time_entry_exists'],
    ['reminders', { remindAt: '2199-01-01T00:00:00Z' }, 'reminder_exists'],
  ])('and what else has an id of the client’s is there once: %s', async (part, body, kind) => {
    const id = await aTask(company)
    const twice = { ...body, id: newId() }
    expect((await as(company.rep).post(`/tasks/${id}/${part}`, twice)).status).toBe(201)
    expect(await as(company.rep).post(`/tasks/${id}/${part}`, twice)).toMatchObject({ status: 409, body: { kind } })
  })
})

describe('a file', () => {
  const upload = (id: string, name: string, body: BodyInit, person: Person = company.rep, key?: string) => {
    const bytes = new Blob([body as BlobPart])
    const once: Record<string, string> = key ? { 'idempotency-key': key } : {}
    return as(person).fetch(`/tasks/${id}/attachments?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(bytes.size), ...once },
      body: bytes,
    })
  }

  it('is attached once under its key; another file, or another name, under the same one is refused', async () => {
    const id = await aTask(company)
    const key = crypto.randomUUID()
    const first = await upload(id, 'plan.txt', 'Plan A', company.rep, key)
    const again = await upload(id, 'plan.txt', 'Plan A', company.rep, key)
    expect([first.status, again.status, again.headers.get('idempotent-replay')]).toEqual([201, 201, 'true'])
    expect(await again.json()).toEqual(await first.json())
    for (const [name, body] of [
      ['other.txt', 'Plan A'],
      ['plan.txt', 'Plan B'],
    ] as const) {
      const other = await upload(id, name, body, company.rep, key)
      expect(other.status).toBe(422)
      expect(await other.json()).toMatchObject({ kind: 'operation_id_reused' })
    }
  })

  it('is kept under the type its bytes have, and leaves only as a download', async () => {
    const id = await aTask(company)
    const made = await upload(id, 'Zoltán.pdf', '%PDF-1.7 plan')
    expect(made.status).toBe(201)
    const file = (await made.json()) as Attachment
    expect(file).toMatchObject({ name: 'Zoltán.pdf', contentType: 'application/pdf', bytes: 13 })
    const path = `/tasks/${id}/attachments/${file.id}`
    const taken = await as(company.rep).fetch(path)
    expect(await taken.text()).toBe('%PDF-1.7 plan')
    expect(taken.headers.get('content-disposition')).toMatch(/^attachment; filename="Zolt_n\.pdf"/)
    expect(taken.headers.get('x-content-type-options')).toBe('nosniff')
    expect(taken.headers.get('content-security-policy')).toContain('sandbox')
    expect(taken.headers.get('cache-control')).toBe('no-store')
    expect((await as(company.outsider).fetch(path)).status).toBe(404)
    expect((await as(company.rep).delete(path)).status).toBe(204)
    expect((await as(company.rep).fetch(path)).status).toBe(404)
    expect((await env.FILES.list({ prefix: `tasks/${company.tenantId}/${id}` })).objects).toEqual([])
  })

  it.each([
    ['page.pdf', '<html><script>', 422, 'file_type_refused'],
    ['plan.png', '%PDF-1.7', 422, 'file_name_disagrees'],
    ['empty.txt', '', 422, 'file_empty'],
  ])('%s is refused when it is not what it says', async (name, body, status, kind) => {
    const answer = await upload(await aTask(company), name, body)
    expect({ status: answer.status, ...((await answer.json()) as object) }).toMatchObject({ status, kind })
  })

  it('leaves no bytes where there is no task', async () => {
    const id = newId()
    expect((await upload(id, 'a.txt', 'x')).status).toBe(404)
    expect((await env.FILES.list({ prefix: `tasks/${company.tenantId}/${id}` })).objects).toEqual([])
  })
})

describe('many at once', () => {
  const bulk = (changes: object[], person: Person = company.rep) =>
    as(person).post<BulkAnswer>('/tasks/bulk', { changes })

  it('are changed in one operation, and put back by what it answers', async () => {
    const ids = [await aTask(company, { tags: ['a'] }), await aTask(company, { priority: 'high' })]
    const dueAt = new Date(Date.now() + 86_400_000).toISOString()
    const before = await Promise.all(ids.map((id) => show(id)))
    const done = await bulk(ids.map((id) => ({ id, status: 'completed', dueAt, addTags: ['b'] })))
    expect(done).toMatchObject({ status: 200, roundTrips: 2 })
    expect(done.body.rows).toMatchObject([
      { status: 'completed', dueAt, tags: ['a', 'b'], version: 2 },
      { status: 'completed', dueAt, tags: ['b'], version: 2 },
    ])
    expect((await bulk(done.body.undo.changes)).status).toBe(200)
    const after = await Promise.all(ids.map((id) => show(id)))
    const facts = ({ status, dueAt: due, tags, priority, completedAt }: Task) => ({
      status,
      due,
      tags,
      priority,
      completedAt,
    })
    expect(after.map(facts)).toEqual(before.map(facts))
  })

  it('are all left alone when one is refused', async () => {
    const mine = await aTask(company)
    const theirs = await aTask(company, { assignedTo: company.outsider.userId, assignedBy: company.outsider.userId })
    expect(
      await bulk([
        { id: mine, status: 'completed' },
        { id: theirs, status: 'completed' },
      ]),
    ).toMatchObject({
      status: 404,
      body: { kind: 'task_not_found', taskId: theirs },
    })
    expect((await show(mine)).status).toBe('pending')
  })

  it('are given by whoever leads', async () => {
    const id = await aTask(company, { assignedTo: company.manager.userId, assignedBy: company.manager.userId })
    expect(await bulk([{ id, assignedTo: company.outsider.userId }], company.manager)).toMatchObject({ status: 403 })
    expect(await bulk([{ id, assignedTo: company.rep.userId }], company.manager)).toMatchObject({ status: 200 })
    expect((await show(id)).assignedTo).toBe(company.rep.userId)
  })
})

describe('a template', () => {
  it('is its maker’s to change, and everybody’s to use when it is shared', async () => {
    const body = { name: 'Site visit', isShared: true, content: { title: 'Visit', checklist: ['Boots'], dueInDays: 3 } }
    const made = await as(company.rep).post<Template>('/task-templates', body)
    expect(made.status).toBe(201)
    const { body: all } = await as(company.outsider).get<{ rows: Template[] }>('/task-templates')
    expect(all.rows).toMatchObject([{ name: 'Site visit', content: { priority: 'medium', checklist: ['Boots'] } }])
    const path = `/task-templates/${made.body.id}`
    expect((await as(company.outsider).put(path, body)).status).toBe(403)
    expect(await as(company.rep).put(path, { ...body, name: 'Visit', isShared: false })).toMatchObject({ status: 200 })
    expect((await as(company.outsider).get<{ rows: Template[] }>('/task-templates')).body.rows).toEqual([])
    expect((await as(company.rep).delete(path)).status).toBe(204)
  })
})

describe('the follow-up of a conversation', () => {
  const followUps = async () => (await as(company.rep).get<Page<TaskRow>>('/tasks?sort=-created&limit=1')).body.rows[0]

  it('is a task of whoever had it, due at the end of that day, and moves with it', async () => {
    const customerId = await aCustomer(company, { name: 'Globex' })
    const opportunityId = await aDeal(company, { customerId, title: 'Pumps' })
    const logged = await as(company.rep).post<{ interaction: { id: string } }>('/interactions', {
      channel: 'call',
      subject: 'Prices',
      opportunityId,
      followUpOn: '2030-05-06',
    })
    expect(logged).toMatchObject({ status: 201, roundTrips: 2 })
    const task = await followUps()
    expect(task).toMatchObject({
      title: 'Follow up: Prices',
      assignedTo: company.rep.userId,
      opportunityTitle: 'Pumps',
      customerName: 'Globex',
      dueAt: '2030-05-06T23:59:59.999Z',
      dueIsDay: true,
    })
    const { id } = logged.body.interaction
    await as(company.rep).patch(`/interactions/${id}`, { version: 1, followUpOn: '2030-05-07' })
    expect(await followUps()).toMatchObject({ id: task?.id, dueAt: '2030-05-07T23:59:59.999Z' })
    await as(company.rep).patch(`/interactions/${id}`, { version: 2, followUpOn: null })
    expect(await followUps()).toMatchObject({ id: task?.id, status: 'canceled' })
    expect(await owner().$count(tasks, eq(tasks.opportunityId, opportunityId))).toBe(1)
  })
})
