import { Hono } from 'hono'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { attempt } from '../../platform/perform'
import { rateLimit } from '../../platform/rate-limit'
import { sessionSecrets } from '../../platform/session-secrets'
import type { Viewpoint } from '../../platform/unit-of-work'
import { validated } from '../../platform/validated'
import { AcceptInvitation, InvitationLink, InvitationPreview, SignedIn } from '../contract'
import { acceptInvitation, authWork, previewInvitation } from '../index'
import { surroundings } from './around'
import { letIn } from './let-in'
import { authProblems } from './problems'
import { only, refused } from './refused'

const tag = 'sign-in'

/** What the link of an invitation leads to. */
export const invitationLink = new Hono<AppEnv>()
  .use(rateLimit(60, 'auth'))
  .post(
    '/preview',
    describe({
      summary: 'See what an invitation is for',
      tag,
      isPublic: true,
      answers: { 200: { schema: InvitationPreview, description: 'The invitation' } },
      refusals: only(
        authProblems,
        'invitation_not_found',
        'invitation_used',
        'invitation_revoked',
        'invitation_expired',
        'too_many_attempts',
      ),
    }),
    validated('json', InvitationLink),
    async (c) => {
      const { token } = c.req.valid('json')
      const around = surroundings(c)
      const viewpoint: Viewpoint = { as: 'identity', tokenHash: sessionSecrets(c.env).digest(token) }
      const result = await attempt(c, viewpoint, (unit) => previewInvitation(authWork(unit, around)))
      return result.ok ? c.json(result.value, 200) : refused(c, authProblems, result.error)
    },
  )
  .post(
    '/accept',
    describe({
      summary: 'Join a company by invitation',
      tag,
      isPublic: true,
      answers: { 201: { schema: SignedIn, description: 'Joined and signed in' } },
      refusals: only(
        authProblems,
        'invitation_not_found',
        'invitation_used',
        'invitation_revoked',
        'invitation_expired',
        'already_member',
        'wrong_credentials',
        'password_common',
        'password_guessable',
        'too_many_attempts',
      ),
    }),
    validated('json', AcceptInvitation),
    async (c) => {
      const { token, ...person } = c.req.valid('json')
      const around = surroundings(c)
      const viewpoint: Viewpoint = { as: 'identity', tokenHash: sessionSecrets(c.env).digest(token) }
      const result = await attempt(c, viewpoint, (unit) => acceptInvitation(authWork(unit, around), person))
      if (!result.ok) return refused(c, authProblems, result.error)
      return c.json(await letIn(c, result.value, false), 201)
    },
  )
