import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv } from './context'
import { describe } from './described'
import { errorFields, log } from './log'

const Word = z.enum(['up', 'down'])
const Health = z.object({ database: Word, queue: Word, storage: Word })

async function isUp(part: string, probe: () => Promise<unknown>): Promise<'up' | 'down'> {
  try {
    await probe()
    return 'up'
  } catch (error) {
    log('error', 'health.down', { part, ...errorFields(error) })
    return 'down'
  }
}

/** Whether each part this Worker stands on answers, each in its own word. */
export const health = new Hono<AppEnv>().get(
  '/',
  describe({
    summary: 'Whether the parts this service stands on answer',
    tag: 'service',
    isPublic: true,
    answers: { 200: { schema: Health, description: 'All up' }, 503: { schema: Health, description: 'Some are down' } },
  }),
  async (c) => {
    const [database, queue, storage] = await Promise.all([
      isUp('database', () => c.var.db.execute(sql`select 1`)),
      // Asking costs nothing; sending a message only to see it arrive would.
      isUp('queue', () => c.env.IMPORT_QUEUE.metrics()),
      isUp('storage', () => c.env.FILES.head('health')),
    ])
    const up = database === 'up' && queue === 'up' && storage === 'up'
    return c.json({ database, queue, storage }, up ? 200 : 503)
  },
)
