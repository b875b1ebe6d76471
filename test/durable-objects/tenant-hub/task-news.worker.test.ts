import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { taskCollaborators } from '../../../drizzle/schema'
import { partsOf } from '../../../web/src/sync/bootstrap'
import type { CustomerId, TaskId } from '../../../worker/kernel/ids'
import type { TaskWorkingSet, WholeTasks } from '../../../worker/tasks/contract'
import { aCompany, aPerson, aRole, type Company, owner, type Person } from '../../support/actors'
import { as } from '../../support/app'
import { aCustomer, aDeal, aTask } from '../../support/builders'
import { Device } from '../../support/device'

const VISIBILITIES = ['private', 'collaborative', 'public'] as const
const RELATIONS = ['assignee', 'assigner', 'editor', 'viewer', 'nobody'] as const
type Relation = (typeof RELATIONS)[number]

/** By eye, not taken from the policies. */
const SEES: Record<(typeof VISIBILITIES)[number], readonly Relation[]> = {
  private: ['assignee', 'assigner'],
  collaborative: ['assignee', 'assigner', 'editor', 'viewer'],
  public: ['assignee', 'assigner', 'editor', 'viewer', 'nobody'],
}

let company: Company
let people: Record<Relation, Person>
let devices: Record<Relation, Device>
beforeAll(async () => {
  company = await aCompany()
  const rights = await aRole(company.tenantId, 'own', ['tasks.view_assigned'])
  const viewer = await aPerson(company.tenantId, 'Vera Viewer', rights)
  people = { assignee: company.rep, assigner: company.manager, editor: company.outsider, viewer, nobody: company.admin }
})
afterEach(() => {
  for (const device of Object.values(devices)) device.hangUp()
})

/** Who of all that listen is told that a task is something else now, once everybody was told everything. */
async function whoHears(task: TaskId, change: () => Promise<unknown>): Promise<Relation[]> {
  const listening = await Promise.all(RELATIONS.map(async (who) => [who, await Device.of(people[who])] as const))
  devices = Object.fromEntries(listening) as Record<Relation, Device>
  await Promise.all(listening.map(([, device]) => device.until(({ heard }) => heard.length > 0)))
  await change()
  // Everybody is told of this one, so that whoever was not told of the other by then is not told at all.
  const bell = await as(company.admin).post<{ id: string }>('/tasks', { title: 'Bell', visibility: 'public' })
  const isTold = ({ heard }: Device, id: string) =>
    heard.some((one) => one.type === 'rows' && one.touched.some((touched) => touched.id === id))
  await Promise.all(listening.map(([, device]) => device.until((one) => isTold(one, bell.body.id))))
  return listening.flatMap(([who, device]) => (isTold(device, task) ? [who] : []))
}

describe.each(VISIBILITIES)('news of a task that is %s', (visibility) => {
  async function given(): Promise<TaskId> {
    const { tenantId } = company
    const task = await aTask(company, { assignedBy: company.manager.userId, visibility })
    await owner()
      .insert(taskCollaborators)
      .values([
        { tenantId, taskId: task, userId: people.editor.userId, canEdit: true },
        { tenantId, taskId: task, userId: people.viewer.userId, canEdit: false },
      ])
    return task
  }

  it('reaches those who see it and nobody else', async () => {
    const task = await given()
    const renamed = () => as(company.rep).patch(`/tasks/${task}`, { version: 1, title: 'Renamed' })
    expect(await whoHears(task, renamed)).toEqual(SEES[visibility])
  })

  it('of a clock that runs reaches those who see it and nobody else', async () => {
    const task = await given()
    expect(await whoHears(task, () => as(company.rep).post(`/tasks/${task}/timer/start`))).toEqual(SEES[visibility])
    await as(company.rep).post(`/tasks/${task}/timer/stop`)
  })

  it('of a reminder reaches the devices of whose it is and nobody else', async () => {
    const task = await given()
    const path = `/tasks/${task}/reminders`
    const remindAt = new Date(Date.now() + 3_600_000).toISOString()
    let id = ''
    const reminded = async () => {
      id = (await as(company.manager).post<{ id: string }>(path, { remindAt })).body.id
    }
    expect(await whoHears(task, reminded)).toEqual(['assigner'])
    for (const device of Object.values(devices)) device.hangUp()
    expect(await whoHears(task, () => as(company.manager).delete(`${path}/${id}`))).toEqual(['assigner'])
    const { body } = await as(company.manager).get(`/tasks/${task}/activity`)
    expect(body).toEqual({ rows: [] })
  })

  it('reaches those it was taken from when that happens, and not after', async () => {
    const task = await given()
    const hidden = () => as(company.manager).put(`/tasks/${task}/sharing`, { visibility: 'private', collaborators: [] })
    const before = await whoHears(task, hidden)
    expect(before).toEqual(SEES[visibility])
    for (const device of Object.values(devices)) device.hangUp()
    const renamed = () => as(company.rep).patch(`/tasks/${task}`, { version: 2, title: 'Ours' })
    expect(await whoHears(task, renamed)).toEqual(SEES.private)
  })
})

