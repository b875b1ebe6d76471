import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { call, callSignOut } from '../../../web/src/api/client'
import { Unreachable } from '../../../web/src/api/problems'

interface Asked {
  readonly path: string
  readonly answer: (response: Response) => void
}

/** A network on which nothing is answered until the test says so. */
let asked: Asked[]

beforeEach(() => {
  asked = []
  vi.stubGlobal('fetch', (path: string, { signal }: { signal: AbortSignal }) => {
    return new Promise<Response>((resolve, reject) => {
      signal.throwIfAborted()
      signal.addEventListener('abort', () => reject(signal.reason))
      asked.push({ path, answer: resolve })
    })
  })
})
afterEach(() => vi.unstubAllGlobals())

const paths = () => asked.map(({ path }) => path)
const tick = () => new Promise((resolve) => setImmediate(resolve))

it('lets go of all that is on its way, and begins nothing, while somebody signs out', async () => {
  const before = call('GET', '/tasks/texts')
  await tick()
  const out = callSignOut()
  await expect(before).rejects.toBeInstanceOf(Unreachable)
  await expect(call('GET', '/opportunities')).rejects.toBeInstanceOf(Unreachable)
  await tick()
  expect(paths()).toEqual(['/api/v1/tasks/texts', '/api/v1/auth/sign-out'])

  asked[1]?.answer(new Response(null, { status: 204 }))
  await out
  const next = call('GET', '/me')
  await tick()
  asked[2]?.answer(Response.json({ name: 'Ada' }))
  expect(await next).toEqual({ name: 'Ada' })
})

it('finds the server as far away when it is cut off in the middle of its answer as when there was none', async () => {
  const begun = call('GET', '/opportunities')
  await tick()
  const half = new ReadableStream({ start: (body) => body.error(new DOMException('let go', 'AbortError')) })
  asked[0]?.answer(new Response(half))
  await expect(begun).rejects.toBeInstanceOf(Unreachable)
})

it('renews a session that ran out before it ends it, so that the server ends it too', async () => {
  const out = callSignOut()
  await tick()
  asked[0]?.answer(new Response(null, { status: 401 }))
  await tick()
  asked[1]?.answer(Response.json({}))
  await tick()
  asked[2]?.answer(new Response(null, { status: 204 }))
  await out
  expect(paths()).toEqual(['/api/v1/auth/sign-out', '/api/v1/auth/refresh', '/api/v1/auth/sign-out'])
})

it('goes on after a sign-out that never reached the server', async () => {
  const out = callSignOut()
  await tick()
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  asked[0]?.answer(Response.error())
  await expect(out).rejects.toBeDefined()
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ name: 'Ada' })))
  expect(await call('GET', '/me')).toEqual({ name: 'Ada' })
})
