import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { taskCollaborators } from '../../../drizzle/schema'
import type { TaskId } from '../../../worker/kernel/ids'
import { aCompany, aPerson, aRole, type Company, owner, type Person } from '../../support/actors'
import { as } from '../../support/app'
import { aTask } from '../../support/builders'
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
