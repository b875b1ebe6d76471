import { Hono } from 'hono'
import { authenticate } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { query } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { WorkingSetChanges, WorkingSetChangesQuery, WorkingSetPage, WorkingSetQuery } from '../contract'
import { changesSince, salesWork, workingSetPage } from '../index'
import { pageProblems } from './problems'

const tag = 'sync'

export const workingSet = new Hono<AppEnv>()
  .use(authenticate)
  .get(
    '/',
    describe({
      summary: 'Fetch what a device keeps: every open deal the caller may see, page by page',
      tag,
      answers: { 200: { schema: WorkingSetPage, description: 'The first page brings what all of them refer to' } },
      refusals: pageProblems,
    }),
    // The dearest answer there is: a device asks for it when it is new or was away for long.
    rateLimit(300, 'working-set'),
    validated('query', WorkingSetQuery),
    async (c) => {
      const { cursor } = c.req.valid('query')
      const result = await query(c, salesWork, (work) => workingSetPage(work, cursor))
      return result.ok ? c.json(result.value, 200) : problem(c, pageProblems, result.error)
    },
  )
  .get(
    '/changes',
    describe({
      summary: 'Fetch what happened since a change the device knows of',
      tag,
      answers: { 200: { schema: WorkingSetChanges, description: 'Changes the caller may see, oldest first' } },
    }),
    rateLimit(1200, 'changes'),
    validated('query', WorkingSetChangesQuery),
    async (c) => c.json(await query(c, salesWork, (work) => changesSince(work, c.req.valid('query').since)), 200),
  )
