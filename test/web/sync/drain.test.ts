import { expect, it } from 'vitest'
import { Refusal, Unreachable } from '../../../web/src/api/problems'
import { drain, type Ended, type Server } from '../../../web/src/sync/drain'
import { isSame } from '../../../web/src/sync/is-same'
import type { Operation } from '../../../web/src/sync/operation'
import { MemoryOutbox } from '../../../web/src/sync/outbox'
import { anOperation } from '../../support/operations'

const DEAL = '01890000-0000-7000-8000-000000000001'

const aChange = (id: string, version: number, before: Record<string, unknown>, body: Record<string, unknown>) =>
  anOperation(id, {
    method: 'PATCH',
    path: `/opportunities/${DEAL}`,
    body,
    basis: { path: '/x', id: DEAL, version, before },
  })

const refusal = (status: number, kind = 'no') => new Refusal({ status, kind, title: 'No' })

async function theOutbox(...operations: Operation[]): Promise<MemoryOutbox> {
  const outbox = new MemoryOutbox()
  for (const operation of operations) await outbox.add(operation)
  return outbox
}

/** A server whose answers are made up for each operation in its turn. */
function aServer(answers: (operation: Operation, body: unknown) => unknown, record: Record<string, unknown> = {}) {
  const sent: { id: string; body: unknown }[] = []
  const server: Server = {
    async send(operation, body) {
      sent.push({ id: operation.id, body })
      const answer = await answers(operation, body)
      if (answer instanceof Error) throw answer
      return answer
    },
    see: async () => record,
  }
  return { server, sent }
}

const nobody = async () => {}
const statesOf = async (outbox: MemoryOutbox) => (await outbox.all()).map(({ id, state }) => `${id} ${state}`)

it('sends what waits in order, and stops where the server cannot be reached', async () => {
  const outbox = await theOutbox(anOperation('a'), anOperation('b'), anOperation('c'))
  const { server, sent } = aServer(({ id }) => (id === 'b' ? new Unreachable() : {}))
  await expect(drain(outbox, server, nobody)).rejects.toBeInstanceOf(Unreachable)
  expect(sent.map(({ id }) => id)).toEqual(['a', 'b'])
  expect(await statesOf(outbox)).toEqual(['a sent', 'b waiting', 'c waiting'])
})

it.each([
  ['asked to wait', refusal(429)],
  ['too busy', refusal(409, 'too_busy')],
  ['signed out', refusal(401, 'session_ended')],
])('keeps what was %s for later', async (_, answer) => {
  const outbox = await theOutbox(anOperation('a'))
  await expect(drain(outbox, aServer(() => answer).server, nobody)).rejects.toBe(answer)
  expect(await statesOf(outbox)).toEqual(['a waiting'])
})

it('refuses what was built on something refused without sending it, and goes on with the rest', async () => {
  const outbox = await theOutbox(
    anOperation('a'),
    anOperation('b', { after: ['a'] }),
    anOperation('c', { after: ['b'] }),
    anOperation('d'),
  )
  const { server, sent } = aServer(({ id }) => (id === 'a' ? refusal(422) : {}))
  const ended: Ended[] = []
  await drain(outbox, server, async (end) => void ended.push(end))
  expect(sent.map(({ id }) => id)).toEqual(['a', 'd'])
  expect(await statesOf(outbox)).toEqual(['a refused', 'b refused', 'c refused', 'd sent'])
  expect(ended.map(({ operation }) => operation.problem?.kind)).toEqual([
    'no',
    'builds_on_refused',
    'builds_on_refused',
    undefined,
  ])
})

it('makes each change on what the one before it made of the record', async () => {
  const outbox = await theOutbox(
    aChange('a', 3, { title: 'Old' }, { title: 'New' }),
    aChange('b', 3, { amount: 1 }, { amount: 2 }),
  )
  const { server, sent } = aServer((_, body) => ({ id: DEAL, version: (body as { version: number }).version + 1 }))
  await drain(outbox, server, nobody)
  expect(sent.map(({ body }) => body)).toEqual([
    { title: 'New', version: 3 },
    { amount: 2, version: 4 },
  ])
})

it('makes a change of while the one before it was on its way on what that one made of the record', async () => {
  const outbox = await theOutbox(aChange('a', 3, { title: 'Old' }, { title: 'New' }))
  const { server, sent } = aServer(async ({ id }, body) => {
    // Taken back before the answer has come, and that again.
    if (id === 'a') await outbox.add(aChange('b', 3, { title: 'New' }, { title: 'Old' }))
    if (id === 'b') await outbox.add(aChange('c', 3, { title: 'Old' }, { title: 'New' }))
    return { id: DEAL, version: (body as { version: number }).version + 1 }
  })
  await drain(outbox, server, nobody)
  expect(sent.map(({ body }) => body)).toEqual([
    { title: 'New', version: 3 },
    { title: 'Old', version: 4 },
    { title: 'New', version: 5 },
  ])
})

