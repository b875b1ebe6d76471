import { Hono } from 'hono'
import { expect, it } from 'vitest'
import type { AppEnv } from '../../../worker/platform/context'
import { rateLimit } from '../../../worker/platform/rate-limit'

/** Counts are kept as long as the process lives: whoever asks comes from somewhere nobody has asked from. */
let visitors = 0
function aVisitor() {
  const headers = { 'cf-connecting-ip': `visitor ${++visitors}` }
  return async (path: string) => {
    const response = await app.request(path, { headers })
    const said = (name: string) => response.headers.get(name)
    return {
      status: response.status,
      policy: said('ratelimit-policy'),
      left: said('ratelimit'),
      retryAfter: said('retry-after'),
      body: await response.text(),
    }
  }
}

const app = new Hono<AppEnv>()
  .get('/deals', rateLimit(5, 'write'), (c) => c.text('deals'))
  .get('/tasks', rateLimit(5, 'write'), (c) => c.text('tasks'))
  .get('/model', rateLimit(2, 'write'), (c) => c.text('model'))
  .get('/files', rateLimit(2, 'download'), (c) => c.text('files'))

async function times<T>(n: number, run: () => Promise<T>): Promise<T[]> {
  const all: T[] = []
  for (let i = 0; i < n; i++) all.push(await run())
  return all
}

it('says with every answer what is allowed and how much of it is left', async () => {
  const ask = aVisitor()
  const first = await ask('/deals')
  expect(first).toMatchObject({ status: 200, policy: '"write-5";q=5;w=60', retryAfter: null })
  expect(first.left).toMatch(/^"write-5";r=4;t=\d+$/)
  expect((await ask('/deals')).left).toMatch(/^"write-5";r=3;t=\d+$/)
})

it('refuses what is too much, and says when to come back', async () => {
  const ask = aVisitor()
  expect((await times(2, () => ask('/files'))).map(({ status }) => status)).toEqual([200, 200])
  const refused = await ask('/files')
  expect(refused).toMatchObject({ status: 429, policy: '"download-2";q=2;w=60' })
  const seconds = Number(refused.retryAfter)
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(60)
  expect(refused.left).toBe(`"download-2";r=0;t=${seconds}`)
  expect(JSON.parse(refused.body)).toMatchObject({ kind: 'too_many_requests', retryAfter: seconds })
})

it('counts everybody apart', async () => {
  const [busy, other] = [aVisitor(), aVisitor()]
  await times(3, () => busy('/files'))
  expect((await other('/files')).status).toBe(200)
})

it('counts routes of one limit together', async () => {
  const ask = aVisitor()
  await times(3, () => ask('/deals'))
  expect((await times(3, () => ask('/tasks'))).map(({ status }) => status)).toEqual([200, 200, 429])
})

it('leaves the small limit of one route whole, however much is done where more is allowed', async () => {
  const ask = aVisitor()
  await times(4, () => ask('/deals'))
  expect(await ask('/model')).toMatchObject({ status: 200, policy: '"write-2";q=2;w=60' })
})
