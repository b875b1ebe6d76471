import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { and, eq } from 'drizzle-orm'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { sessions, taskCollaborators, tasks } from '../../../drizzle/schema'
import type { TaskId } from '../../../worker/kernel/ids'
import { aCompany, aPerson, aRole, type Company, owner, type Person } from '../../support/actors'
import { as } from '../../support/app'
import { aTask } from '../../support/builders'
import { Device } from '../../support/device'
import { openRoom, Writer } from '../../support/writer'

const VISIBILITIES = ['private', 'collaborative', 'public'] as const
type Visibility = (typeof VISIBILITIES)[number]
const RELATIONS = ['assignee', 'assigner', 'editor', 'viewer', 'nobody'] as const
type Relation = (typeof RELATIONS)[number]

/** By eye, not taken from the policies. */
const SEES: Record<Visibility, readonly Relation[]> = {
  private: ['assignee', 'assigner'],
  collaborative: ['assignee', 'assigner', 'editor', 'viewer'],
  public: ['assignee', 'assigner', 'editor', 'viewer', 'nobody'],
}
const EDITS: Record<Visibility, readonly Relation[]> = {
  private: ['assignee', 'assigner'],
  collaborative: ['assignee', 'assigner', 'editor'],
  public: ['assignee', 'assigner', 'editor'],
}

let company: Company
let people: Record<Relation, Person>
beforeAll(async () => {
  company = await aCompany()
  const rights = await aRole(company.tenantId, 'own', ['tasks.view_assigned', 'tasks.update_assigned'])
  const viewer = await aPerson(company.tenantId, 'Vera Viewer', rights)
  people = { assignee: company.rep, assigner: company.manager, editor: company.outsider, viewer, nobody: company.admin }
})
const inside: Writer[] = []
afterEach(() => {
  for (const writer of inside.splice(0)) writer.leave()
})
async function writerIn(task: TaskId, person: Person): Promise<Writer> {
  const writer = await Writer.in(task, person)
  inside.push(writer)
  return writer
}

/** A task of the assignee, given by the assigner, shared with the editor and the viewer, as far as its visibility goes. */
async function taskThatIs(visibility: Visibility, among = people): Promise<TaskId> {
  const { tenantId, userId } = among.assignee
  const assignedBy = among.assigner.userId
  const task = await aTask(company, { tenantId, assignedTo: userId, assignedBy, visibility, description: 'Text' })
  const given = { tenantId, taskId: task }
  await owner()
    .insert(taskCollaborators)
    .values([
      { ...given, userId: among.editor.userId, canEdit: true },
      { ...given, userId: among.viewer.userId, canEdit: false },
    ])
  return task
}

/** What somebody who is in a room can do there, as the others see it. */
async function whatTheyDo(writer: Writer, watcher: Writer): Promise<string[]> {
  const did = [writer.text === watcher.text ? 'read' : '']
  writer.presence.setLocalState({ here: true })
  await watcher.until((one) => one.presence.getStates().has(writer.presence.clientID))
  did.push('present')
  writer.type(0, 'X')
  await writer.until(({ kept, refusals }) => kept === 1 || refusals.length === 1)
  if (writer.kept === 1) did.push('edit')
  else expect(writer.refusals).toMatchObject([{ because: 'read_only' }])
  expect(writer.mayEdit).toBe(writer.kept === 1)
  return did
}

describe.each(VISIBILITIES)('the room of a task that is %s', (visibility) => {
  it.each(RELATIONS)('is what it should be for its %s', async (relation) => {
    const task = await taskThatIs(visibility)
    const watcher = await writerIn(task, people.assignee)
    const { status, webSocket } = await openRoom(task, { authorization: `Bearer ${people[relation].token}` })
    webSocket?.accept()
    webSocket?.close()
    expect(status).toBe(SEES[visibility].includes(relation) ? 101 : 404)
    if (status !== 101) return
    const may = EDITS[visibility].includes(relation) ? ['read', 'present', 'edit'] : ['read', 'present']
    expect(await whatTheyDo(await writerIn(task, people[relation]), watcher)).toEqual(may)
  })

  it('stays open to just those who may be there after it became private', async () => {
    const task = await taskThatIs(visibility)
    const there = await Promise.all(
      SEES[visibility].map(async (relation) => [relation, await writerIn(task, people[relation])] as const),
    )
    const watcher = there[0]![1]
    for (const [, writer] of there) writer.presence.setLocalState({})
    await watcher.until((one) => one.others().length === there.length - 1)
    const collaborators = [{ userId: people.editor.userId, canEdit: true }]
    const answer = await as(people.assigner).put(`/tasks/${task}/sharing`, { visibility: 'private', collaborators })
    expect(answer.status).toBe(200)
    for (const [relation, writer] of there) {
      if (SEES.private.includes(relation)) continue
      await writer.until(({ closed }) => closed !== undefined)
      expect(writer.closed).toEqual({ code: 4403, reason: 'access_lost' })
    }
    await watcher.until((one) => one.others().length === 1)
    watcher.type(0, 'Ours. ')
    await watcher.allKept()
    await there[1]![1].until(({ text }) => text === 'Ours. Text')
  })
})

