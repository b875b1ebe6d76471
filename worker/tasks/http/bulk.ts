import { Hono } from 'hono'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { command } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { BulkAnswer, BulkTasks } from '../contract'
import { bulkTasks, taskWork } from '../index'
import { taskProblems } from './problems'

export const bulk = new Hono<AppEnv>().post(
  '/bulk',
  describe({
    summary: 'Change many tasks at once: all of them or none',
    tag: 'tasks',
    answers: {
      200: { schema: BulkAnswer, description: 'The tasks as they are now, and the request that takes it back' },
    },
    refusals: taskProblems,
  }),
  authenticate,
  requires('tasks.update_assigned'),
  rateLimit(120, 'bulk'),
  validated('json', BulkTasks),
  async (c) => {
    const result = await command(c, taskWork, (work) => bulkTasks(work, c.req.valid('json')))
    return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
  },
)
