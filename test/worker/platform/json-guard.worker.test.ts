import { describe, expect, it } from 'vitest'
import { aCompany } from '../../support/actors'
import { as } from '../../support/app'

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

describe('a body', () => {
  it.each([
    ['that is not JSON', '{"title":', 400, 'not_json'],
    ['that is empty', '', 400, 'not_json'],
    ['that nests 21 levels', nested(21), 400, 'json_too_deep'],
    ['that nests a hundred thousand levels', nested(100_000), 400, 'json_too_deep'],
    ['of 257 kB', JSON.stringify({ title: 'a'.repeat(257 * 1024) }), 413, 'body_too_large'],
    ['that is a list', '[]', 422, 'invalid_input'],
    ['that is a number', '12', 422, 'invalid_input'],
    ['that is null', 'null', 422, 'invalid_input'],
    ['with a title that is a number', '{"title":7,"amountMinor":1}', 422, 'invalid_input'],
  ])('%s is refused, and said why', async (_, body, status, kind) => {
    const { rep } = await aCompany()
    const answer = await as(rep).fetch('/opportunities', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    })
    expect(answer.headers.get('content-type')).toMatch('application/problem+json')
    expect({ status: answer.status, body: await answer.json() }).toMatchObject({ status, body: { status, kind } })
  })

  it('that says it is small and is not is stopped on the way', async () => {
    const { rep } = await aCompany()
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('"a",'.repeat(10_000))),
    })
    const headers = { 'content-type': 'application/json' }
    const answer = await as(rep).fetch('/opportunities', { method: 'POST', body: endless, headers })
    expect(answer.status).toBe(413)
  })

  it('may have brackets in its strings as it likes', async () => {
    const { rep } = await aCompany()
    const answer = await as(rep).post('/opportunities', { title: '['.repeat(100) })
    expect(answer).toMatchObject({ status: 422, body: { kind: 'invalid_input' } })
  })
})
