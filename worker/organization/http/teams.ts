import { Hono } from 'hono'
import { z } from 'zod'
import { TeamId } from '../../kernel/ids'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { NewTeam, Team, TeamChange, Teams } from '../contract'
import { changeTeam, dissolveTeam, formTeam, listTeams } from '../index'
import { teamProblems } from './problems'
import { only } from './refused'
import { carryOut, see } from './run'

const tag = 'people'
const ById = z.object({ id: TeamId })

/** Who works with whom, and who leads them. */
export const teams = new Hono<AppEnv>()
  .use(authenticate)
  .use(rateLimit(300, 'api'))
  .get(
    '/',
    describe({ summary: 'The teams', tag, answers: { 200: { schema: Teams, description: 'By name' } } }),
    async (c) => c.json(await see(c, listTeams), 200),
  )
  .post(
    '/',
    describe({
      summary: 'Form a team',
      tag,
      answers: { 201: { schema: Team, description: 'Formed' } },
      refusals: only(teamProblems, 'team_name_taken', 'person_not_found'),
    }),
    requires('org.manage_users'),
    validated('json', NewTeam),
    async (c) => {
      const body = c.req.valid('json')
      const result = await carryOut(c, (work) => formTeam(work, body), 201)
      return result.ok ? c.json(result.value, 201) : problem(c, teamProblems, result.error)
    },
  )
  .patch(
    '/:id',
    describe({
      // Whoever leads the team may change who is in it: that is decided by the team, not by a permission alone.
      summary: 'Change a team, or, leading it, who is in it',
      tag,
      answers: { 200: { schema: Team, description: 'Changed' } },
      refusals: teamProblems,
    }),
    validated('param', ById),
    validated('json', TeamChange),
    async (c) => {
      const { id } = c.req.valid('param')
      const body = c.req.valid('json')
      const result = await carryOut(c, (work) => changeTeam(work, id, body))
      return result.ok ? c.json(result.value, 200) : problem(c, teamProblems, result.error)
    },
  )
  .delete(
    '/:id',
    describe({
      summary: 'Dissolve a team',
      tag,
      answers: { 204: { description: 'Dissolved' } },
      refusals: only(teamProblems, 'team_not_found'),
    }),
    requires('org.manage_users'),
    validated('param', ById),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await carryOut(c, (work) => dissolveTeam(work, id), 204)
      return result.ok ? c.body(null, 204) : problem(c, teamProblems, result.error)
    },
  )