it('makes a change on what it was made on when the one that was on its way changed nothing', async () => {
  const outbox = await theOutbox(aChange('a', 3, { title: 'Old' }, { title: 'Old' }))
  const { server, sent } = aServer(async ({ id }) => {
    if (id === 'a') await outbox.add(aChange('b', 3, { amount: 1 }, { amount: 2 }))
    return { id: DEAL, version: id === 'a' ? 3 : 4 }
  })
  await drain(outbox, server, nobody)
  expect(sent.map(({ body }) => body)).toEqual([
    { title: 'Old', version: 3 },
    { amount: 2, version: 3 },
  ])
})

it('sends the same request again after a lost answer, whatever became known meanwhile', async () => {
  const outbox = await theOutbox(aChange('a', 3, { title: 'Old' }, { title: 'New' }))
  let tries = 0
  const { server, sent } = aServer(() => (++tries === 1 ? new Unreachable() : { id: DEAL, version: 4 }))
  await drain(outbox, server, nobody).catch(() => {})
  await drain(outbox, server, nobody)
  expect(sent[1]).toEqual(sent[0])
})

it('makes its change on top of a colleague’s when they left the fact alone', async () => {
  const outbox = await theOutbox(
    aChange('a', 3, { title: 'Old', custom: { region: null } }, { title: 'New', custom: { region: 'North' } }),
  )
  const theirs = { version: 7, title: 'Old', amount: 5, custom: { size: 'L' } }
  const answers = (_: Operation, body: unknown) =>
    (body as { version: number }).version === 7 ? { id: DEAL, version: 8 } : refusal(409, 'version_conflict')
  const { server, sent } = aServer(answers, theirs)
  await drain(outbox, server, nobody)
  expect(sent.map(({ body }) => (body as { version: number }).version)).toEqual([3, 7])
  expect(await statesOf(outbox)).toEqual(['a sent'])
})

it('shows yours, theirs and before when a colleague changed the same fact', async () => {
  const outbox = await theOutbox(aChange('a', 3, { title: 'Old' }, { title: 'Mine' }))
  const { server } = aServer(() => refusal(409, 'version_conflict'), { version: 4, title: 'Theirs' })
  await drain(outbox, server, nobody)
  expect(await outbox.all()).toMatchObject([
    {
      state: 'refused',
      body: { title: 'Mine' },
      basis: { before: { title: 'Old' } },
      conflict: { version: 4, theirs: { title: 'Theirs' } },
    },
  ])
})

it('takes nothing back of what was given up or refused before it was sent', async () => {
  const outbox = await theOutbox(
    anOperation('b', { after: ['a'], undoes: 'a' }),
    anOperation('d', { after: ['c'], undoes: 'c' }),
    anOperation('e', { undoes: 'long ago' }),
  )
  await outbox.add(anOperation('c', { state: 'refused' }))
  const { server, sent } = aServer(() => ({}))
  await drain(outbox, server, nobody)
  expect(sent.map(({ id }) => id)).toEqual(['e'])
  expect(await statesOf(outbox)).toEqual(['b refused', 'd refused', 'e sent', 'c refused'])
})

it('asks about what stands there as the server tells it, without asking again', async () => {
  const undo = aChange('a', 3, { priority: 'high' }, { priority: 'medium' })
  const outbox = await theOutbox({ ...undo, undoes: 'before' })
  const { server } = aServer(
    () => new Refusal({ status: 409, kind: 'version_conflict', title: 'No', version: 5, theirs: { priority: 'low' } }),
  )
  await drain(outbox, { ...server, see: () => Promise.reject(new Error('asked again')) }, nobody)
  expect(await outbox.all()).toMatchObject([
    {
      state: 'refused',
      conflict: { version: 5, theirs: { priority: 'low' } },
      basis: { before: { priority: 'high' } },
    },
  ])
})

it('asks nothing where a colleague has written the very same', async () => {
  const outbox = await theOutbox(aChange('a', 3, { title: 'Old' }, { title: 'New' }))
  const answers = (_: Operation, body: unknown) =>
    (body as { version: number }).version === 7 ? { id: DEAL, version: 7 } : refusal(409, 'version_conflict')
  const { server } = aServer(answers, { version: 7, title: 'New' })
  await drain(outbox, server, nobody)
  expect(await statesOf(outbox)).toEqual(['a sent'])
})

it('gives a server that fails on one operation a few tries, then sets it aside', async () => {
  const outbox = await theOutbox(anOperation('a'), anOperation('b'))
  const { server } = aServer(({ id }) => (id === 'a' ? refusal(500, 'unexpected') : {}))
  for (let i = 0; i < 6; i++) await drain(outbox, server, nobody).catch(() => {})
  expect(await statesOf(outbox)).toEqual(['a refused', 'b sent'])
})

it.each([
  [null, undefined, true],
  [{ a: 1 }, { a: 1, b: null }, true],
  [{ a: 1 }, { a: 2 }, false],
  [['x'], ['x', 'y'], false],
  ['1', 1, false],
])('takes %j and %j for the same fact: %s', (a, b, same) => {
  expect(isSame(a, b)).toBe(same)
})

it('keeps everything for the newer app where the server does not understand this one any more', async () => {
  const outbox = await theOutbox(anOperation('a'), anOperation('b'))
  const { server } = aServer(() => refusal(400, 'client_too_old'))
  await expect(drain(outbox, server, nobody)).rejects.toBeInstanceOf(Refusal)
  expect(await statesOf(outbox)).toEqual(['a waiting', 'b waiting'])
})
