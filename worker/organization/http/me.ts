import { Hono } from 'hono'
import { z } from 'zod'
import { SessionId } from '../../kernel/ids'
import { authenticate } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { attempt } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import type { Viewpoint } from '../../platform/unit-of-work'
import { validated } from '../../platform/validated'
import { Me, MeChange, PasswordChange, Sessions } from '../contract'
import { changeMe, changePassword, endOtherSessions, endSession, listSessions, organizationWork, seeMe } from '../index'
import { deliverLater, surroundings } from './around'
import { passwordProblems, sessionProblems, versionProblems } from './problems'
import { refused } from './refused'
import { carryOut, see } from './run'

const tag = 'me'

/** What everybody may see and change of themselves. */
export const me = new Hono<AppEnv>()
  .use(authenticate)
  .use(rateLimit(300, 'api'))
  .get(
    '/',
    describe({
      summary: 'Who I am, where, and what I may do',
      tag,
      answers: { 200: { schema: Me, description: 'The person signed in' } },
    }),
    async (c) => {
      return c.json(await see(c, seeMe), 200)
    },
  )
  .patch(
    '/',
    describe({
      summary: 'Change my name or preferences',
      tag,
      answers: { 200: { schema: Me, description: 'Changed' } },
      refusals: versionProblems,
    }),
    validated('json', MeChange),
    async (c) => {
      const body = c.req.valid('json')
      const result = await carryOut(c, (work) => changeMe(work, body))
      return result.ok ? c.json(result.value, 200) : problem(c, versionProblems, result.error)
    },
  )
  .put(
    '/password',
    describe({
      summary: 'Change my password; other sessions end',
      tag,
      answers: { 204: { description: 'Changed' } },
      refusals: passwordProblems,
    }),
    validated('json', PasswordChange),
    async (c) => {
      const body = c.req.valid('json')
      const around = surroundings(c)
      // Not as a `command`: that keeps a digest of the body under its key, and these bodies are passwords.
      const viewpoint: Viewpoint = { as: 'actor', actor: c.var.actor }
      const result = await attempt(c, viewpoint, (unit) => changePassword(organizationWork(unit, around), body))
      if (!result.ok) return refused(c, passwordProblems, result.error)
      deliverLater(c, around.outgoing)
      return c.body(null, 204)
    },
  )
  .get(
    '/sessions',
    describe({
      summary: 'Where I am signed in',
      tag,
      answers: { 200: { schema: Sessions, description: 'Newest use first' } },
    }),
    async (c) => {
      return c.json(await see(c, listSessions), 200)
    },
  )
  .delete(
    '/sessions',
    describe({ summary: 'End all my other sessions', tag, answers: { 204: { description: 'Ended' } } }),
    async (c) => {
      await carryOut(c, endOtherSessions, 204)
      return c.body(null, 204)
    },
  )
  .delete(
    '/sessions/:id',
    describe({
      summary: 'End one of my sessions',
      tag,
      answers: { 204: { description: 'Ended' } },
      refusals: sessionProblems,
    }),
    validated('param', z.object({ id: SessionId })),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await carryOut(c, (work) => endSession(work, id), 204)
      return result.ok ? c.body(null, 204) : problem(c, sessionProblems, result.error)
    },
  )
