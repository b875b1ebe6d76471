import { Hono } from 'hono'
import { z } from 'zod'
import { RoleId } from '../../kernel/ids'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { NewRole, Role, RoleChange, Roles } from '../contract'
import { changeRole, defineRole, listRoles, removeRole } from '../index'
import { roleProblems } from './problems'
import { only } from './refused'
import { carryOut, see } from './run'

const tag = 'people'
const ById = z.object({ id: RoleId })

/** What people may do: the built-in roles, and the company's own. */
export const roles = new Hono<AppEnv>()
  .use(authenticate)
  .use(rateLimit(300, 'api'))
  .get(
    '/',
    describe({ summary: 'The roles', tag, answers: { 200: { schema: Roles, description: 'Built-in ones first' } } }),
    async (c) => c.json(await see(c, listRoles), 200),
  )
  .post(
    '/',
    describe({
      summary: 'Define a role out of permissions you hold',
      tag,
      answers: { 201: { schema: Role, description: 'Defined' } },
      refusals: only(roleProblems, 'role_name_taken', 'beyond_your_rights', 'scope_too_narrow'),
    }),
    requires('org.assign_roles'),
    validated('json', NewRole),
    async (c) => {
      const body = c.req.valid('json')
      const result = await carryOut(c, (work) => defineRole(work, body), 201)
      return result.ok ? c.json(result.value, 201) : problem(c, roleProblems, result.error)
    },
  )
  .patch(
    '/:id',
    describe({
      summary: 'Change a role of your own; its holders feel it at once',
      tag,
      answers: { 200: { schema: Role, description: 'Changed' } },
      refusals: roleProblems,
    }),
    requires('org.assign_roles'),
    validated('param', ById),
    validated('json', RoleChange),
    async (c) => {
      const { id } = c.req.valid('param')
      const body = c.req.valid('json')
      const result = await carryOut(c, (work) => changeRole(work, id, body))
      return result.ok ? c.json(result.value, 200) : problem(c, roleProblems, result.error)
    },
  )
  .delete(
    '/:id',
    describe({
      summary: 'Remove a role that nobody has',
      tag,
      answers: { 204: { description: 'Removed' } },
      refusals: only(roleProblems, 'role_not_found', 'role_built_in', 'role_in_use', 'beyond_your_rights'),
    }),
    requires('org.assign_roles'),
    validated('param', ById),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await carryOut(c, (work) => removeRole(work, id), 204)
      return result.ok ? c.body(null, 204) : problem(c, roleProblems, result.error)
    },
  )