describe.each(VISIBILITIES)('a task that is %s and changes', (visibility) => {
  /** With something of everything on it, some of it only for some. */
  async function given(): Promise<{ readonly task: TaskId; readonly customerId: CustomerId }> {
    const { tenantId } = company
    const customerId = await aCustomer(company, { ownerId: company.outsider.userId })
    const opportunityId = await aDeal(company, { customerId, ownerId: company.outsider.userId })
    const facts = { opportunityId, customerId, tags: ['site', 'legal'], dueAt: '2026-12-24T16:00:00.000Z' }
    const task = await aTask(company, { assignedBy: company.manager.userId, visibility, ...facts })
    await owner()
      .insert(taskCollaborators)
      .values([
        { tenantId, taskId: task, userId: people.viewer.userId, canEdit: false },
        { tenantId, taskId: task, userId: people.editor.userId, canEdit: true },
      ])
    const rep = as(company.rep)
    await rep.post(`/tasks/${task}/checklist`, { items: [{ title: 'Pack' }, { title: 'Drive' }] })
    await rep.post(`/tasks/${task}/comments`, { text: 'Said', mentions: [company.manager.userId] })
    await rep.post(`/tasks/${task}/time`, { minutes: 20, note: 'Driving' })
    await rep.post(`/tasks/${task}/reminders`, { remindAt: '2027-01-04T08:00:00.000Z' })
    await as(company.manager).post(`/tasks/${task}/reminders`, { remindAt: '2027-01-05T08:00:00.000Z' })
    for (const waitedFor of [await aTask(company), await aTask(company, { visibility: 'public' })])
      await rep.post(`/tasks/${task}/dependencies`, { blockedById: waitedFor })
    return { task, customerId }
  }
  /** What a device was told of it last. */
  function told({ heard }: Device, id: TaskId) {
    const [last] = heard
      .flatMap((one) => (one.type === 'rows' && one.touched.some((touched) => touched.id === id) ? [one] : []))
      .slice(-1)
    const of = <One extends { readonly id: string }>(rows: readonly One[] = []) => rows.find((one) => one.id === id)
    const tasks = last?.tasks
    return { seq: last?.seq ?? 0, kept: of(tasks?.kept), parts: of(tasks?.parts), other: of(tasks?.others) }
  }

  it('is told whole to those who see it, byte for byte as they would be answered, and nothing of it to others', async () => {
    const { task } = await given()
    const changed = () => as(company.rep).patch(`/tasks/${task}`, { version: 1, title: 'Renamed' })
    expect(await whoHears(task, changed)).toEqual(SEES[visibility])
    for (const who of RELATIONS) {
      const { seq, kept, parts, other } = told(devices[who], task)
      const keeps = (await as(people[who]).get<TaskWorkingSet>('/tasks/working-set')).body.rows
      const sees = (await as(people[who]).get<WholeTasks>(`/tasks/whole?ids=${task}`)).body.rows[0]
      expect(kept, who).toEqual(keeps.find(({ id }) => id === task))
      expect((kept ?? other)?.title, who).toBe(sees?.title)
      expect((kept ?? other)?.customerName, who).toBe(sees?.customerName)
      expect((kept ?? other)?.opportunityTitle, who).toBe(sees?.opportunityTitle)
      expect(parts, who).toEqual(kept && sees && partsOf(sees, seq))
      if (!sees) expect(JSON.stringify(devices[who].heard)).not.toContain('Renamed')
    }
  })

  it('is told as gone to those it was taken from or for whom it was deleted, and only to them', async () => {
    const { task } = await given()
    const hidden = () => as(company.manager).put(`/tasks/${task}/sharing`, { visibility: 'private', collaborators: [] })
    await whoHears(task, hidden)
    const isGone = (who: Relation) =>
      devices[who].heard.some((one) => one.type === 'rows' && one.tasks?.gone.includes(task))
    expect(RELATIONS.filter(isGone)).toEqual(SEES[visibility].filter((who) => !SEES.private.includes(who)))
    for (const device of Object.values(devices)) device.hangUp()
    expect(await whoHears(task, () => as(company.manager).delete(`/tasks/${task}`))).toEqual(SEES.private)
    expect(RELATIONS.filter(isGone)).toEqual(SEES.private)
  })
})

it('is told to whoever leads the team of the assignee as theirs to keep, once everybody may see it', async () => {
  const task = await aTask(company, { visibility: 'public' })
  await whoHears(task, () => as(company.rep).patch(`/tasks/${task}`, { version: 1, title: 'Of the team' }))
  const keeps = (who: Relation) =>
    devices[who].heard.some((one) => one.type === 'rows' && one.tasks?.kept.some(({ id }) => id === task))
  expect(RELATIONS.filter(keeps)).toEqual(['assignee', 'assigner'])
})
