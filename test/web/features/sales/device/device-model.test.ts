import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createDeviceModel } from '../../../../../web/src/features/sales/device/device-model'

/** A network on which nothing is answered until the test says so. */
let asked: ((response: Response) => void)[]

beforeEach(() => {
  asked = []
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => asked.push(resolve)))
})
afterEach(() => vi.unstubAllGlobals())

const tick = () => new Promise((resolve) => setImmediate(resolve))

/** What the server says of a version that knows no more than the usual rate. */
function serving(number: number): Response {
  const book = { all: { won: 1, closed: 4 }, owners: [], sources: [], products: [], usualAmounts: [], stageDays: {} }
  const parts = { id: `m${number}`, number, rung: 'base_rate', deals: 4, usualRate: 0.25, digest: null, custom: [] }
  const body = JSON.stringify({ ...parts, book: JSON.stringify(book), seen: { ranges: {}, stages: {} } })
  return new Response(body, { headers: { etag: `"m${number}"` } })
}

async function openedOn(number: number) {
  const model = createDeviceModel(Promise.resolve(undefined))
  const first = model.check()
  await tick()
  asked.shift()?.(serving(number))
  await first
  return model
}

it('takes a version that was published while it was asking, once a deal is scored by it', async () => {
  const model = await openedOn(1)
  const before = model.check()
  await tick()
  const after = model.check('m2')
  asked.shift()?.(new Response(null, { status: 304 })) // answered a moment before that was published
  await before
  await tick()
  asked.shift()?.(serving(2))
  await after
  expect(model.now()?.number).toBe(2)
})

it('asks once, however many want to know at the same moment, where the answer is what they wait for', async () => {
  const model = await openedOn(1)
  const checks = [model.check(), model.check(), model.check('m2')]
  await tick()
  expect(asked).toHaveLength(1)
  asked.shift()?.(serving(2))
  await Promise.all(checks)
  expect(asked).toHaveLength(0)
  expect(model.now()?.number).toBe(2)
})
