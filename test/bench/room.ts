import type { AddressInfo } from 'node:net'
import WebSocket, { WebSocketServer } from 'ws'
import * as Y from 'yjs'
import { DESCRIPTION, decodeRoom, encodeClient } from '../../durable-objects/task-room/messages'
import { readPresence, writePresence } from '../../durable-objects/task-room/presence'
import { bigCompany } from './big-company'
import { type BenchOptions, type Figure, figure, median, quantile } from './figure'
import { aSharedTask, type Inside, inside } from './room-visitor'
import { startFloor, startStack } from './stack'

export const name = 'room'

const FAN = 100
const WRITERS = 10
const EDITS = 300 // of each writer, one character each
const CURSORS = 300
const EDITORS = 50
const KEYSTROKES = 20 // of each editor, one every so often
const EVERY_MS = 200

/** One task with many people in it: what is passed on, what is kept first, and how soon others see a keystroke. */
export async function run({ report }: BenchOptions): Promise<Figure[]> {
  const stack = await startStack(report)
  const floor = await startFloor(stack.db.env)
  try {
    const company = await bigCompany(stack.db, { keys: stack.keys, origin: stack.origin, deals: 5000 })
    await company.signIn()
    const editors = company.reps.slice(0, EDITORS)
    const task = () => aSharedTask(stack.db, company, EDITORS)
    const roomOf = (id: string) => `${stack.origin.replace('http', 'ws')}/api/v1/tasks/${id}/room`
    const crowd = async (id: string, size: number) =>
      Promise.all(Array.from({ length: size }, (_, i) => inside(roomOf(id), editors[i % editors.length]!))) // within it

    report(`cursors of ${WRITERS} to ${FAN} sockets`)
    const cursors = await passedOn(await crowd(await task(), FAN))
    const bare = await bareServer()
    report(`edits of ${WRITERS} to ${FAN} sockets`)
    const kept = await keptAndTold(await crowd(await task(), FAN))
    const inserted = await insertedAndTold(`${floor.origin.replace('http', 'ws')}/api/room`)
    report(`${EDITORS} editors`)
    const echo = await keystrokes(await crowd(await task(), EDITORS))
    return [
      figure({
        name: `cursors to ${FAN} sockets`,
        value: cursors,
        unit: 'deliveries/s',
        floor: { name: 'bare ws', value: bare },
        target: { of: 'ratio', atLeast: 0.35 },
      }),
      figure({
        name: `edits to ${FAN} sockets, kept first`,
        value: kept,
        unit: 'deliveries/s',
        floor: { name: 'bare object that inserts each', value: inserted },
        target: { of: 'ratio', atLeast: 1 },
      }),
      figure({ name: `a keystroke among ${EDITORS} editors: p50`, value: median(echo), unit: 'ms' }),
      figure({
        name: `a keystroke among ${EDITORS} editors: p99`,
        value: quantile(echo, 0.99),
        unit: 'ms',
        target: { of: 'value', atMost: 30 },
      }),
    ]
  } finally {
    await floor.close()
    await stack.close()
  }
}

const cursor = (client: number, clock: number) =>
  encodeClient({
    kind: 'presence',
    update: writePresence([
      {
        client,
        clock,
        state: JSON.stringify({ user: { color: '#3366ff' }, cursor: { anchor: clock, head: clock + 3 } }),
      },
    ]),
  })

/** A position is delivered once a socket has it, or a later one of the same person that stands for it. */
async function passedOn(crowd: readonly Inside[]): Promise<number> {
  const began = performance.now()
  const last = crowd.map((one, at) => {
    const others = at < WRITERS ? WRITERS - 1 : WRITERS
    return new Promise<void>((resolve) => {
      const ends = new Set<number>()
      one.onMessage = (bytes) => {
        // Of presence a client says and a room tells the same bytes.
        const message = decodeRoom(bytes)
        if (message?.kind !== 'presence') return
        for (const { client, clock } of readPresence(message.update) ?? []) if (clock === CURSORS) ends.add(client)
        if (ends.size === others) resolve()
      }
    })
  })
  for (let clock = 1; clock <= CURSORS; clock++) {
    for (let n = 0; n < WRITERS; n++) crowd[n]!.socket.send(cursor(n + 1, clock)) // within the crowd
  }
  await Promise.all(last)
  const seconds = (performance.now() - began) / 1000
  for (const { socket } of crowd) socket.terminate()
  return (CURSORS * WRITERS * (FAN - 1)) / seconds
}

