import { Hono } from 'hono'
import { callerOf } from '../../platform/authenticate'
import type { AppContext, AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { attempt } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { sessionSecrets } from '../../platform/session-secrets'
import type { Viewpoint } from '../../platform/unit-of-work'
import { validated } from '../../platform/validated'
import { PasswordReset, PasswordResetRequest, Refresh, SignedIn, SignIn, SignUp } from '../contract'
import { authWork, refreshSession, requestPasswordReset, resetPassword, signIn, signOut, signUp } from '../index'
import { deliverLater, surroundings } from './around'
import { letIn, letOut, presentedRefreshToken } from './let-in'
import { authProblems } from './problems'
import { only, refused } from './refused'

const tag = 'sign-in'
const answersSignedIn = { schema: SignedIn, description: 'Signed in' }
const answersDone = { description: 'Done' }

// Bounds the work any one address can cause in this isolate; what must hold exactly is counted in the database.
const limit = rateLimit(60, 'auth')
// Every tab renews its session once in ten minutes, a whole office does it from one address, and after a cut at once.
const limitOfRenewals = rateLimit(1200, 'refresh')

/** Where people come in. Nothing but a sign-up that goes through tells whether an e-mail has an account. */
export const auth = new Hono<AppEnv>()
  .use((c, next) => (c.req.path.endsWith('/auth/refresh') ? limitOfRenewals : limit)(c, next))
  .post(
    '/sign-up',
    describe({
      summary: 'Make a company and its first administrator',
      tag,
      isPublic: true,
      answers: { 201: answersSignedIn },
      refusals: only(authProblems, 'wrong_credentials', 'password_common', 'password_guessable', 'too_many_attempts'),
    }),
    validated('json', SignUp),
    async (c) => {
      const body = c.req.valid('json')
      const around = surroundings(c)
      const viewpoint: Viewpoint = { as: 'identity', email: body.email }
      const result = await attempt(c, viewpoint, (unit) => signUp(authWork(unit, around), body))
      if (!result.ok) return refused(c, authProblems, result.error)
      return c.json(await letIn(c, result.value, body.token === true), 201)
    },
  )
  .post(
    '/sign-in',
    describe({
      summary: 'Sign in by e-mail and password',
      tag,
      isPublic: true,
      answers: { 200: answersSignedIn },
      refusals: only(authProblems, 'wrong_credentials', 'no_company_to_enter', 'too_many_attempts'),
    }),
    validated('json', SignIn),
    async (c) => {
      const body = c.req.valid('json')
      const around = surroundings(c)
      const viewpoint: Viewpoint = { as: 'identity', email: body.email }
      const result = await attempt(c, viewpoint, (unit) => signIn(authWork(unit, around), body))
      if (!result.ok) return refused(c, authProblems, result.error)
      return c.json(await letIn(c, result.value, body.token === true), 200)
    },
  )
  .post(
    '/refresh',
    describe({
      summary: 'Exchange a refresh token for fresh tokens',
      tag,
      isPublic: true,
      answers: { 200: answersSignedIn },
      refusals: only(authProblems, 'session_ended'),
    }),
    validated('json', Refresh),
    async (c) => {
      const given = c.req.valid('json').refreshToken
      const presented = presentedRefreshToken(c, given)
      if (!presented) return sessionEnded(c)
      const around = surroundings(c)
      const viewpoint: Viewpoint = { as: 'identity', sessionId: presented.sessionId }
      const result = await attempt(c, viewpoint, (unit) => refreshSession(authWork(unit, around), presented))
      if (!result.ok || 'ended' in result.value) return sessionEnded(c)
      return c.json(await letIn(c, result.value, given !== undefined), 200)
    },
  )
  .post(
    '/sign-out',
    describe({ summary: 'End this session', tag, isPublic: true, answers: { 204: answersDone } }),
    validated('json', Refresh),
    async (c) => {
      const refresh = presentedRefreshToken(c, c.req.valid('json').refreshToken)
      const caller = refresh ? null : await callerOf(c)
      const presented = refresh ?? (caller && { sessionId: caller.sessionId, secret: null })
      letOut(c)
      if (!presented) return c.body(null, 204)
      const around = surroundings(c)
      const viewpoint: Viewpoint = { as: 'identity', sessionId: presented.sessionId }
      await attempt(c, viewpoint, (unit) => signOut(authWork(unit, around), presented))
      return c.body(null, 204)
    },
  )
  .post(
    '/password-reset',
    describe({
      summary: 'Ask for a link to choose a new password',
      tag,
      isPublic: true,
      answers: { 202: { description: 'If the e-mail has an account, a link is on its way' } },
      refusals: only(authProblems, 'too_many_attempts'),
    }),
    validated('json', PasswordResetRequest),
    async (c) => {
      const { email } = c.req.valid('json')
      const around = surroundings(c)
      const viewpoint: Viewpoint = { as: 'identity', email }
      const result = await attempt(c, viewpoint, (unit) => requestPasswordReset(authWork(unit, around), email))
      if (!result.ok) return refused(c, authProblems, result.error)
      deliverLater(c, around.outgoing)
      return c.body(null, 202)
    },
  )
  .post(
    '/password-reset/confirm',
    describe({
      summary: 'Choose a new password with a mailed link',
      tag,
      isPublic: true,
      answers: { 204: answersDone },
      refusals: only(authProblems, 'reset_not_valid', 'password_common', 'password_guessable', 'too_many_attempts'),
    }),
    validated('json', PasswordReset),
    async (c) => {
      const { token, password } = c.req.valid('json')
      const around = surroundings(c)
      const viewpoint: Viewpoint = { as: 'identity', tokenHash: sessionSecrets(c.env).digest(token) }
      const result = await attempt(c, viewpoint, (unit) => resetPassword(authWork(unit, around), { password }))
      if (!result.ok) return refused(c, authProblems, result.error)
      deliverLater(c, around.outgoing)
      letOut(c)
      return c.body(null, 204)
    },
  )

function sessionEnded(c: AppContext): Response {
  letOut(c)
  return problem(c, authProblems, { kind: 'session_ended' })
}
