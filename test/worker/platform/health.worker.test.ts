import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { app } from '../../../worker/app'
import type { Env } from '../../../worker/platform/env'
import { envNamed, failNext } from '../../support/imports'

const OF_ITS_OWN = 'health' // the name of a connection that only this file's requests use

async function health(given: Partial<Env> = {}): Promise<Response> {
  const context = createExecutionContext()
  const request = new Request('https://app.test/api/v1/health')
  const response = await app.fetch(request, { ...envNamed(OF_ITS_OWN), ...given }, context)
  await waitOnExecutionContext(context)
  return response
}

async function away(): Promise<never> {
  throw new Error('s3cret-host:5432 does not answer')
}

describe('health', () => {
  it('says of each part that it answers', async () => {
    const response = await health()
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ database: 'up', queue: 'up', storage: 'up' })
  })

  it.each<[string, () => Promise<Partial<Env>>, object]>([
    [
      'the database',
      async () => {
        await failNext(OF_ITS_OWN, 1, 'refuse')
        return {}
      },
      { database: 'down', queue: 'up', storage: 'up' },
    ],
    [
      'the queue',
      async () => ({ IMPORT_QUEUE: { metrics: away } as unknown as Env['IMPORT_QUEUE'] }),
      { database: 'up', queue: 'down', storage: 'up' },
    ],
    [
      'the storage',
      async () => ({ FILES: { head: away } as unknown as Env['FILES'] }),
      { database: 'up', queue: 'up', storage: 'down' },
    ],
  ])('says of %s alone that it is down, with 503 and no more than that', async (_, without, expected) => {
    const response = await health(await without())
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual(expected)
  })
})
