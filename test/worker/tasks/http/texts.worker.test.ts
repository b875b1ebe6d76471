import { toByteArray } from 'base64-js'
import { beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { DESCRIPTION, MAX_DESCRIPTION } from '../../../../durable-objects/task-room/messages'
import { newId, type TaskId } from '../../../../worker/kernel/ids'
import type { Task, TaskTexts } from '../../../../worker/tasks/contract'
import { aCompany, type Company, type Person } from '../../../support/actors'
import { as } from '../../../support/app'
import { aTask } from '../../../support/builders'
import { roomsOf, wordsIn } from '../../../support/rooms'

let company: Company
beforeAll(async () => {
  company = await aCompany()
})
const { evict, ring, stateOf, writerIn } = roomsOf(() => company)

const ask = async (ids: readonly TaskId[], person: Person = company.rep) =>
  (await as(person).get<TaskTexts>(`/tasks/texts?ids=${ids.join()}`)).body

/** The text of a task as a device gets it that never opened it. */
async function fetched(task: TaskId): Promise<Uint8Array> {
  const { rows } = await ask([task])
  return toByteArray(rows[0]?.state ?? '')
}

/** A device without a network: a document of its own, and what was written in it. */
function offline(from: Uint8Array, write: (text: Y.Text) => void): Uint8Array {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, from)
  const before = Y.encodeStateVector(doc)
  write(doc.getText(DESCRIPTION))
  return Y.encodeStateAsUpdate(doc, before)
}

const send = (task: TaskId, update: Uint8Array, person: Person = company.rep) =>
  as(person).fetch(`/tasks/${task}/text`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(update.byteLength) },
    body: update as Uint8Array<ArrayBuffer>,
  })

describe('the text of a task, for a device that never opened it', () => {
  it('is what the room begins with: written on without a network it stands there once', async () => {
    const task = await aTask(company, { description: 'Bring the plans.' })
    const begins = await fetched(task)
    expect(wordsIn(begins)).toBe('Bring the plans.')
    const edit = offline(begins, (text) => text.insert(16, ' And the keys.'))
    const writer = await writerIn(task)
    expect(writer.text).toBe('Bring the plans.')
    Y.applyUpdate(writer.doc, edit)
    await writer.allKept()
    expect((await writerIn(task)).text).toBe('Bring the plans. And the keys.')
  })

  it('is the same for two devices, whoever asks first, room or device', async () => {
    const [before, after] = [await aTask(company, { description: 'One' }), await aTask(company, { description: 'One' })]
    expect(await fetched(before)).toEqual(await fetched(before))
    const writer = await writerIn(after)
    expect(wordsIn(await fetched(after), Y.encodeStateAsUpdate(writer.doc))).toBe('One')
    writer.type(3, ' two')
    await writer.allKept()
    await ring(after)
    expect(wordsIn(await fetched(after))).toBe('One two')
  })

  it('says what was written over the API since it was shared, and so does the room', async () => {
    const task = await aTask(company, { description: 'Bring the plans.' })
    const writer = await writerIn(task)
    writer.type(0, 'Monday: ')
    await writer.allKept()
    await ring(task)
    writer.leave()
    await evict(task)
    const { version } = (await as(company.rep).get<Task>(`/tasks/${task}`)).body
    await as(company.rep).patch(`/tasks/${task}`, { version, description: 'Monday: Bring the drawings.' })
    const begins = await fetched(task)
    expect(wordsIn(begins)).toBe('Monday: Bring the drawings.')
    expect(await stateOf(task)).toBe('Monday: Bring the drawings.')
    await writer.enter()
    await ring(task)
    await writer.until(({ text }) => text === 'Monday: Bring the drawings.')
    expect(wordsIn(begins, Y.encodeStateAsUpdate(writer.doc))).toBe('Monday: Bring the drawings.')
  })

  it('tells of which description it is, as the task does', async () => {
    const task = await aTask(company, { description: 'One' })
    await as(company.rep).patch(`/tasks/${task}`, { version: 1, description: 'Two' })
    const { describedAt } = (await as(company.rep).get<Task>(`/tasks/${task}`)).body
    expect((await ask([task])).rows).toMatchObject([{ id: task, describedAt }])
  })

  it('is left out for whoever does not see the task', async () => {
    const task = await aTask(company, { description: 'Ours' })
    expect(await ask([task, newId<TaskId>()], company.outsider)).toEqual({ rows: [], left: [] })
  })

  it('comes in several answers where there is much of it', async () => {
    const long = { description: 'x'.repeat(MAX_DESCRIPTION) }
    const all = await Promise.all(Array.from({ length: 12 }, () => aTask(company, long)))
    const { rows, left } = await ask(all)
    expect([rows.length, left.length]).toEqual([10, 2])
    expect((await ask(left)).rows.map(({ id }) => id).sort()).toEqual(left.toSorted())
  })
})

describe('an edit that a device sends without being in the room', () => {
  it('is told to everybody there, is in the description, and counts once however often it is sent', async () => {
    const task = await aTask(company, { description: 'Ring ' })
    const edit = offline(await fetched(task), (text) => text.insert(5, 'the harbour'))
    const writer = await writerIn(task)
    expect([(await send(task, edit)).status, (await send(task, edit)).status]).toEqual([204, 204])
    await writer.until(({ text }) => text === 'Ring the harbour')
    await ring(task)
    expect((await as(company.rep).get<Task>(`/tasks/${task}`)).body.description).toBe('Ring the harbour')
  })

  it('is kept by a room that nobody is in', async () => {
    const task = await aTask(company)
    expect(
      (
        await send(
          task,
          offline(new Uint8Array([0, 0]), (text) => text.insert(0, 'Alone')),
        )
      ).status,
    ).toBe(204)
    await evict(task)
    expect((await writerIn(task)).text).toBe('Alone')
  })

  it.each([
    ['of somebody who may only look', 403, 'task_not_yours', () => company.outsider, 'Mine'],
    ['that makes the text too long', 413, 'text_too_long', () => company.rep, 'x'.repeat(MAX_DESCRIPTION + 1)],
    ['that is none', 422, 'text_not_understood', () => company.rep, new Uint8Array([1, 2, 3])],
  ])('%s is refused with %i', async (_, status, kind, person, said) => {
    const task = await aTask(company, { visibility: 'public' })
    const edit = typeof said === 'string' ? offline(new Uint8Array([0, 0]), (text) => text.insert(0, said)) : said
    const answer = await send(task, edit, person())
    expect([answer.status, ((await answer.json()) as { kind: string }).kind]).toEqual([status, kind])
    expect((await writerIn(task)).text).toBe('')
  })
})
