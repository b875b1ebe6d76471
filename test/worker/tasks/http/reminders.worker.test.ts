import { env } from 'cloudflare:workers'
import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { notifications, taskReminders } from '../../../../drizzle/schema'
import { remindOfTasks } from '../../../../worker/tasks'
import type { Task } from '../../../../worker/tasks/contract'
import { aCompany, aPerson, aRole, type Company, owner, type Person } from '../../../support/actors'
import { as } from '../../../support/app'
import { aTask } from '../../../support/builders'

let company: Company
beforeAll(async () => {
  company = await aCompany()
})
const show = async (id: string, person: Person = company.rep) => (await as(person).get<Task>(`/tasks/${id}`)).body
const shareWith = (id: string, person: Person, canEdit = false) =>
  as(company.rep).put(`/tasks/${id}/sharing`, { collaborators: [{ userId: person.userId, canEdit }] })

describe('a reminder', () => {
  it('comes once, to whoever asked for it, and is nobody else’s to see', async () => {
    const id = await aTask(company, { title: 'Call Ann' })
    await shareWith(id, company.outsider)
    const soon = new Date(Date.now() + 3_600_000).toISOString()
    expect(await as(company.rep).post(`/tasks/${id}/reminders`, { remindAt: soon })).toMatchObject({
      status: 201,
      roundTrips: 2,
    })
    expect((await show(id)).reminders).toHaveLength(1)
    expect((await show(id, company.outsider)).reminders).toEqual([])
    await owner()
      .update(taskReminders)
      .set({ remindAt: new Date(Date.now() - 1000).toISOString() })
      .where(eq(taskReminders.taskId, id))
    await remindOfTasks(env)
    await remindOfTasks(env)
    const notices = await owner()
      .select()
      .from(notifications)
      .where(and(eq(notifications.tenantId, company.tenantId), eq(notifications.userId, company.rep.userId)))
    expect(notices).toMatchObject([{ type: 'task.reminder', taskId: id, actorId: null }])
  })

  it.each([
    ['still sees the task', true, async () => {}],
    [
      'was removed from it',
      false,
      async (id: string) => as(company.rep).put(`/tasks/${id}/sharing`, { collaborators: [] }),
    ],
    [
      'sees it no longer, since it is private',
      false,
      async (id: string, { userId }: Person) =>
        as(company.rep).put(`/tasks/${id}/sharing`, {
          visibility: 'private',
          collaborators: [{ userId, canEdit: false }],
        }),
    ],
    [
      'sees it as everybody does',
      true,
      async (id: string) => as(company.rep).put(`/tasks/${id}/sharing`, { visibility: 'public', collaborators: [] }),
    ],
    [
      'no longer works here',
      false,
      async (_: string, { userId }: Person) =>
        as(company.admin).patch(`/users/${userId}`, { version: 1, status: 'deactivated' }),
    ],
    [
      'may see no tasks any longer',
      false,
      async (_: string, { userId }: Person) => {
        const none = await aRole(company.tenantId, 'own', [])
        return as(company.admin).patch(`/users/${userId}`, { version: 1, roleId: none.id })
      },
    ],
  ])('reminds somebody who %s: %s', async (_, isTold, happens) => {
    const id = await aTask(company, { title: 'Call Ann', visibility: 'collaborative' })
    const rights = await aRole(company.tenantId, 'own', ['tasks.view_assigned'])
    const person = await aPerson(company.tenantId, 'Vera Viewer', rights)
    await shareWith(id, person)
    const remindAt = new Date(Date.now() + 3_600_000).toISOString()
    expect((await as(person).post(`/tasks/${id}/reminders`, { remindAt })).status).toBe(201)
    const answer = await happens(id, person)
    expect(answer?.status ?? 200).toBe(200)
    await owner()
      .update(taskReminders)
      .set({ remindAt: new Date(Date.now() - 1000).toISOString() })
      .where(and(eq(taskReminders.tenantId, company.tenantId), eq(taskReminders.taskId, id)))
    await remindOfTasks(env)
    const notices = await owner()
      .select()
      .from(notifications)
      .where(
        and(
          eq(notifications.tenantId, company.tenantId),
          eq(notifications.userId, person.userId),
          eq(notifications.type, 'task.reminder'),
        ),
      )
    expect(notices.map(({ taskId }) => taskId)).toEqual(isTold ? [id] : [])
  })

  it('is not for what has been', async () => {
    const past = { remindAt: new Date(Date.now() - 1000).toISOString() }
    const refused = await as(company.rep).post(`/tasks/${await aTask(company)}/reminders`, past)
    expect(refused).toMatchObject({ status: 422, body: { kind: 'reminder_in_the_past' } })
  })
})
