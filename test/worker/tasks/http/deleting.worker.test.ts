import { env } from 'cloudflare:workers'
import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { notifications, taskCollaborators, taskReminders } from '../../../../drizzle/schema'
import { newId, type TaskId } from '../../../../worker/kernel/ids'
import type { Page } from '../../../../worker/kernel/page'
import type { Interaction } from '../../../../worker/sales/contract'
import { remindOfTasks } from '../../../../worker/tasks'
import type { Task, TaskRow, TaskWorkingSet } from '../../../../worker/tasks/contract'
import { aCompany, type Company, owner, type Person } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal, aTask } from '../../../support/builders'
import { Device } from '../../../support/device'
import { roomsOf } from '../../../support/rooms'

let company: Company
beforeAll(async () => {
  company = await aCompany()
})
const { ring, writerIn } = roomsOf(() => company)

const remove = (id: string, person: Person = company.rep) => as(person).delete(`/tasks/${id}`)
const restore = (id: string, person: Person = company.rep) => as(person).post<TaskRow>(`/tasks/${id}/restore`)
const show = (id: string, person: Person = company.rep) => as(person).get<Task>(`/tasks/${id}`)
const gone = { status: 404, body: { kind: 'task_not_found' } }

async function shared(given: Parameters<typeof aTask>[1] = {}): Promise<TaskId> {
  const task = await aTask(company, { visibility: 'collaborative', ...given })
  const { tenantId } = company
  await owner()
    .insert(taskCollaborators)
    .values(
      [company.outsider, company.manager].map(({ userId }) => ({ tenantId, taskId: task, userId, canEdit: true })),
    )
  return task
}

describe('a task that is deleted', () => {
  it('is gone for everybody, with all that belongs to it, and comes back as it was', async () => {
    const task = await shared({ title: 'Zanzibar survey', visibility: 'public' })
    await as(company.rep).post(`/tasks/${task}/checklist`, { items: [{ title: 'Height' }] })
    const before = (await show(task)).body
    expect(await remove(task)).toMatchObject({ status: 204, roundTrips: 2 })

    for (const person of [company.rep, company.outsider, company.admin]) {
      expect(await show(task, person)).toMatchObject(gone)
      const found = await as(person).get<Page<TaskRow>>('/tasks?view=all&q=zanzibar')
      const kept = await as(person).get<TaskWorkingSet>('/tasks/working-set')
      expect([found.body.rows, kept.body.rows.filter(({ id }) => id === task)]).toEqual([[], []])
    }
    for (const answer of await Promise.all([
      as(company.rep).patch(`/tasks/${task}`, { version: before.version, title: 'Mine' }),
      as(company.outsider).post(`/tasks/${task}/comments`, { text: 'Well' }),
      as(company.rep).post(`/tasks/${task}/move`, { status: 'completed' }),
      remove(task),
    ]))
      expect(answer).toMatchObject(gone)

    const back = await restore(task)
    expect(back).toMatchObject({ status: 200, roundTrips: 2, body: { id: task, title: 'Zanzibar survey' } })
    const { version, updatedAt, ...rest } = (await show(task)).body
    expect(rest).toEqual((({ version: _, updatedAt: __, ...was }) => was)(before))
    expect(version).toBe(before.version + 2)
    expect((await restore(task)).status).toBe(404)
  })

  it('was deleted by who made it, or who edits it and assigns the work of others; they bring it back', async () => {
    const task = await shared()
    expect(await remove(task, company.outsider)).toMatchObject({
      status: 403,
      body: { kind: 'task_not_yours_to_delete' },
    })
    expect((await remove(task, company.manager)).status).toBe(204)
    expect((await restore(task, company.outsider)).status).toBe(403)
    expect((await restore(task, company.rep)).status).toBe(200)
  })

  it('is not there for whoever could not see it', async () => {
    const task = await aTask(company)
    expect(await remove(task, company.admin)).toMatchObject(gone)
    await remove(task)
    expect(await restore(task, company.admin)).toMatchObject(gone)
  })

  it('is told to devices, and leaves open screens with nothing lost of what was written there', async () => {
    const task = await shared({ description: 'First. ' })
    const [author, other] = [await writerIn(task), await writerIn(task, company.outsider)]
    const device = await Device.of(company.outsider)
    await device.until(({ heard }) => heard.length > 0)
    other.type(7, 'Second.')
    await other.allKept()
    await remove(task)
    for (const writer of [author, other]) {
      await writer.until(({ closed }) => closed !== undefined)
      expect(writer.closed?.reason).toBe('access_lost')
    }
    await device.until(({ heard }) =>
      heard.some(
        (one) => one.type === 'rows' && one.touched.some(({ entity, id }) => entity === 'task' && id === task),
      ),
    )
    device.hangUp()
    await ring(task)
    await restore(task)
    await ring(task)
    expect((await show(task)).body.description).toBe('First. Second.')
    expect((await writerIn(task)).text).toBe('First. Second.')
  })

  it('is waited for by nobody until it is back', async () => {
    const [waiting, blocker] = [await aTask(company), await aTask(company)]
    await as(company.rep).post(`/tasks/${waiting}/dependencies`, { blockedById: blocker })
    const blockers = async () => (await show(waiting)).body.openBlockers
    expect(await blockers()).toBe(1)
    await remove(blocker)
    expect(await blockers()).toBe(0)
    await restore(blocker)
    expect(await blockers()).toBe(1)
  })

  it('reminds nobody', async () => {
    const task = await aTask(company)
    const { tenantId } = company
    const { userId } = company.rep
    const remindAt = new Date(Date.now() - 60_000).toISOString()
    await remove(task)
    // Due only now: by then nobody else's sweep can have reminded of it.
    await owner().insert(taskReminders).values({ tenantId, id: newId(), taskId: task, userId, remindAt })
    await remindOfTasks(env)
    const sent = await owner()
      .select()
      .from(notifications)
      .where(and(eq(notifications.tenantId, tenantId), eq(notifications.userId, userId)))
    expect(sent.filter(({ taskId }) => taskId === task)).toEqual([])
  })

  it('leaves its place to another follow-up of the same conversation', async () => {
    const opportunityId = await aDeal(company, { customerId: await aCustomer(company) })
    const followUps = async () =>
      (await as(company.rep).get<Page<TaskRow>>(`/tasks?opportunityId=${opportunityId}`)).body.rows
    const said = { channel: 'call', opportunityId, content: 'Hello', followUpOn: '2199-01-01' }
    const logged = await as(company.rep).post<{ interaction: Interaction }>('/interactions', said)
    const [first] = await followUps()
    await remove(first?.id ?? '')
    const { id, version } = logged.body.interaction
    const moved = await as(company.rep).patch(`/interactions/${id}`, { version, followUpOn: '2199-02-01' })
    expect(moved.status).toBe(200)
    expect(await followUps()).toHaveLength(1)
    expect(await restore(first?.id ?? '')).toMatchObject({ status: 409 })
  })
})
