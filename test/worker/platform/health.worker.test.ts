import { exports } from 'cloudflare:workers'
import { expect, it } from 'vitest'

it('says of each part that it answers', async () => {
  const response = await exports.default.fetch('https://app.test/api/v1/health')
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ database: 'up', queue: 'up', storage: 'up' })
})
