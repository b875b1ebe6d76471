import { Hono } from 'hono'
import { z } from 'zod'
import { UserId } from '../../kernel/ids'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { User, UserChange, UserQuery, Users } from '../contract'
import { changeUser, listUsers } from '../index'
import { listProblems, userProblems } from './problems'
import { carryOut, see } from './run'

const tag = 'people'

/** The people of the company. Everybody knows who works here; administrators change it. */
export const users = new Hono<AppEnv>()
  .use(authenticate)
  .use(rateLimit(300, 'api'))
  .get(
    '/',
    describe({
      summary: 'The people of the company, those an import named included',
      tag,
      answers: { 200: { schema: Users, description: 'By name' } },
      refusals: listProblems,
    }),
    validated('query', UserQuery),
    async (c) => {
      const asked = c.req.valid('query')
      const result = await see(c, (work) => listUsers(work, asked))
      return result.ok ? c.json(result.value, 200) : problem(c, listProblems, result.error)
    },
  )
  .patch(
    '/:id',
    describe({
      summary: 'Change a name, role, status or teams',
      tag,
      answers: { 200: { schema: User, description: 'Changed' } },
      refusals: userProblems,
    }),
    requires('org.manage_users'),
    validated('param', z.object({ id: UserId })),
    validated('json', UserChange),
    async (c) => {
      const { id } = c.req.valid('param')
      const body = c.req.valid('json')
      const result = await carryOut(c, (work) => changeUser(work, id, body))
      return result.ok ? c.json(result.value, 200) : problem(c, userProblems, result.error)
    },
  )
