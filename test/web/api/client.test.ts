import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { call, callSignOut, onNewer, onSessionEnd } from '../../../web/src/api/client'
import { Refusal, Unreachable } from '../../../web/src/api/problems'
import { sendOutbox } from '../../../web/src/pwa/outbox-sync'
import { CLIENT_VERSION } from '../../../worker/kernel/client-version'

interface Asked {
  readonly path: string
  readonly headers: Record<string, string>
  readonly answer: (response: Response) => void
}

/** A network on which nothing is answered until the test says so. */
let asked: Asked[]

beforeEach(() => {
  asked = []
  vi.stubGlobal(
    'fetch',
    (path: string, { signal, headers }: { signal: AbortSignal; headers: Record<string, string> }) => {
      return new Promise<Response>((resolve, reject) => {
        signal.throwIfAborted()
        signal.addEventListener('abort', () => reject(signal.reason))
        asked.push({ path, headers, answer: resolve })
      })
    },
  )
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

describe('when the access token has run out', () => {
  const notSignedIn = () => Response.json({ kind: 'not_signed_in', title: 'Sign in first' }, { status: 401 })
  const problem = (status: number) => () => Response.json({ kind: 'some', title: 'Some' }, { status })

  /** What a call comes to, and why the session ended by then if it did; the server answers one request after the other. */
  async function calling(...answers: (() => Response | Promise<Response>)[]) {
    const ends: string[] = []
    const asked: string[] = []
    onSessionEnd((reason) => ends.push(reason))
    vi.stubGlobal('fetch', async (path: string) => {
      asked.push(path)
      const answer = answers.shift()
      if (!answer) throw new Error(`nobody expected ${path}`)
      return answer()
    })
    const outcome = await call('GET', '/opportunities').catch((error: unknown) => error)
    onSessionEnd(() => {})
    expect(asked.slice(0, 2)).toEqual(['/api/v1/opportunities', '/api/v1/auth/refresh'])
    return { outcome, ends }
  }

  it('renews the session and goes on', async () => {
    const { outcome, ends } = await calling(
      notSignedIn,
      () => Response.json({}),
      () => Response.json([1]),
    )
    expect([outcome, ends]).toEqual([[1], []])
  })

  it('ends the session where the server says that it is over', async () => {
    const { outcome, ends } = await calling(notSignedIn, problem(401))
    expect(outcome).toBeInstanceOf(Refusal)
    expect(ends).toEqual(['not_signed_in'])
  })

  it.each([403, 404, 409, 429, 500, 502, 503, 504])(
    'keeps the session where renewing it is answered %i',
    async (status) => {
      const { outcome, ends } = await calling(notSignedIn, problem(status))
      expect(outcome).toBeInstanceOf(Unreachable)
      expect(ends).toEqual([])
    },
  )

  it('keeps the session where nobody answers who should renew it', async () => {
    const { outcome, ends } = await calling(notSignedIn, () => Promise.reject(new TypeError('Failed to fetch')))
    expect(outcome).toBeInstanceOf(Unreachable)
    expect(ends).toEqual([])
  })

  it('keeps a session that was renewed a moment ago, whatever becomes of the call', async () => {
    const { outcome, ends } = await calling(notSignedIn, () => Response.json({}), notSignedIn)
    expect(outcome).toBeInstanceOf(Unreachable)
    expect(ends).toEqual([])
  })

  it('asks again later what waits on the device, where the server cannot tell who this is', async () => {
    vi.stubGlobal('fetch', async () => problem(429)())
    await expect(sendOutbox()).rejects.toBeInstanceOf(Refusal)
    vi.stubGlobal('fetch', async () => notSignedIn())
    await expect(sendOutbox()).resolves.toBeUndefined()
  })
})

it('says with every call which app it is, and hears when there is a newer one', async () => {
  const told: string[] = []
  onNewer((newer) => void told.push(newer))
  const first = call('GET', '/me')
  await tick()
  expect(asked[0]?.headers).toEqual({ 'client-version': String(CLIENT_VERSION) })
  asked[0]?.answer(Response.json({}))
  await first
  expect(told).toEqual([])

  const second = call('GET', '/me')
  await tick()
  const problem = { kind: 'client_too_old', title: 'Too old' }
  asked[1]?.answer(Response.json(problem, { status: 400, headers: { 'newer-client': 'needed' } }))
  await expect(second).rejects.toMatchObject({ body: problem })
  expect(told).toEqual(['needed'])
  onNewer(() => {})
})
