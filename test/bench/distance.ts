import { Agent } from 'node:http'
import * as Y from 'yjs'
import { DESCRIPTION, decodeRoom, encodeClient } from '../../durable-objects/task-room/messages'
import { type BigCompany, bigCompany } from './big-company'
import { farAway } from './far-away'
import { type BenchOptions, type Figure, figure, median, quantile } from './figure'
import { ask } from './load'
import { aSharedTask, inside } from './room-visitor'
import { startStack } from './stack'
import { headOf, hello, versionOf } from './stream-listener'

export const name = 'distance'

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
        const took = {
          'a field': await fields(way.origin, stack.origin, company),
          'a keystroke': await keystrokes(way.origin, task, company),
        }
        for (const [what, all] of Object.entries(took)) {
          const beyond = all.slice(WARM_UP).map((ms) => ms - roundTrip)
          const label = `${what} of a colleague at ${roundTrip} ms, beyond the round trip`
          figures.push(
            figure({ name: `${label}: p50`, value: median(beyond), unit: 'ms' }),
            figure({
              name: `${label}: p99`,
              value: quantile(beyond, 0.99),
              unit: 'ms',
              target: { of: 'value', atMost: 30 },
            }),
          )
        }
      } finally {
        way.close()
      }
    }
    return figures
  } finally {
    await stack.close()
  }
}

/** From the moment a change is sent until a colleague's socket has told the row. */
async function fields(far: string, near: string, { admins, reps }: BigCompany): Promise<number[]> {
  const ear = await hello(far, admins[0]!, await headOf(near, admins[0]!)) // there are twenty
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const took: number[] = []
  for (let i = 0; i < FIELDS + WARM_UP; i++) {
    const { token, dealId } = reps[i % reps.length]! // within it
    const version = await versionOf(near, token, dealId)
    const heard = new Promise<number>((resolve) => {
      ear.onRows = ({ rows }) => rows.opportunities.some(({ id }) => id === dealId) && resolve(performance.now())
    })
    const at = performance.now()
    await ask(
      {
        url: `${far}/api/v1/opportunities/${dealId}`,
        method: 'PATCH',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        // What a deal says already is no change, and nobody is told of it.
        body: JSON.stringify({ version, nextStep: `From afar at ${at}` }),
      },
      agent,
    )
    took.push((await heard) - at)
  }
  agent.destroy()
  ear.socket.terminate()
  return took
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
    await new Promise((resolve) => setTimeout(resolve, PACE_MS))
  }
  await heard
  for (const { socket } of [writer, reader]) socket.terminate()
  return took
}
