import { Hono } from 'hono'
import { z } from 'zod'
import { PushDeviceId } from '../../kernel/ids'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { command, query } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { PushDevice, PushState, PushSubscriptionInput } from '../contract'
import { keepPushDevice, pushWork, removePushDevice, showPush } from '../index'
import { pushDeviceProblems, pushProblems } from './problems'

const tag = 'notifications'
const MAX_USER_AGENT = 300 // longer ones say nothing more that a person would recognize

/** The browsers that the caller’s notifications are pushed to. Mounted where somebody who receives some has come by. */
export const push = new Hono<AppEnv>()
  .use(rateLimit(120, 'push'))
  .get(
    '/',
    describe({
      summary: 'List the devices the caller is pushed to, and the key to subscribe another with',
      tag,
      answers: { 200: { schema: PushState, description: 'No key where push is not set up' } },
    }),
    async (c) => c.json(await query(c, pushWork, showPush), 200),
  )
  .put(
    '/',
    describe({
      summary: 'Push to the device of this session, in place of what it was reached by before',
      tag,
      answers: { 200: { schema: PushDevice, description: 'The device' } },
      refusals: pushProblems,
    }),
    validated('json', PushSubscriptionInput),
    async (c) => {
      const userAgent = (c.req.header('user-agent') ?? '').slice(0, MAX_USER_AGENT)
      const result = await command(c, pushWork, (work) => keepPushDevice(work, c.req.valid('json'), userAgent))
      return result.ok ? c.json(result.value, 200) : problem(c, pushProblems, result.error)
    },
  )
  .delete(
    '/:id',
    describe({
      summary: 'Push to a device no more',
      tag,
      answers: { 204: { description: 'Removed' } },
      refusals: pushDeviceProblems,
    }),
    validated('param', z.object({ id: PushDeviceId })),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, pushWork, (work) => removePushDevice(work, id), 204)
      return result.ok ? c.body(null, 204) : problem(c, pushDeviceProblems, result.error)
    },
  )
