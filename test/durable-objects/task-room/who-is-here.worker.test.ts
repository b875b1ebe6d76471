import { runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { encodeClient, ROOM_VERSION } from '../../../durable-objects/task-room/messages'
import { PING } from '../../../durable-objects/tenant-hub/messages'
import { aCompany, type Company } from '../../support/actors'
import { aTask } from '../../support/builders'
import { roomsOf } from '../../support/rooms'
import { openRoom } from '../../support/writer'

let company: Company
beforeAll(async () => {
  company = await aCompany()
})
const { evict, ring, room, writerIn } = roomsOf(() => company)
const shared = () => aTask(company, { visibility: 'public' })

describe('whoever is in a room', () => {
  it('is seen by the others under their own name, whatever they say', async () => {
    const task = await shared()
    const [a, b] = [await writerIn(task), await writerIn(task, company.manager)]
    b.presence.setLocalState({ user: { name: 'Somebody else', userId: company.admin.userId, color: 'red' }, cursor: 3 })
    await a.until((one) => one.others().length > 0)
    const { manager } = company
    expect(a.presence.getStates().get(b.presence.clientID)).toEqual({
      user: { name: manager.name, userId: manager.userId, color: 'red' },
      cursor: 3,
    })
  })

  it('speaks for no other client', async () => {
    const task = await shared()
    const [a, b, c] = [await writerIn(task), await writerIn(task, company.manager), await writerIn(task, company.admin)]
    a.presence.setLocalState({})
    await c.until((one) => one.others().length === 1)
    b.presence.clientID = a.presence.clientID
    b.presence.meta.set(a.presence.clientID, { clock: 7, lastUpdated: 0 })
    b.presence.setLocalState({ cursor: 'forged' })
    b.presence.setLocalState(null)
    // What b says after that is heard after that.
    b.presence.clientID = b.doc.clientID
    b.presence.setLocalState({})
    await c.until((one) => one.others().includes(company.manager.name))
    expect(c.others()).toEqual([company.manager.name, company.rep.name].sort())
    expect(c.presence.getStates().get(a.presence.clientID)).not.toHaveProperty('cursor')
  })

  it('is seen by those who come later, also after the room slept', async () => {
    const task = await shared()
    const a = await writerIn(task)
    a.presence.setLocalState({ cursor: 1 })
    const b = await writerIn(task, company.manager)
    await b.until((one) => one.others().length === 1)
    await evict(task)
    const late = await writerIn(task, company.admin)
    await late.until((one) => one.others().length === 1)
    expect(late.others()).toEqual([company.rep.name])
  })

  it('is gone for the others when they leave, also while the room sleeps', async () => {
    const task = await shared()
    const [a, b] = [await writerIn(task), await writerIn(task, company.manager)]
    a.presence.setLocalState({})
    await b.until((one) => one.others().length === 1)
    await evict(task)
    a.leave()
    await b.until((one) => one.others().length === 0)
  })

  it('is gone for the others when they are not heard of, and back when they are', async () => {
    const task = await shared()
    const [a, b] = [await writerIn(task), await writerIn(task, company.manager)]
    a.presence.setLocalState({})
    await b.until((one) => one.others().length === 1)
    await b.until((one) => one.others().length === 0)
    a.presence.setLocalState({})
    await b.until((one) => one.others().length === 1)
  })

  it('is gone for the others before long also where all are still, though the room slept in between', async () => {
    const task = await shared()
    const [a, b] = [await writerIn(task), await writerIn(task, company.manager)]
    a.presence.setLocalState({})
    await b.until((one) => one.others().length === 1)
    a.say(PING)
    await a.until(({ pongs }) => pongs === 1)
    await evict(task)
    await ring(task)
    // Until then it may sleep.
    const next = await runInDurableObject(room(task), (_, { storage }) => storage.getAlarm())
    expect(next! - Date.now()).toBeLessThanOrEqual(30_000)
    const rungAgain = async () => {
      await evict(task)
      await ring(task)
      return b.others()
    }
    await expect.poll(rungAgain, { interval: 200, timeout: 20_000 }).toEqual([])
  })

  it('lets the room sleep where nobody sees anybody', async () => {
    const task = await shared()
    const [a, b] = [await writerIn(task), await writerIn(task, company.manager)]
    a.presence.setLocalState({})
    await b.until((one) => one.others().length === 1)
    a.presence.setLocalState(null)
    await b.until((one) => one.others().length === 0)
    await evict(task)
    await ring(task)
    const next = await runInDurableObject(room(task), (_, { storage }) => storage.getAlarm())
    expect(next! - Date.now()).toBeGreaterThan(60 * 60_000) // a session ends
  })

  it('takes their client along to a new connection', async () => {
    const task = await shared()
    const [a, b] = [await writerIn(task), await writerIn(task, company.manager)]
    a.presence.setLocalState({})
    await b.until((one) => one.others().length === 1)
    const again = await writerIn(task)
    again.presence.clientID = a.presence.clientID
    again.presence.meta.set(a.presence.clientID, { clock: 9, lastUpdated: 0 })
    again.presence.setLocalState({ again: true })
    await b.until((one) => 'again' in (one.presence.getStates().get(a.presence.clientID) ?? {}))
    a.leave()
    b.presence.setLocalState({})
    await again.until((one) => one.others().length === 1)
    expect(b.others()).toEqual([company.rep.name])
  })

  it.each([
    ['text', 'hello'],
    ['what no client says', new Uint8Array([9])],
    ['an edit before hello', encodeClient({ kind: 'edit', number: 1, update: new Uint8Array() })],
    ['a newer version', encodeClient({ kind: 'hello', version: ROOM_VERSION + 1, stateVector: new Uint8Array([0]) })],
    ['what is too long', new Uint8Array(1_000_001)],
  ])('is hung up on for %s', async (_, message) => {
    const { webSocket } = await openRoom(await aTask(company), { authorization: `Bearer ${company.rep.token}` })
    const closed = new Promise<number>((resolve) => webSocket?.addEventListener('close', ({ code }) => resolve(code)))
    webSocket?.accept()
    webSocket?.send(message)
    expect(await closed).toBe(4400)
  })

  it('is greeted though they say where they are before the text has been fetched', async () => {
    const { webSocket } = await openRoom(await aTask(company), { authorization: `Bearer ${company.rep.token}` })
    const first = new Promise<string | number>((resolve) => {
      webSocket?.addEventListener('message', () => resolve('greeted'))
      webSocket?.addEventListener('close', ({ code }) => resolve(code))
    })
    webSocket?.accept()
    webSocket?.send(encodeClient({ kind: 'hello', version: ROOM_VERSION, stateVector: new Uint8Array([0]) }))
    const here = new Awareness(new Y.Doc())
    webSocket?.send(encodeClient({ kind: 'presence', update: encodeAwarenessUpdate(here, [here.clientID]) }))
    here.destroy()
    expect(await first).toBe('greeted')
  })

  it('has so many connections and no more', async () => {
    const task = await aTask(company)
    const all = await Promise.all(Array.from({ length: 21 }, () => writerIn(task)))
    await Promise.any(all.map((one) => one.until(({ closed }) => closed?.code === 4429)))
    expect(all.filter(({ closed }) => closed).length).toBe(1)
  })
})
