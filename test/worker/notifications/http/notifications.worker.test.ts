import { env } from 'cloudflare:workers'
import { and, eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { notifications, taskReminders, users } from '../../../../drizzle/schema'
import { newId, type TaskId } from '../../../../worker/kernel/ids'
import { notifier } from '../../../../worker/notifications'
import type { Notification, NotificationPage } from '../../../../worker/notifications/contract'
import { commitSystem, systemUnit } from '../../../../worker/platform/background'
import { remindOfTasks } from '../../../../worker/tasks'
import type { BulkAnswer, Comment, TaskRow } from '../../../../worker/tasks/contract'
import { aCompany, aPerson, aRole, type Company, owner, type Person } from '../../../support/actors'
import { as } from '../../../support/app'
import { aTask } from '../../../support/builders'
import { Device } from '../../../support/device'
import { forEachRole } from '../../../support/for-each-role'

let company: Company
beforeEach(async () => {
  company = await aCompany()
})

const pageOf = async (person: Person, asked = '') =>
  (await as(person).get<NotificationPage>(`/notifications${asked}`)).body
const told = async (person: Person) => (await pageOf(person)).rows.map(({ type, taskId }) => [type, taskId])
const say = (person: Person, id: TaskId, text: string, mentions: Person[] = [], more: object = {}) =>
  as(person).post<Comment>(`/tasks/${id}/comments`, { text, mentions: mentions.map(({ userId }) => userId), ...more })
const everybody = () => [company.admin, company.manager, company.rep, company.outsider]

/** The rep's own task, which the manager gave them; the outsider may look. */
const given = (more: Partial<TaskRow> = {}) =>
  aTask(company, { title: 'Call Ann', assignedBy: company.manager.userId, visibility: 'public', ...more })

describe('a comment', () => {
  it('is told to those it names and to those whose task it is, each once, and not to who wrote it', async () => {
    const id = await given()
    const answer = await say(company.rep, id, 'Max and Otto, look', [company.manager, company.outsider])
    expect(answer).toMatchObject({ status: 201, roundTrips: 2 })
    expect(await Promise.all(everybody().map(told))).toEqual([
      [],
      [['task.mentioned', id]],
      [],
      [['task.mentioned', id]],
    ])
    await say(company.outsider, id, 'Done')
    expect(await told(company.rep)).toEqual([['task.commented', id]])
    expect(await told(company.manager)).toEqual([
      ['task.commented', id],
      ['task.mentioned', id],
    ])
    expect(await told(company.outsider)).toEqual([['task.mentioned', id]])
  })

  it('says who, what and where, as it reads now', async () => {
    const id = await given()
    const { body: comment } = await say(company.rep, id, 'Look', [company.outsider])
    await as(company.rep).patch(`/tasks/${id}`, { version: 1, title: 'Ring Ann' })
    await as(company.rep).patch(`/tasks/${id}/comments/${comment.id}`, { text: 'Look here' })
    expect(await pageOf(company.outsider)).toMatchObject({
      unread: 1,
      nextCursor: null,
      rows: [
        {
          type: 'task.mentioned',
          taskId: id,
          taskTitle: 'Ring Ann',
          commentId: comment.id,
          excerpt: 'Look here',
          actorId: company.rep.userId,
          readAt: null,
          version: 1,
        },
      ],
    })
  })

  it('that is sent twice is told once', async () => {
    const id = await given()
    const key = { 'idempotency-key': newId() }
    const body = { id: newId(), text: 'Look', mentions: [company.outsider.userId] }
    await as(company.rep).post(`/tasks/${id}/comments`, body, key)
    await as(company.rep).post(`/tasks/${id}/comments`, body, key)
    expect(await told(company.outsider)).toEqual([['task.mentioned', id]])
    expect(await told(company.manager)).toEqual([['task.commented', id]])
  })

  it('that is changed is told to those it names anew, and to nobody again', async () => {
    const id = await given()
    const { body: comment } = await say(company.rep, id, 'Max', [company.manager])
    const both = [company.manager.userId, company.outsider.userId]
    await as(company.rep).patch(`/tasks/${id}/comments/${comment.id}`, { text: 'Max and Otto', mentions: both })
    expect(await told(company.manager)).toEqual([['task.mentioned', id]])
    expect(await told(company.outsider)).toEqual([['task.mentioned', id]])
  })

  it('that is taken back takes along what was told of it', async () => {
    const id = await given()
    const { body: comment } = await say(company.rep, id, 'Otto', [company.outsider])
    await as(company.rep).delete(`/tasks/${id}/comments/${comment.id}`)
    expect(await pageOf(company.outsider)).toMatchObject({ rows: [], unread: 0 })
  })

  it('that is refused tells nobody', async () => {
    const id = await given({ visibility: 'private' })
    const refused = await say(company.rep, id, 'Otto', [company.manager, company.outsider])
    expect(refused).toMatchObject({ status: 422, body: { kind: 'mention_cannot_see' } })
    expect(await Promise.all(everybody().map(told))).toEqual([[], [], [], []])
  })

  it('is not told to whoever no longer works here', async () => {
    const id = await given()
    const { tenantId, manager } = company
    await owner()
      .update(users)
      .set({ status: 'deactivated' })
      .where(and(eq(users.tenantId, tenantId), eq(users.id, manager.userId)))
    expect((await say(company.rep, id, 'Done')).status).toBe(201)
    const kept = await owner().select().from(notifications).where(eq(notifications.tenantId, tenantId))
    expect(kept).toEqual([])
  })
})

describe('a task', () => {
  it('that is given to somebody is told to them, not to who gave it', async () => {
    const made = await as(company.manager).post<TaskRow>('/tasks', { title: 'Visit', assignedTo: company.rep.userId })
    expect(made).toMatchObject({ status: 201, roundTrips: 2 })
    expect(await told(company.rep)).toEqual([['task.assigned', made.body.id]])
    expect(await told(company.manager)).toEqual([])
  })

  it('of one’s own, or that is changed otherwise, tells nobody', async () => {
    const { body } = await as(company.rep).post<TaskRow>('/tasks', { title: 'Mine', visibility: 'public' })
    await as(company.rep).patch(`/tasks/${body.id}`, { version: 1, title: 'Still mine' })
    expect(await Promise.all(everybody().map(told))).toEqual([[], [], [], []])
  })

  it('that changes hands is told to whose it becomes, one at a time or many at once', async () => {
    const id = await given({ assignedTo: company.manager.userId })
    const assignedTo = company.rep.userId
    expect(await as(company.manager).patch(`/tasks/${id}`, { version: 1, assignedTo })).toMatchObject({
      status: 200,
      roundTrips: 2,
    })
    const more = [await given({ assignedTo: company.manager.userId }), await given()]
    const changes = more.map((one) => ({ id: one, assignedTo }))
    const bulk = await as(company.manager).post<BulkAnswer>('/tasks/bulk', { changes })
    expect(bulk).toMatchObject({ status: 200, roundTrips: 2 })
    // The second of them was the rep's already.
    expect((await told(company.rep)).toSorted()).toEqual([id, more[0]].map((one) => ['task.assigned', one]).toSorted())
    expect(await told(company.manager)).toEqual([])
  })
})

describe('a reminder', () => {
  const remind = async (id: TaskId, person: Person) => {
    const remindAt = new Date(Date.now() - 60_000).toISOString()
    const { tenantId } = company
    await owner().insert(taskReminders).values({ tenantId, id: newId(), taskId: id, userId: person.userId, remindAt })
  }

  it('is told once, when it is due, to whoever asked for it', async () => {
    const id = await given()
    await remind(id, company.rep)
    await Promise.all([remindOfTasks(env), remindOfTasks(env)])
    await remindOfTasks(env)
    expect(await pageOf(company.rep)).toMatchObject({
      unread: 1,
      rows: [{ type: 'task.reminder', taskTitle: 'Call Ann', actorId: null, commentId: null, excerpt: null }],
    })
    expect(await told(company.manager)).toEqual([])
  })

  it('comes to nobody who may not see the task any longer', async () => {
    const id = await given()
    await remind(id, company.outsider)
    await as(company.rep).put(`/tasks/${id}/sharing`, { visibility: 'private', collaborators: [] })
    await remindOfTasks(env)
    await as(company.rep).put(`/tasks/${id}/sharing`, { visibility: 'public', collaborators: [] })
    expect(await told(company.outsider)).toEqual([])
  })
})

describe('what somebody was told', () => {
  it('is nobody else’s to read or to mark', async () => {
    const id = await given()
    await say(company.rep, id, 'Otto', [company.outsider])
    const [theirs] = (await pageOf(company.outsider)).rows
    for (const other of [company.admin, company.rep]) {
      expect(await told(other)).toEqual([])
      expect((await as(other).post(`/notifications/${theirs?.id}/read`)).status).toBe(404)
      await as(other).post('/notifications/read', { upTo: '2199-01-01T00:00:00Z' })
    }
    expect((await pageOf(company.outsider)).unread).toBe(1)
  })

  it('shows no word of a task that was taken from them since, and counts it no longer', async () => {
    const id = await given()
    await say(company.rep, id, 'Otto', [company.outsider])
    const share = (visibility: string) => as(company.rep).put(`/tasks/${id}/sharing`, { visibility, collaborators: [] })
    await share('private')
    const hidden = await as(company.outsider).get('/notifications')
    expect(hidden.body).toEqual({ rows: [], nextCursor: null, unread: 0 })
    await share('public')
    expect(await told(company.outsider)).toEqual([['task.mentioned', id]])
  })

  it('shows nothing of a deleted task', async () => {
    const id = await given()
    await say(company.rep, id, 'Otto', [company.outsider])
    await as(company.manager).delete(`/tasks/${id}`)
    expect(await pageOf(company.outsider)).toMatchObject({ rows: [], unread: 0 })
  })

  it('comes newest first, page by page, each once', async () => {
    const id = await given()
    for (const text of ['1', '2', '3', '4', '5']) await say(company.rep, id, text, [company.outsider])
    const seen: (string | null)[] = []
    let cursor: string | null = null
    do {
      const page: NotificationPage = await pageOf(
        company.outsider,
        `?limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      )
      expect(page.unread).toBe(5)
      seen.push(...page.rows.map(({ excerpt }) => excerpt))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual(['5', '4', '3', '2', '1'])
    expect(await as(company.outsider).get('/notifications?cursor=none')).toMatchObject({
      status: 422,
      body: { kind: 'cursor_invalid' },
    })
  })

  it('is read once, by whoever reads it', async () => {
    const id = await given()
    await say(company.rep, id, 'Otto', [company.outsider])
    await say(company.rep, id, 'Otto!', [company.outsider])
    const rows = (await pageOf(company.outsider)).rows as [Notification, Notification]
    const read = () => as(company.outsider).post(`/notifications/${rows[0].id}/read`)
    expect(await read()).toMatchObject({ status: 200, roundTrips: 2, body: { read: 1 } })
    expect(await read()).toMatchObject({ status: 200, body: { read: 0 } })
    const page = await pageOf(company.outsider)
    expect(page.unread).toBe(1)
    expect(page.rows.map(({ version }) => version)).toEqual([2, 1])
  })

  it('is all read up to the moment it was seen, however late that is said', async () => {
    const id = await given()
    await say(company.rep, id, 'Seen', [company.outsider])
    const upTo = (await pageOf(company.outsider)).rows[0]?.createdAt
    await say(company.rep, id, 'Later', [company.outsider])
    const key = { 'idempotency-key': newId() }
    const read = () => as(company.outsider).post('/notifications/read', { upTo }, key)
    expect(await read()).toMatchObject({ status: 200, roundTrips: 2, body: { read: 1 } })
    expect(await read()).toMatchObject({ status: 200, body: { read: 1 } })
    const { rows, unread } = await pageOf(company.outsider)
    expect(unread).toBe(1)
    expect(rows.map(({ excerpt, readAt }) => [excerpt, readAt !== null])).toEqual([
      ['Later', false],
      ['Seen', true],
    ])
  })

  it('is one notification of one event, whatever is delivered twice', async () => {
    const id = await given()
    const notice = { type: 'task.reminder', event: `reminder ${newId()}`, taskId: id, commentId: null } as const
    for (let times = 0; times < 2; times++) {
      const unit = systemUnit(env, company.tenantId, newId())
      notifier(unit).tell([{ ...notice, people: [company.rep.userId, company.rep.userId] }])
      await commitSystem(env, unit)
    }
    expect(await pageOf(company.rep)).toMatchObject({ unread: 1, rows: [{ type: 'task.reminder' }] })
  })

  it('is nothing to whoever may see no tasks', async () => {
    const rights = await aRole(company.tenantId, 'own', ['notifications.receive_assigned'])
    const blind = await aPerson(company.tenantId, 'Bea Blind', rights)
    await say(company.rep, await given(), 'Bea', [blind])
    expect(await pageOf(blind)).toEqual({ rows: [], nextCursor: null, unread: 0 })
    const kept = await owner()
      .select()
      .from(notifications)
      .where(and(eq(notifications.tenantId, company.tenantId), eq(notifications.userId, blind.userId)))
    expect(kept).toEqual([])
  })
})

describe('who may ask', () => {
  const anybody = { nobody: 401, sales_rep: 200, manager: 200, org_admin: 200 }
  forEachRole('GET /notifications', anybody)
  forEachRole('POST /notifications/read', anybody, () => ({
    path: '/notifications/read',
    body: { upTo: new Date().toISOString() },
  }))

  it('is whoever’s role receives notifications', async () => {
    const rights = await aRole(company.tenantId, 'own', ['tasks.view_assigned'])
    const silent = await aPerson(company.tenantId, 'Sid Silent', rights)
    expect((await as(silent).get('/notifications')).status).toBe(403)
  })
})

describe('news of it', () => {
  const devices: Device[] = []
  afterEach(() => {
    for (const device of devices.splice(0)) device.hangUp()
  })
  const heard = (device: Device) =>
    device.heard.flatMap((one) =>
      one.type === 'rows' ? one.touched.filter(({ entity }) => entity === 'notification') : [],
    )
  async function listening(person: Person): Promise<Device> {
    const device = await Device.of(person)
    devices.push(device)
    await device.until((one) => one.heard.length > 0)
    return device
  }
  const isTold = (device: Device, id: string) =>
    device.heard.some((one) => one.type === 'rows' && one.touched.some((touched) => touched.id === id))
  // Everybody is told of this, so that whoever was not told of something before is not told at all.
  async function bell(...all: Device[]): Promise<void> {
    const { body } = await as(company.admin).post<TaskRow>('/tasks', { title: 'Bell', visibility: 'public' })
    await Promise.all(all.map((device) => device.until((one) => isTold(one, body.id))))
  }

  it('reaches every device of who was told, and nobody else’s', async () => {
    const id = await given()
    const [first, second, colleague] = await Promise.all([
      listening(company.outsider),
      listening(company.outsider),
      listening(company.admin),
    ])
    await say(company.rep, id, 'Otto', [company.outsider])
    await Promise.all([first, second].map((device) => device.until((one) => heard(one).length === 1)))
    const [row] = (await pageOf(company.outsider)).rows
    await as(company.outsider).post(`/notifications/${row?.id}/read`)
    await Promise.all([first, second].map((device) => device.until((one) => heard(one).length === 2)))
    await bell(colleague)
    expect(heard(colleague)).toEqual([])
  })
})
