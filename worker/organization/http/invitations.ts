import { Hono } from 'hono'
import { z } from 'zod'
import { InvitationId } from '../../kernel/ids'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppContext, AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { Invitations, Invited, NewInvitation } from '../contract'
import { inviteUser, type Letter, listInvitations, resendInvitation, revokeInvitation } from '../index'
import { deliver, surroundings } from './around'
import { invitationProblems, inviteProblems } from './problems'
import { only } from './refused'
import { carryOut, see } from './run'

const tag = 'people'
const ById = z.object({ id: InvitationId })
const answersInvited = { schema: Invited, description: 'On its way, or with the link to pass on by hand' }

/** Who has been asked to join. */
export const invitations = new Hono<AppEnv>()
  .use(authenticate)
  .use(rateLimit(300, 'api'))
  .get(
    '/',
    describe({
      summary: 'The invitations, open and over',
      tag,
      answers: { 200: { schema: Invitations, description: 'Newest first' } },
    }),
    requires('org.manage_users'),
    async (c) => c.json(await see(c, listInvitations), 200),
  )
  .post(
    '/',
    describe({
      summary: 'Invite somebody by e-mail',
      tag,
      answers: { 201: answersInvited },
      refusals: inviteProblems,
    }),
    requires('org.manage_users'),
    // Mail goes to whomever the inviter names: not to the whole world in our name.
    rateLimit(30, 'invite'),
    validated('json', NewInvitation),
    async (c) => {
      const body = c.req.valid('json')
      const around = surroundings(c)
      const result = await carryOut(c, (work) => inviteUser(work, body), 201, around)
      if (!result.ok) return problem(c, inviteProblems, result.error)
      return c.json(await passOn(c, result.value, around.outgoing), 201)
    },
  )
  .post(
    '/:id/resend',
    describe({
      summary: 'Send a new link; the old one stops working',
      tag,
      answers: { 200: answersInvited },
      refusals: invitationProblems,
    }),
    requires('org.manage_users'),
    rateLimit(30, 'invite'),
    validated('param', ById),
    async (c) => {
      const { id } = c.req.valid('param')
      const around = surroundings(c)
      const result = await carryOut(c, (work) => resendInvitation(work, id), 200, around)
      if (!result.ok) return problem(c, invitationProblems, result.error)
      return c.json(await passOn(c, result.value, around.outgoing), 200)
    },
  )
  .delete(
    '/:id',
    describe({
      summary: 'Withdraw an invitation',
      tag,
      answers: { 204: { description: 'Withdrawn' } },
      refusals: only(invitationProblems, 'invitation_not_found', 'invitation_used', 'invitation_revoked'),
    }),
    requires('org.manage_users'),
    validated('param', ById),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await carryOut(c, (work) => revokeInvitation(work, id), 204)
      return result.ok ? c.body(null, 204) : problem(c, invitationProblems, result.error)
    },
  )

/**
 * Mails the link. Only when that is not possible the inviter sees it, once: it is not among what is kept for a
 * repeated request, whose answer comes without.
 */
async function passOn(c: AppContext, invited: Invited, [letter]: readonly Letter[]): Promise<Invited> {
  const isMailed = letter !== undefined && (await deliver(c, letter))
  return { ...invited, isMailed, link: isMailed ? null : (letter?.link ?? null) }
}
