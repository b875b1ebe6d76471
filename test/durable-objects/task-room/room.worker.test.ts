import { beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import {
  DESCRIPTION,
  decodeRoom,
  encodeClient,
  MAX_DESCRIPTION,
  ROOM_VERSION,
  type RoomMessage,
} from '../../../durable-objects/task-room/messages'
import type { TaskId } from '../../../worker/kernel/ids'
import { newId } from '../../../worker/kernel/ids'
import { aCompany, type Company, type Person } from '../../support/actors'
import { as } from '../../support/app'
import { aTask } from '../../support/builders'
import { loseStorage, roomsOf } from '../../support/rooms'
import { openRoom, type Writer } from '../../support/writer'

let company: Company
beforeAll(async () => {
  company = await aCompany()
})
const { evict, room, writerIn } = roomsOf(() => company)
const shared = (given: object = {}) => aTask(company, { visibility: 'public', ...given })
const shareWith = (task: TaskId, { userId }: Person, canEdit: boolean) =>
  as(company.rep).put(`/tasks/${task}/sharing`, { visibility: 'collaborative', collaborators: [{ userId, canEdit }] })

describe('a room', () => {
  it.each([
    ['nobody', 401, () => ({ origin: 'https://app.test' })],
    [
      'another site with our cookie',
      403,
      (token: string) => ({ cookie: `__Host-access=${token}`, origin: 'https://evil.test' }),
    ],
    ['our cookie from nowhere', 403, (token: string) => ({ cookie: `__Host-access=${token}` })],
    ['no WebSocket', 426, (token: string) => ({ authorization: `Bearer ${token}`, upgrade: 'h2c' })],
    ['our own page', 101, (token: string) => ({ cookie: `__Host-access=${token}`, origin: 'https://app.test' })],
  ])('answers %s with %i', async (_, status, headers: (token: string) => Record<string, string>) => {
    const answer = await openRoom(await aTask(company), headers(company.rep.token))
    expect(answer.status).toBe(status)
    answer.webSocket?.accept()
    answer.webSocket?.close()
  })

  it('answers for a task that the caller does not see as for one that is missing', async () => {
    const headers = { authorization: `Bearer ${company.outsider.token}` }
    const [hidden, missing] = [await openRoom(await aTask(company), headers), await openRoom(newId(), headers)]
    expect([hidden.status, missing.status]).toEqual([404, 404])
    expect(((await hidden.json()) as { kind: string }).kind).toBe('task_not_found')
  })

  it('begins with what the task says', async () => {
    const writer = await writerIn(await aTask(company, { description: 'Call them 😀' }))
    expect([writer.text, writer.mayEdit]).toEqual(['Call them 😀', true])
  })

  it('shows two who write at once the same, whatever they write', async () => {
    const task = await shared({ description: 'Hello world' })
    await shareWith(task, company.outsider, true)
    const [a, b] = [await writerIn(task), await writerIn(task, company.outsider)]
    a.type(5, ' big')
    b.erase(0, 1)
    b.type(0, 'h')
    await Promise.all([a.allKept(), b.allKept()])
    await Promise.all([a, b].map((one) => one.until(({ text }) => text === 'hello big world')))
  })

  it('tells somebody who comes back what was written meanwhile, and takes what they wrote', async () => {
    const task = await shared()
    const [a, b] = [await writerIn(task), await writerIn(task)]
    b.leave()
    a.type(0, 'one ')
    b.type(0, 'two ')
    await a.allKept()
    await b.enter()
    await b.allKept()
    await a.until(({ text }) => text.includes('two'))
    expect(a.text).toBe(b.text)
  })

  it('keeps what it acknowledged through its eviction, and the connections with it', async () => {
    const task = await shared()
    const [a, b] = [await writerIn(task), await writerIn(task)]
    a.type(0, 'kept')
    await a.allKept()
    await evict(task)
    b.type(4, ' too')
    await a.until(({ text }) => text === 'kept too')
    a.leave()
    b.leave()
    await evict(task)
    expect((await writerIn(task)).text).toBe('kept too')
  })

  it('keeps all of very many edits, and of one that is long', async () => {
    const task = await shared()
    const [a, b] = [await writerIn(task), await writerIn(task)]
    for (let i = 0; i < 450; i++) a.type(i, String(i % 10))
    b.type(0, 'x'.repeat(40_000))
    await Promise.all([a.allKept(), b.allKept()])
    await b.until(({ text }) => text.length === 40_450)
    await a.until(({ text }) => text.length === 40_450)
    await evict(task)
    expect((await writerIn(task)).text).toBe(a.text)
  })

  it('takes an edit once, however often it is sent', async () => {
    const task = await shared()
    const [a, b] = [await writerIn(task), await writerIn(task)]
    a.type(0, 'once')
    a.send(Y.encodeStateAsUpdate(a.doc))
    a.send(Y.encodeStateAsUpdate(a.doc))
    await a.allKept()
    await b.until(({ text }) => text === 'once')
    expect(b.heard.filter(({ kind }) => kind === 'edit')).toHaveLength(1)
  })
})

describe('an edit', () => {
  const refusalOf = async (writer: Writer) => {
    await writer.until(({ refusals }) => refusals.length > 0)
    return writer.refusals
  }

  it('of somebody who may only look is refused whole', async () => {
    const task = await shared({ description: 'Theirs' })
    const looking = await writerIn(task, company.outsider)
    expect(looking.mayEdit).toBe(false)
    looking.type(0, 'Mine ')
    expect(await refusalOf(looking)).toEqual([{ kind: 'refused', number: 1, because: 'read_only' }])
    expect((await writerIn(task)).text).toBe('Theirs')
  })

  it('that makes the text too long is refused whole, and one that shortens it again is taken', async () => {
    const task = await aTask(company, { description: 'x'.repeat(MAX_DESCRIPTION - 1) })
    const writer = await writerIn(task)
    const other = await writerIn(task)
    other.type(0, 'ab')
    expect(await refusalOf(other)).toEqual([{ kind: 'refused', number: 1, because: 'too_long' }])
    writer.doc.transact(() => {
      writer.erase(0, 10)
      writer.type(0, 'y'.repeat(9))
    })
    await writer.allKept()
    expect(writer.refusals).toEqual([])
    expect((await writerIn(task)).text).toBe(writer.text)
  })

  const update = (change: (doc: Y.Doc) => void) => {
    const doc = new Y.Doc()
    change(doc)
    return Y.encodeStateAsUpdate(doc)
  }
  it.each([
    ['that is none', () => new Uint8Array([1, 2, 3])],
    ['of another text', () => update((doc) => doc.getText('other').insert(0, 'a'))],
    ['that puts a map there', () => update((doc) => doc.getMap(DESCRIPTION).set('a', 'b'))],
    ['that formats', () => update((doc) => doc.getText(DESCRIPTION).insert(0, 'a', { bold: true }))],
    ['that embeds', () => update((doc) => doc.getText(DESCRIPTION).insertEmbed(0, { src: 'x' }))],
    ['with what no text can hold', () => update((doc) => doc.getText(DESCRIPTION).insert(0, 'a\u0000b'))],
    [
      'that needs one that never came',
      () => {
        const doc = new Y.Doc()
        doc.getText(DESCRIPTION).insert(0, 'first')
        const known = Y.encodeStateVector(doc)
        doc.getText(DESCRIPTION).insert(5, 'second')
        return Y.encodeStateAsUpdate(doc, known)
      },
    ],
    [
      'that removes what never came',
      () => {
        const doc = new Y.Doc()
        doc.getText(DESCRIPTION).insert(0, 'first')
        const known = Y.encodeStateVector(doc)
        doc.getText(DESCRIPTION).delete(0, 2)
        return Y.encodeStateAsUpdate(doc, known)
      },
    ],
  ])('%s is not taken, and the next is', async (_, made) => {
    const task = await aTask(company, { description: 'Theirs' })
    const writer = await writerIn(task)
    writer.send(made())
    expect(await refusalOf(writer)).toEqual([{ kind: 'refused', number: 1, because: 'not_understood' }])
    writer.type(0, 'And ')
    await writer.allKept()
    await evict(task)
    expect((await writerIn(task)).text).toBe('And Theirs')
  })
})

describe('what somebody writes', () => {
  /** An edit that goes on where somebody else's client stopped. */
  const forged = (by: Writer, as: Writer) => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(by.doc))
    doc.clientID = as.doc.clientID
    doc.getText(DESCRIPTION).insert(0, 'Forged ')
    return Y.encodeStateAsUpdate(doc, Y.encodeStateVector(by.doc))
  }
  const together = async () => {
    const task = await shared()
    await shareWith(task, company.outsider, true)
    const [a, b] = [await writerIn(task), await writerIn(task, company.outsider)]
    a.presence.setLocalState({})
    a.type(0, 'Mine')
    await a.allKept()
    await b.until(({ text }) => text === 'Mine')
    return { task, a, b }
  }

  it('cannot be written in their place by somebody else, while they are there and after', async () => {
    const { task, a, b } = await together()
    const edit = forged(b, a)
    b.send(edit)
    await b.until(({ refusals }) => refusals.length === 1)
    a.leave()
    await evict(task)
    b.send(edit)
    await b.until(({ refusals }) => refusals.length === 2)
    expect(b.refusals.map(({ because }) => because)).toEqual(['not_understood', 'not_understood'])
    a.type(4, ' alone')
    await a.enter()
    await b.until(({ text }) => text === 'Mine alone')
  })

  it('cannot be written in the place of what the API wrote', async () => {
    const task = await aTask(company, { description: 'Theirs' })
    const writer = await writerIn(task)
    const doc = new Y.Doc()
    doc.clientID = 2 ** 32 + 7
    doc.getText(DESCRIPTION).insert(0, 'Mine')
    writer.send(Y.encodeStateAsUpdate(doc))
    await writer.until(({ refusals }) => refusals.length === 1)
  })

  it('is said to be kept to whoever was cut before they heard of it, and to nobody else', async () => {
    const task = await shared()
    const [line, doc] = [newId(), new Y.Doc()]
    doc.getText(DESCRIPTION).insert(0, 'Mine')
    const cut = await by(task, company.rep, line)
    cut.say(encodeClient({ kind: 'edit', number: 7, update: Y.encodeStateAsUpdate(doc) }))
    await cut.next('kept')
    cut.hangUp()
    const [back, other, anew] = [
      await by(task, company.rep, line),
      await by(task, company.manager, line),
      await by(task, company.rep, newId()),
    ]
    expect(back.heard).toMatchObject([{ kind: 'kept', number: 7 }, { kind: 'state' }])
    expect([other.heard, anew.heard]).toMatchObject(Array(2).fill([{ kind: 'state' }]))
    for (const one of [back, other, anew]) one.hangUp()
  })

  it('may be brought back by others to a room that lost it, and they go on themselves', async () => {
    const { task, a, b } = await together()
    a.leave()
    await loseStorage(room(task))
    await b.enter()
    await b.allKept()
    a.type(4, ' again')
    await a.enter()
    a.presence.setLocalState({})
    await b.until(({ text }) => text === 'Mine again')
    expect([...a.refusals, ...b.refusals]).toEqual([])
  })
})

/** Comes in by a line of its own, and has been told what there is. */
async function by(task: TaskId, { token }: Person, line: string) {
  const { webSocket } = await openRoom(task, { authorization: `Bearer ${token}` }, line)
  const heard: RoomMessage[] = []
  let wake = () => {}
  webSocket!.binaryType = 'arraybuffer'
  webSocket!.addEventListener('message', ({ data }) => {
    heard.push(decodeRoom(new Uint8Array(data as ArrayBuffer))!)
    wake()
  })
  webSocket!.accept()
  const next = async (kind: RoomMessage['kind']) => {
    while (heard.at(-1)?.kind !== kind) await new Promise<void>((resolve) => (wake = resolve))
  }
  const say = (bytes: Uint8Array) => webSocket!.send(bytes)
  say(encodeClient({ kind: 'hello', version: ROOM_VERSION, stateVector: Y.encodeStateVector(new Y.Doc()) }))
  await next('state')
  return { heard, next, say, hangUp: () => webSocket!.close(1000) }
}
