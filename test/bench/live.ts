import type { AddressInfo } from 'node:net'
import WebSocket, { WebSocketServer } from 'ws'
import { type BigCompany, bigCompany, type SignedIn } from './big-company'
import { type BenchOptions, type Figure, figure, median, quantile } from './figure'
import { ask } from './load'
import { startStack } from './stack'
import { type Ear, headOf, hello, versionOf } from './stream-listener'

export const name = 'live'

const DEALS = 20_000
const FAN = 100
const CROWD = 1000
const CHANGES = 200
const WRITERS = 8
const ECHOES = 60

/** What people hear of each other, and how soon: sockets on one hub, beside a bare server that sends the same texts. */
export async function run({ report }: BenchOptions): Promise<Figure[]> {
  const stack = await startStack(report)
  try {
    report(`making ${DEALS} deals`)
    const company = await bigCompany(stack.db, { keys: stack.keys, origin: stack.origin, deals: DEALS })
    await company.signIn()
    report(`${FAN} sockets`)
    const listeners = await listen(stack.origin, company, FAN)
    const echo = await echoes(stack.origin, company, listeners[0]!) // a hundred are there
    const fan = await fanOut(stack.origin, company, listeners)
    const bare = await bareFanOut(fan.texts)
    for (const one of listeners) one.socket.terminate()
    report(`${CROWD} sockets`)
    await company.signIn()
    const came = await timed(() => listen(stack.origin, company, CROWD))
    for (const one of came.result) one.socket.terminate()
    const back = await timed(() => listen(stack.origin, company, CROWD))
    for (const one of back.result) one.socket.terminate()
    return [
      figure({
        name: `fan-out of what is kept to ${FAN} sockets`,
        value: fan.perSecond,
        unit: 'deliveries/s',
        floor: { name: 'bare ws, nothing kept', value: bare },
      }),
      figure({ name: 'remote echo beyond the command’s own answer: p50', value: median(echo), unit: 'ms' }),
      figure({
        name: 'remote echo beyond the command’s own answer: p99',
        value: quantile(echo, 0.99),
        unit: 'ms',
        target: { of: 'value', atMost: 30 },
      }),
      figure({ name: `${CROWD} sockets on one hub, each told where it is`, value: came.ms, unit: 'ms' }),
      figure({ name: `${CROWD} come back at once`, value: back.ms, unit: 'ms' }),
    ]
  } finally {
    await stack.close()
  }
}

/** Opens sockets of administrators, who hear of every deal, until each has been answered. */
async function listen(origin: string, { admins }: BigCompany, count: number): Promise<Ear[]> {
  const head = await headOf(origin, admins[0]!) // there are twenty
  return Promise.all(Array.from({ length: count }, (_, i) => hello(origin, admins[i % admins.length]!, head))) // within it
}

/** One change after the other: how long after its answer a colleague hears of it. */
async function echoes(origin: string, company: BigCompany, ear: Ear): Promise<number[]> {
  const beyond: number[] = []
  for (let i = 0; i < ECHOES; i++) {
    const writer = company.reps[i % company.reps.length]! // within it
    const heard = new Promise<number>((resolve) => {
      ear.onRows = ({ rows }) => rows.opportunities.some(({ id }) => id === writer.dealId) && resolve(performance.now())
    })
    await write(origin, writer)
    const answered = performance.now()
    beyond.push(Math.max(0, (await heard) - answered))
  }
  return beyond
}

/** As many changes at once as writers make them; a delivery is one change that has reached one socket. */
async function fanOut(origin: string, company: BigCompany, ears: readonly Ear[]) {
  const texts: string[] = []
  let deliveries = 0
  let lastAt = 0
  let all = () => {}
  const heard = new Promise<void>((resolve) => {
    all = resolve
  })
  for (const [i, ear] of ears.entries()) {
    ear.onRows = ({ rows }, text) => {
      if (i === 0) texts.push(text)
      deliveries += rows.opportunities.length
      lastAt = performance.now()
      if (ears.length * CHANGES <= deliveries) all()
    }
  }
  const began = performance.now()
  let sent = 0
  const one = async () => {
    for (let i = sent++; i < CHANGES; i = sent++) await write(origin, company.reps[i % company.reps.length]!)
  }
  await Promise.all(Array.from({ length: WRITERS }, one))
  // Changes of one deal that came close together may be told as one: what was written last is what counts.
  await Promise.race([heard, new Promise((resolve) => setTimeout(resolve, 2000))])
  return { perSecond: (deliveries / (lastAt - began)) * 1000, texts }
}

async function write(origin: string, { token, dealId }: SignedIn): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  // What a deal says already is no change, and nobody is told of it.
  const nextStep = `Step at ${performance.now()}`
  await ask({
    url: `${origin}/api/v1/opportunities/${dealId}`,
    method: 'PATCH',
    headers,
    body: JSON.stringify({ version: await versionOf(origin, token, `opportunities/${dealId}`), nextStep }),
  })
}

/** The same texts to as many sockets, by a server that does nothing else. */
async function bareFanOut(texts: readonly string[]): Promise<number> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  let deliveries = 0
  let all = () => {}
  const heard = new Promise<void>((resolve) => {
    all = resolve
  })
  const sockets = await Promise.all(
    Array.from({ length: FAN }, async () => {
      const socket = new WebSocket(url)
      await new Promise((resolve) => socket.once('open', resolve))
      socket.on('message', () => ++deliveries === texts.length * FAN && all())
      return socket
    }),
  )
  const { ms } = await timed(async () => {
    for (const text of texts) for (const client of server.clients) client.send(text)
    await heard
  })
  for (const socket of sockets) socket.terminate()
  server.close()
  return (deliveries / ms) * 1000
}

async function timed<T>(run: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const at = performance.now()
  const result = await run()
  return { result, ms: performance.now() - at }
}
