import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { changeLog, tasks } from '../../../drizzle/schema'
import type { TaskId } from '../../../worker/kernel/ids'
import type { Task, TaskActivity, TaskAnswer } from '../../../worker/tasks/contract'
import { aCompany, type Company, owner } from '../../support/actors'
import { as } from '../../support/app'
import { aTask } from '../../support/builders'
import { loseStorage, roomsOf } from '../../support/rooms'

let company: Company
beforeAll(async () => {
  company = await aCompany()
})
const { room, ring, stateOf, writerIn } = roomsOf(() => company)
const show = async (task: TaskId) => (await as(company.rep).get<Task>(`/tasks/${task}`)).body
const rewrite = (task: TaskId, description: string, version: number) =>
  as(company.rep).patch<TaskAnswer>(`/tasks/${task}`, { version, description })

describe('what is written in a room', () => {
  it('is the description of the task after the alarm, as one change that names who wrote', async () => {
    const task = await aTask(company, { visibility: 'collaborative', description: 'Call ' })
    const sharing = { collaborators: [{ userId: company.outsider.userId, canEdit: true }] }
    await as(company.rep).put(`/tasks/${task}/sharing`, sharing)
    const [a, b] = [await writerIn(task), await writerIn(task, company.outsider)]
    a.type(5, 'the architect')
    await a.allKept()
    await b.until(({ text }) => text.includes('architect'))
    b.type(0, 'Please: ')
    await b.allKept()
    const before = await show(task)
    expect(await ring(task)).toBe(true)
    const after = await show(task)
    expect(after).toMatchObject({ description: 'Please: Call the architect', version: before.version + 1 })
    expect(await stateOf(task)).toBe(after.description)
    const { body } = await as(company.rep).get<TaskActivity>(`/tasks/${task}/activity`)
    expect(body.rows[0]).toMatchObject({
      type: 'task.changed',
      actorId: company.outsider.userId,
      before: { description: 'Call ' },
      after: { description: after.description, editedBy: [company.rep.userId, company.outsider.userId] },
    })
    const found = await as(company.rep).get<{ rows: { id: string }[] }>('/tasks?q=architect')
    expect(found.body.rows.map(({ id }) => id)).toEqual([task])
  })

  it('is not written down again when nothing more was written', async () => {
    const task = await aTask(company)
    const writer = await writerIn(task)
    writer.type(0, 'once')
    await writer.allKept()
    await ring(task)
    const { version } = await show(task)
    writer.leave()
    await writerIn(task)
    await ring(task)
    expect((await show(task)).version).toBe(version)
  })

  it('is there after the room lost its storage, and once for those who come back with it', async () => {
    const task = await aTask(company, { description: 'First. ' })
    const [a, b] = [await writerIn(task), await writerIn(task)]
    a.type(7, 'Second. ')
    await a.allKept()
    await ring(task)
    a.type(15, 'Third.')
    await b.until(({ text }) => text === 'First. Second. Third.')
    await loseStorage(room(task))
    const late = await writerIn(task)
    expect(late.text).toBe('First. Second. ')
    await b.enter()
    await b.allKept()
    await late.until(({ text }) => text === 'First. Second. Third.')
  })

  it('waits for a database that refuses, and is there when it does not', async () => {
    const task = await aTask(company)
    const writer = await writerIn(task)
    await owner().execute(`create or replace function public.refuse_text() returns trigger language plpgsql as
      $$ begin raise exception 'not now'; end $$`)
    const name = `refuse_${task.replaceAll('-', '')}`
    await owner().execute(`create trigger ${name} before insert or update on task_texts for each row
      when (new.task_id = '${task}') execute function public.refuse_text()`)
    try {
      writer.type(0, 'patience')
      await writer.allKept()
      await ring(task)
      writer.type(8, ' pays')
      await writer.allKept()
      await ring(task)
      expect((await show(task)).description).toBe('')
      await evictDurableObject(room(task))
    } finally {
      await owner().execute(`drop trigger ${name} on task_texts`)
    }
    await ring(task)
    expect((await show(task)).description).toBe('patience pays')
    expect(await stateOf(task)).toBe('patience pays')
  })

  it('goes with the task', async () => {
    const task = await aTask(company, { description: 'Gone soon' })
    const writer = await writerIn(task)
    writer.type(0, 'x')
    await writer.allKept()
    await owner()
      .delete(tasks)
      .where(and(eq(tasks.tenantId, company.tenantId), eq(tasks.id, task)))
    await ring(task)
    await writer.until(({ closed }) => closed !== undefined)
    expect(writer.closed).toEqual({ code: 4403, reason: 'access_lost' })
    const left = await runInDurableObject(room(task), (_, state) => [
      ...state.storage.sql.exec('select 1 from updates union all select 1 from pieces union all select 1 from room'),
    ])
    expect(left).toEqual([])
  })
})

describe('a description that is written over the API', () => {
  it('joins what people write at the same time, and neither is lost', async () => {
    const task = await aTask(company, { description: 'Bring the plans and the keys.' })
    const [a, b] = [await writerIn(task), await writerIn(task)]
    a.type(0, 'Monday: ')
    await a.allKept()
    const answer = await rewrite(task, 'Bring the drawings and the keys!', 1)
    expect(answer).toMatchObject({ status: 200, roundTrips: 2 })
    await ring(task)
    const together = 'Monday: Bring the drawings and the keys!'
    for (const one of [a, b]) await one.until(({ text }) => text === together)
    expect((await show(task)).description).toBe(together)
    expect(await stateOf(task)).toBe(together)
  })

  it('is what the room begins with when nobody was there', async () => {
    const task = await aTask(company, { description: 'One' })
    const writer = await writerIn(task)
    writer.type(3, ' two')
    await writer.allKept()
    await ring(task)
    writer.leave()
    await rewrite(task, 'One two three', (await show(task)).version)
    const late = await writerIn(task)
    await late.until(({ text }) => text === 'One two three')
    await writer.enter()
    await writer.until(({ text }) => text === 'One two three')
  })

  it('counts once, also for a room that lost its storage', async () => {
    const task = await aTask(company, { description: 'One' })
    const writer = await writerIn(task)
    await rewrite(task, 'One and two', 1)
    await ring(task)
    await loseStorage(room(task))
    await rewrite(task, 'One and two and three', (await show(task)).version)
    await writer.enter()
    await writer.until(({ text }) => text.includes('three'))
    writer.type(0, '!')
    await writer.allKept()
    expect(writer.text).toBe('!One and two and three')
    expect((await writerIn(task)).text).toBe(writer.text)
  })

  it('is one change of the log, and the room adds none for it', async () => {
    const task = await aTask(company, { description: 'One' })
    await writerIn(task)
    await rewrite(task, 'Two', 1)
    await ring(task)
    const changes = await owner()
      .select()
      .from(changeLog)
      .where(and(eq(changeLog.tenantId, company.tenantId), eq(changeLog.entityId, task)))
    expect(changes).toHaveLength(1)
  })
})