describe('who is in a room', () => {
  const share = (task: TaskId, collaborators: readonly { person: Person; canEdit: boolean }[]) =>
    as(people.assignee).put(`/tasks/${task}/sharing`, {
      collaborators: collaborators.map(({ person, canEdit }) => ({ userId: person.userId, canEdit })),
    })
  const lost = async (writer: Writer) => {
    await writer.until(({ closed }) => closed !== undefined)
    return writer.closed?.reason
  }

  it('may write once it is shared with them to write, and not any longer when it is not', async () => {
    const task = await taskThatIs('collaborative')
    const viewer = await writerIn(task, people.viewer)
    await share(task, [{ person: people.viewer, canEdit: true }])
    await viewer.until(({ mayEdit }) => mayEdit === true)
    viewer.type(0, 'Now ')
    await viewer.allKept()
    await share(task, [{ person: people.viewer, canEdit: false }])
    await viewer.until(({ mayEdit }) => mayEdit === false)
    viewer.type(0, 'Too late ')
    await viewer.until(({ refusals }) => refusals.length > 0)
    expect(viewer.refusals).toEqual([{ kind: 'refused', number: 2, because: 'read_only' }])
    expect((await writerIn(task, people.assignee)).text).toBe('Now Text')
  })

  it('goes when it is shared with them no longer, also when the room slept', async () => {
    const task = await taskThatIs('collaborative')
    const [editor, viewer] = [await writerIn(task, people.editor), await writerIn(task, people.viewer)]
    await evictDurableObject(env.TASK_ROOM.getByName(`${company.tenantId}/${task}`))
    await share(task, [{ person: people.editor, canEdit: true }])
    expect(await lost(viewer)).toBe('access_lost')
    editor.type(0, 'Still ')
    await editor.allKept()
    expect((await openRoom(task, { authorization: `Bearer ${people.viewer.token}` })).status).toBe(404)
  })

  it('goes with the removal itself: no alarm has to ring, and nothing else is told first', async () => {
    const task = await taskThatIs('collaborative')
    const viewer = await writerIn(task, people.viewer)
    const device = await Device.of(people.viewer)
    await device.until(({ heard }) => heard.length > 0)
    const objects = [env.TASK_ROOM.getByName(`${company.tenantId}/${task}`), env.TENANT_HUB.getByName(company.tenantId)]
    for (const object of objects) await runInDurableObject(object, (_, state) => state.storage.deleteAlarm())
    const told = viewer.heard.length
    const ofTask = () =>
      device.heard.filter((one) => one.type === 'rows' && one.touched.some(({ id }) => id === task)).length
    const heard = ofTask()
    await share(task, [])
    expect(await lost(viewer)).toBe('access_lost')
    await device.until(() => ofTask() > heard)
    expect(viewer.heard.length).toBe(told)
    expect(ofTask()).toBe(heard + 1)
    device.hangUp()
  })

  it('goes when the task is somebody else’s', async () => {
    const task = await taskThatIs('private')
    const assignee = await writerIn(task, people.assignee)
    const handed = await as(people.assigner).patch(`/tasks/${task}`, { version: 1, assignedTo: people.assigner.userId })
    expect(handed.status).toBe(200)
    expect(await lost(assignee)).toBe('access_lost')
  })

  it('goes when nobody told the hub, at its next look', async () => {
    const task = await taskThatIs('collaborative')
    const viewer = await writerIn(task, people.viewer)
    await owner()
      .update(tasks)
      .set({ visibility: 'private' })
      .where(and(eq(tasks.tenantId, company.tenantId), eq(tasks.id, task)))
    await owner().batch([
      owner().execute(`select set_config('app.tenant_id', '${company.tenantId}', true)`),
      owner().execute(
        `select app.append_change('task.changed', 'task', '${task}', '{}', '{}', 'tenant', null, null, 'r')`,
      ),
    ])
    expect(await runDurableObjectAlarm(env.TENANT_HUB.getByName(company.tenantId))).toBe(true)
    expect(await lost(viewer)).toBe('access_lost')
  })

  describe('leaves with their', () => {
    let other: Company
    let task: TaskId
    beforeAll(async () => {
      other = await aCompany()
      const among = {
        ...people,
        assignee: other.rep,
        assigner: other.admin,
        editor: other.outsider,
        viewer: other.manager,
      }
      task = await taskThatIs('collaborative', among)
    })

    it('session', async () => {
      const writer = await writerIn(task, other.manager)
      await as(other.manager).delete(`/me/sessions/${other.manager.sessionId}`)
      expect(await lost(writer)).toBe('session_ended')
    })

    it('session that runs out, at the room’s alarm', async () => {
      const writer = await writerIn(task, other.admin)
      const room = env.TASK_ROOM.getByName(`${other.tenantId}/${task}`)
      const expiresAt = new Date(0).toISOString()
      await owner().update(sessions).set({ expiresAt }).where(eq(sessions.id, other.admin.sessionId))
      // What was known of it is known no longer.
      writer.type(0, 'x')
      await writer.allKept()
      await runDurableObjectAlarm(room)
      expect(await lost(writer)).toBe('session_ended')
      await owner()
        .update(sessions)
        .set({ expiresAt: new Date(Date.now() + 86_400_000).toISOString() })
        .where(eq(sessions.id, other.admin.sessionId))
    })

    it('role', async () => {
      const reading = await aRole(other.tenantId, 'own', ['tasks.view_assigned'])
      const none = await aRole(other.tenantId, 'own', [])
      const writer = await writerIn(task, other.outsider)
      const path = `/users/${other.outsider.userId}`
      expect((await as(other.admin).patch(path, { version: 1, roleId: reading.id })).status).toBe(200)
      await writer.until(({ mayEdit }) => mayEdit === false)
      expect((await as(other.admin).patch(path, { version: 2, roleId: none.id })).status).toBe(200)
      expect(await lost(writer)).toBe('access_lost')
    })

    it('place in the company', async () => {
      const writer = await writerIn(task, other.rep)
      await as(other.admin).patch(`/users/${other.rep.userId}`, { version: 1, status: 'deactivated' })
      expect(await lost(writer)).toBe('session_ended')
    })
  })
})
