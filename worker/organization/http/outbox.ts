import { Hono } from 'hono'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { keepsOutbox, readOutbox } from '../../platform/mailer'
import { problemResponse } from '../../platform/problem'
import { OutboxMails } from '../contract'

const NEWEST = 50

/** The mails that would have been sent, on a machine without a mail server. In production there is nothing here. */
export const outbox = new Hono<AppEnv>().get(
  '/',
  describe({
    summary: 'Mails that were not sent because this is a local machine',
    tag: 'service',
    isPublic: true,
    answers: { 200: { schema: OutboxMails, description: 'Newest first' } },
  }),
  async (c) => {
    if (!keepsOutbox(c.env)) return problemResponse(c, 404, 'not_found', 'There is nothing here')
    return c.json({ rows: [...(await readOutbox(c.env.FILES, NEWEST))] }, 200)
  },
)
