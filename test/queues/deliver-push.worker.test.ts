import { env } from 'cloudflare:workers'
import { and, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { jobs, notifications, pushSubscriptions, roles, sessions, tenants, users } from '../../drizzle/schema'
import type { TaskId } from '../../worker/kernel/ids'
import { personMark } from '../../worker/notifications/domain/push'
import { aCompany, type Company, owner } from '../support/actors'
import { as } from '../support/app'
import { aTask } from '../support/builders'
import { PushBrowser, secondDevice } from '../support/push-browser'
import { deliver, untilIdle } from '../support/queues'

let company: Company
let browser: PushBrowser
let taskId: TaskId
beforeEach(async () => {
  company = await aCompany()
  browser = await PushBrowser.open()
  // The rep's own, which the manager gave them.
  taskId = await aTask(company, { title: 'Call Ann', assignedBy: company.manager.userId, visibility: 'public' })
})

const subscribe = (whose = browser, person = company.rep) =>
  as(person).put<{ id: string }>('/notifications/push', whose.subscription)
const say = (text: string) =>
  as(company.manager).post<{ id: string }>(`/tasks/${taskId}/comments`, { text, mentions: [company.rep.userId] })
const received = async (whose = browser) => (await whose.received()).map(({ payload }) => payload.body)
const devices = () => owner().select().from(pushSubscriptions).where(eq(pushSubscriptions.tenantId, company.tenantId))
const jobOf = async (id: string) => (await owner().select().from(jobs).where(eq(jobs.id, id)))[0]
const message = (jobId: string, tenantId: string = company.tenantId) => ({ type: 'push.deliver', tenantId, jobId })

/** A notification whose push is promised, and whose message nobody has: the test plays the queue. */
async function promised(text = 'Otto, look'): Promise<string> {
  await say(text)
  const [told] = await owner().select().from(notifications).where(eq(notifications.tenantId, company.tenantId))
  const id = told?.id ?? ''
  await owner()
    .insert(jobs)
    .values({
      tenantId: company.tenantId,
      id,
      kind: 'push',
      payload: {},
      dedupeKey: id,
      dueAt: new Date(Date.now() + 600_000).toISOString(),
    })
  await subscribe()
  return id
}

async function isDue(id: string): Promise<void> {
  const dueAt = new Date(Date.now() - 1000).toISOString()
  await owner().update(jobs).set({ dueAt }).where(eq(jobs.id, id))
}

describe('a notification', () => {
  it('is pushed to its person’s device, which alone can read it, in our name', async () => {
    await subscribe()
    const { body: comment } = await say('Look\nat this')
    const [sent] = await untilIdle(company.tenantId)
    const [push, ...more] = await browser.received()
    expect(more).toEqual([])
    const id = (sent as { jobId: string }).jobId
    expect(push?.payload).toEqual({
      id,
      for: await personMark(company.tenantId, company.rep.userId),
      title: 'Max Manager mentioned you',
      body: 'Call Ann: Look at this',
      path: `/tasks/${taskId}#comment-${comment.id}`,
    })
    expect(push?.headers).toMatchObject({
      'content-encoding': 'aes128gcm',
      ttl: '86400',
      urgency: 'high',
      topic: id.replaceAll('-', ''),
    })
    const { key, claims } = push?.vapid ?? {}
    expect(key).toBe(env.VAPID_PUBLIC_KEY)
    expect(claims?.sub).toBe(env.VAPID_SUBJECT)
    // RFC 8292 §2: at most a day from now.
    expect(Number(claims?.exp)).toBeLessThanOrEqual(Date.now() / 1000 + 24 * 3600)
    expect((await devices())[0]?.lastOkAt).toEqual(expect.any(String))
  })

  it('is pushed once, however often and how much at once the queue delivers it', async () => {
    const id = await promised()
    const fates = await Promise.all(Array.from({ length: 4 }, () => deliver(message(id))))
    expect(fates).toEqual(Array(4).fill('acknowledged'))
    expect(await deliver(message(id))).toBe('acknowledged')
    expect(await received()).toEqual(['Call Ann: Otto, look'])
  })

  it('is pushed to all devices of its person, and to nobody else’s', async () => {
    const [colleague, stranger] = [await PushBrowser.open(), await PushBrowser.open()]
    const other = await aCompany()
    await subscribe(colleague, company.outsider)
    await subscribe(stranger, other.admin)
    const id = await promised()
    const phone = await PushBrowser.open()
    await secondDevice(company.rep, phone)
    // Under another company's name it is nothing.
    expect(await deliver(message(id, other.tenantId))).toBe('acknowledged')
    expect(await received()).toEqual([])
    await deliver(message(id))
    expect(await Promise.all([browser, phone, colleague, stranger].map(received))).toEqual([
      ['Call Ann: Otto, look'],
      ['Call Ann: Otto, look'],
      [],
      [],
    ])
  })

  it('promises nothing where nobody has a device', async () => {
    await say('Look')
    expect(await owner().select().from(jobs).where(eq(jobs.tenantId, company.tenantId))).toEqual([])
  })
})

describe('a push service', () => {
  it.each([404, 410])('that answers %i has that device forgotten', async (status) => {
    await browser.isAnswered({ status })
    const id = await promised()
    expect(await deliver(message(id))).toBe('acknowledged')
    expect(await devices()).toEqual([])
    expect(await jobOf(id)).toMatchObject({ finishedAt: expect.any(String), failure: null })
  })

  it.each([429, 500, 503])(
    'that answers %i is asked again when it says, and no other device with it',
    async (status) => {
      await browser.isAnswered({ status, headers: { 'retry-after': '300' } })
      const id = await promised()
      const asked = Date.now()
      expect(await deliver(message(id))).toBe('retried')
      const wait = Date.parse((await jobOf(id))?.dueAt ?? '') - asked
      expect(wait).toBeGreaterThan(290_000)
      // Not before.
      expect(await deliver(message(id))).toBe('acknowledged')
      expect(await received()).toHaveLength(1)
      await isDue(id)
      expect(await deliver(message(id))).toBe('acknowledged')
      expect(await received()).toHaveLength(2)
      expect(await jobOf(id)).toMatchObject({ finishedAt: expect.any(String), failure: null })
    },
  )

  it('that took it is not sent it again because another was busy', async () => {
    const phone = await PushBrowser.open()
    const id = await promised()
    await secondDevice(company.rep, phone)
    await phone.isAnswered({ status: 503 })
    expect(await deliver(message(id))).toBe('retried')
    await isDue(id)
    await deliver(message(id))
    expect([await received(), await received(phone)].map(({ length }) => length)).toEqual([1, 2])
  })

  it('leads nowhere else: what it redirects to is not asked', async () => {
    const elsewhere = await PushBrowser.open()
    await browser.isAnswered({ status: 307, headers: { location: elsewhere.subscription.endpoint } })
    const id = await promised()
    expect(await deliver(message(id))).toBe('acknowledged')
    expect(await received()).toHaveLength(1)
    expect(await elsewhere.received()).toEqual([])
    expect(await devices()).toHaveLength(1)
  })

  it('that never answered is given up in the end', async () => {
    const id = await promised()
    await owner().update(jobs).set({ attempts: 3 }).where(eq(jobs.id, id))
    expect(await deliver(message(id), 'push-dead')).toBe('acknowledged')
    expect(await jobOf(id)).toMatchObject({ finishedAt: expect.any(String), failure: 'push_service_away' })
    await isDue(id)
    await deliver(message(id))
    expect(await received()).toEqual([])
  })
})

describe('nothing is pushed of what', () => {
  const nothing = async (id: string) => {
    expect(await deliver(message(id))).toBe('acknowledged')
    expect(await browser.received()).toEqual([])
    expect(await jobOf(id)).toMatchObject({ finishedAt: expect.any(String), failure: null })
  }
  const rep = () => and(eq(users.tenantId, company.tenantId), eq(users.id, company.rep.userId))

  it('was read meanwhile', async () => {
    const id = await promised()
    await as(company.rep).post(`/notifications/${id}/read`)
    await nothing(id)
  })

  it('is about a task that is gone or not theirs to see any longer', async () => {
    const id = await promised()
    await as(company.manager).patch(`/tasks/${taskId}`, { version: 1, assignedTo: company.manager.userId })
    await as(company.manager).put(`/tasks/${taskId}/sharing`, { visibility: 'private', collaborators: [] })
    await nothing(id)
  })

  it('their role does not show them any longer', async () => {
    const id = await promised()
    const [role] = await owner().select({ id: users.roleId }).from(users).where(rep())
    await owner()
      .update(roles)
      .set({ permissions: ['tasks.view_assigned'] })
      .where(and(eq(roles.tenantId, company.tenantId), eq(roles.id, role?.id ?? '')))
    await nothing(id)
  })

  it('is for somebody whose session ran out, or whose company was closed', async () => {
    const id = await promised()
    const expiresAt = new Date(Date.now() - 1000).toISOString()
    await owner().update(sessions).set({ expiresAt }).where(eq(sessions.id, company.rep.sessionId))
    await nothing(id)
    const closed = await aCompany()
    company = closed
    browser = await PushBrowser.open()
    taskId = await aTask(company, { assignedBy: company.manager.userId, visibility: 'public' })
    const other = await promised()
    await owner().update(tenants).set({ isActive: false }).where(eq(tenants.id, closed.tenantId))
    await nothing(other)
  })

  it('they want to be told in the centre alone', async () => {
    const id = await promised()
    const preferences = { 'push.task.mentioned': false }
    expect((await as(company.rep).patch('/me', { version: 1, preferences })).status).toBe(200)
    await nothing(id)
  })

  it('comes in their quiet hours', async () => {
    const id = await promised()
    // All the day but a minute twelve hours from now.
    const clock = (ms: number) => new Date(Date.now() + ms).toISOString().slice(11, 16)
    const [quietFrom, quietTo] = [clock(43_260_000), clock(43_200_000)]
    await as(company.rep).patch('/me', { version: 1, preferences: { quietFrom, quietTo, timeZone: 'UTC' } })
    await nothing(id)
  })

  it('is a day old', async () => {
    const id = await promised()
    const createdAt = new Date(Date.now() - 25 * 3_600_000).toISOString()
    await owner().update(jobs).set({ createdAt }).where(eq(jobs.id, id))
    await nothing(id)
  })
})
