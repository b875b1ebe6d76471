import { expect, it } from 'vitest'
import { dueAt } from '../../../worker/local/schedule'

it.each([
  ['* * * * *', '2026-03-01T10:20:59Z', true],
  ['17 3 * * *', '2026-03-01T03:17:00Z', true],
  ['17 3 * * *', '2026-03-01T03:18:00Z', false],
  ['17 3 * * *', '2026-03-01T04:17:00Z', false],
  ['0,30 * * * *', '2026-03-01T10:30:00Z', true],
  ['*/15 * * * *', '2026-03-01T10:45:00Z', true],
  ['*/15 * * * *', '2026-03-01T10:46:00Z', false],
  ['0 0 1 3 *', '2026-03-01T00:00:00Z', true],
  ['0 0 2 3 *', '2026-03-01T00:00:00Z', false],
  ['0 0 * * 1', '2026-03-01T00:00:00Z', true], // 1 is Sunday to Cloudflare
])('%s is due at %s: %s', (cron, at, due) => {
  expect(dueAt([cron], new Date(at))).toEqual(due ? [cron] : [])
})
