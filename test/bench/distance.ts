import { Agent } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import * as Y from 'yjs'
import { DESCRIPTION, decodeRoom, encodeClient } from '../../durable-objects/task-room/messages'
import type { HubMessage } from '../../durable-objects/tenant-hub/messages'
import { type BigCompany, bigCompany, type SignedIn } from './big-company'
import { farAway } from './far-away'
import { type BenchOptions, type Figure, figure, quantile } from './figure'
import { ask } from './load'
import { aSharedTask, inside } from './room-visitor'
import { startStack } from './stack'
import { headOf, hello, versionOf } from './stream-listener'

export const name = 'distance'

type Rows = Extract<HubMessage, { type: 'rows' }>

const ROUND_TRIPS_MS = [0, 80, 200]
const FIELDS = 200 // of fewer, a p99 is the worst one
const KEYSTROKES = 200
const WARM_UP = 10
const PACE_MS = 50

/** How soon a colleague has what somebody did, when both are so far from the server; without the way itself. */
export async function run({ report }: BenchOptions): Promise<Figure[]> {
  const stack = await startStack(report)
  try {
    const company = await bigCompany(stack.db, { keys: stack.keys, origin: stack.origin, deals: 5000 })
    await company.signIn()
    const figures: Figure[] = []
    for (const roundTrip of ROUND_TRIPS_MS) {
      report(`${roundTrip} ms round trip`)
      const way = await farAway(stack.origin, roundTrip)
      try {
        const task = await aSharedTask(stack.db, company, 2)
        figures.push(
          ...beyond('a field', roundTrip, {
            far: await fields(way.origin, stack.origin, ofDeals(company)),
            near: await fields(stack.origin, stack.origin, ofDeals(company), roundTrip / 2),
          }),
          ...beyond('a task’s field', roundTrip, {
            far: await fields(way.origin, stack.origin, ofTask(company, task)),
            near: await fields(stack.origin, stack.origin, ofTask(company, task), roundTrip / 2),
          }),
          ...beyond('a keystroke', roundTrip, { far: await keystrokes(way.origin, task, company) }),
        )
      } finally {
        way.close()
      }
    }
    return figures
  } finally {
    await stack.close()
  }
}

/** `near`: the same without the distance, where that was measured. */
function beyond(what: string, roundTrip: number, { far, near }: { far: number[]; near?: number[] }): Figure[] {
  const label = `${what} of a colleague at ${roundTrip} ms, beyond the round trip`
  const of = (share: number) => ({
    value: quantile(
      far.map((ms) => ms - roundTrip),
      share,
    ),
    unit: 'ms',
    // Whoever waits for the way leaves the machine idle, and what it is to do next is in none of its caches.
    ...(near && { floor: { name: 'as long a pause, no distance', value: quantile(near, share) } }),
  })
  return [
    figure({ name: `${label}: p50`, ...of(0.5) }),
    figure({ name: `${label}: p99`, ...of(0.99), target: { of: 'value', atMost: 30 } }),
  ]
}

/** Fields that one person writes and another sees. */
interface Fields {
  readonly reader: SignedIn
  /** The record of a turn, who writes in it, and what. */
  readonly at: (turn: number) => { readonly token: string; readonly path: string; readonly field: string }
  readonly isTold: (rows: Rows, path: string) => boolean
}

function ofDeals({ admins, reps }: BigCompany): Fields {
  return {
    reader: admins[0]!, // there are twenty
    at(turn) {
      const { token, dealId } = reps[turn % reps.length]! // within it
      return { token, path: `opportunities/${dealId}`, field: 'nextStep' }
    },
    isTold: ({ rows }, path) => rows.opportunities.some(({ id }) => path.endsWith(id)),
  }
}

function ofTask({ reps }: BigCompany, taskId: string): Fields {
  const [writer, reader] = reps as readonly [SignedIn, SignedIn] // there are fifty
  return {
    reader,
    at: () => ({ token: writer.token, path: `tasks/${taskId}`, field: 'title' }),
    isTold: ({ tasks }) => tasks?.kept.some(({ id }) => id === taskId) ?? false,
  }
}

/** From the moment a change is sent until a colleague's socket has told the row, with a pause before either request. */
async function fields(
  far: string,
  near: string,
  { reader, at: turnOf, isTold }: Fields,
  pauseMs = 0,
): Promise<number[]> {
  const ear = await hello(far, reader, await headOf(near, reader))
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const took: number[] = []
  for (let i = 0; i < FIELDS + WARM_UP; i++) {
    const { token, path, field } = turnOf(i)
    await wait(pauseMs)
    const version = await versionOf(near, token, path)
    await wait(pauseMs)
    const heard = new Promise<number>((resolve) => {
      ear.onRows = (message) => isTold(message, path) && resolve(performance.now())
    })
    const at = performance.now()
    await ask(
      {
        url: `${far}/api/v1/${path}`,
        method: 'PATCH',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        // What a record says already is no change, and nobody is told of it.
        body: JSON.stringify({ version, [field]: `From afar at ${at}` }),
      },
      agent,
    )
    took.push((await heard) - at)
  }
  agent.destroy()
  ear.socket.terminate()
  return took.slice(WARM_UP)
}

/** From the moment a key is pressed until the other one's socket has told the edit. */
async function keystrokes(far: string, taskId: string, { reps }: BigCompany): Promise<number[]> {
  const url = `${far.replace('http', 'ws')}/api/v1/tasks/${taskId}/room`
  const [writer, reader] = await Promise.all([inside(url, reps[0]!), inside(url, reps[1]!)]) // there are fifty
  const doc = new Y.Doc()
  const pressedAt = new Map<number, number>()
  const took: number[] = []
  let all = () => {}
  const heard = new Promise<void>((resolve, reject) => {
    all = resolve
    writer.onMessage = (bytes) => {
      const message = decodeRoom(bytes)
      if (message?.kind === 'refused') reject(new Error(message.because))
    }
  })
  reader.onMessage = (bytes) => {
    const message = decodeRoom(bytes)
    if (message?.kind !== 'edit') return
    const end = Y.parseUpdateMeta(message.update).to.get(doc.clientID)
    for (const [clock, at] of pressedAt) {
      if (end === undefined || clock > end) continue
      pressedAt.delete(clock)
      took.push(performance.now() - at)
    }
    if (took.length === KEYSTROKES + WARM_UP) all()
  }
  let number = 0
  doc.on('update', (update: Uint8Array) => {
    pressedAt.set(++number, performance.now())
    writer.socket.send(encodeClient({ kind: 'edit', number, update }))
  })
  for (let i = 0; i < KEYSTROKES + WARM_UP; i++) {
    doc.getText(DESCRIPTION).insert(i, 'k')
    await wait(PACE_MS)
  }
  await heard
  for (const { socket } of [writer, reader]) socket.terminate()
  return took.slice(WARM_UP)
}
