import { Hono } from 'hono'
import { authenticate } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { query } from '../../platform/perform'
import { rateLimit } from '../../platform/rate-limit'
import { refuseForeignSocket, refuseWithoutUpgrade } from '../../platform/web-socket'
import { organizationWork } from '../index'
import { surroundings } from './around'

/** The live connection: whatever changes that the caller may see. What is said on it is in the hub's messages. */
export const stream = new Hono<AppEnv>().use(authenticate).get(
  '/',
  describe({
    summary: 'Open a WebSocket that tells what changes',
    tag: 'sync',
    answers: { 101: { description: 'Say hello with the newest change you have; `ping` is answered with `pong`' } },
  }),
  rateLimit(120, 'stream'),
  async (c) => {
    const refused = refuseWithoutUpgrade(c) ?? refuseForeignSocket(c)
    if (refused) return refused
    const { tenantId, sessionId } = c.var.actor
    // Any read asks the database whether the session and the rights of the token still hold.
    await query(
      c,
      (unit) => organizationWork(unit, surroundings(c)),
      (work) => work.tenant.own(),
    )
    const { status, webSocket } = await c.env.TENANT_HUB.getByName(tenantId).fetch('https://hub/', {
      headers: { upgrade: 'websocket', 'x-tenant': tenantId, 'x-session': sessionId },
    })
    return new Response(null, { status, webSocket })
  },
)