/** As many messages of the size of a cursor, by a server that does nothing else. */
async function bareServer(): Promise<number> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  server.on('connection', (from) =>
    from.on('message', (data) => {
      for (const to of server.clients) if (to !== from) to.send(data)
    }),
  )
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  const crowd = await Promise.all(Array.from({ length: FAN }, () => connected(url)))
  const perSecond = await passedOn(crowd)
  server.close()
  return perSecond
}

async function connected(url: string): Promise<Inside> {
  const socket = new WebSocket(url)
  const one: Inside = { socket, onMessage: () => {} }
  socket.on('message', (data: Buffer) => one.onMessage(new Uint8Array(data)))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return one
}

/** Sends, and counts messages until all have come. */
async function deliveries(crowd: readonly Inside[], wanted: number, send: () => void): Promise<number> {
  let count = 0
  const began = performance.now()
  await new Promise<void>((resolve) => {
    for (const one of crowd) one.onMessage = () => ++count === wanted && resolve()
    send()
  })
  const seconds = (performance.now() - began) / 1000
  for (const { socket } of crowd) socket.terminate()
  return wanted / seconds
}

/** What each writer types, character by character, as updates. */
function typed(): Uint8Array[][] {
  return Array.from({ length: WRITERS }, () => {
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    for (let i = 0; i < EDITS; i++) doc.getText(DESCRIPTION).insert(i, 'x')
    return updates
  })
}

/** An edit is delivered once a socket has it, with others in one message or alone. */
async function keptAndTold(crowd: readonly Inside[]): Promise<number> {
  const writing = typed()
  const began = performance.now()
  await Promise.all([
    ...crowd.map((one, at) => {
      const others = at < WRITERS ? WRITERS - 1 : WRITERS
      return new Promise<void>((resolve, reject) => {
        const ends = new Map<number, number>()
        let isKept = at >= WRITERS
        one.onMessage = (bytes) => {
          const message = decodeRoom(bytes)
          if (message?.kind === 'refused') reject(new Error(message.because))
          if (message?.kind === 'kept') isKept ||= message.number === EDITS
          if (message?.kind === 'edit')
            for (const [client, end] of Y.parseUpdateMeta(message.update).to) ends.set(client, end)
          if (isKept && ends.size === others && [...ends.values()].every((end) => end === EDITS)) resolve()
        }
      })
    }),
    send(crowd, writing, (update, number) => encodeClient({ kind: 'edit', number, update })),
  ])
  const seconds = (performance.now() - began) / 1000
  for (const { socket } of crowd) socket.terminate()
  return (EDITS * WRITERS * (FAN - 1)) / seconds
}

/** The same updates to an object that inserts each, says so, and passes it on. */
async function insertedAndTold(url: string): Promise<number> {
  const crowd = await Promise.all(Array.from({ length: FAN }, () => connected(url)))
  const writing = typed()
  // To each writer its own acknowledgement, to all others the edit.
  const wanted = EDITS * WRITERS * FAN
  const perSecond = await deliveries(crowd, wanted, () => void send(crowd, writing, (update) => update))
  return (perSecond * (FAN - 1)) / FAN
}

async function send(
  crowd: readonly Inside[],
  writing: readonly Uint8Array[][],
  message: (update: Uint8Array, number: number) => Uint8Array,
): Promise<void> {
  for (let i = 0; i < EDITS; i++) {
    for (const [n, updates] of writing.entries()) crowd[n]!.socket.send(message(updates[i]!, i + 1)) // as many as were made
  }
}

/** Everybody types at a human pace: how long after a keystroke somebody else has it. */
async function keystrokes(crowd: readonly Inside[]): Promise<number[]> {
  const sentAt = new Map<string, number>()
  const took: number[] = []
  const [first] = crowd
  const watch = (one: Inside) => {
    one.onMessage = (bytes) => {
      const message = decodeRoom(bytes)
      if (message?.kind !== 'edit') return
      for (const [client, end] of Y.parseUpdateMeta(message.update).to) {
        const at = sentAt.get(`${client} ${end}`)
        if (at !== undefined) took.push(performance.now() - at)
      }
    }
  }
  for (const one of crowd) one.onMessage = () => {}
  watch(first!)
  await Promise.all(
    crowd.slice(1).map(async ({ socket }, n) => {
      const doc = new Y.Doc()
      let number = 0
      doc.on('update', (update: Uint8Array) => {
        sentAt.set(`${doc.clientID} ${++number}`, performance.now())
        socket.send(encodeClient({ kind: 'edit', number, update }))
      })
      await pause((n / crowd.length) * EVERY_MS)
      for (let i = 0; i < KEYSTROKES; i++) {
        doc.getText(DESCRIPTION).insert(i, 'k')
        await pause(EVERY_MS)
      }
    }),
  )
  await pause(1000)
  for (const { socket } of crowd) socket.terminate()
  return took
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
