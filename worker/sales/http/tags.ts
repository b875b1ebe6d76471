import { Hono } from 'hono'
import { z } from 'zod'
import { authenticate } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { query } from '../../platform/perform'
import { rateLimit } from '../../platform/rate-limit'
import { TagUse } from '../contract'
import { salesWork } from '../index'

const MAX_TAGS = 500 // more are not chosen from a list, they are typed

export const tags = new Hono<AppEnv>().get(
  '/',
  authenticate,
  rateLimit(120, 'tags'),
  describe({
    summary: 'Tags of customers and deals the caller may see, most used first',
    tag: 'tags',
    answers: { 200: { schema: z.object({ rows: z.array(TagUse) }), description: 'At most 500' } },
  }),
  async (c) => c.json({ rows: await query(c, salesWork, (work) => work.customerLists.tags(MAX_TAGS)) }, 200),
)
