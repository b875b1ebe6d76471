import { Hono } from 'hono'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { Tenant, TenantChange } from '../contract'
import { changeTenant } from '../index'
import { versionProblems } from './problems'
import { carryOut } from './run'

/** The company's own settings; everybody reads them with `GET /me`. */
export const tenant = new Hono<AppEnv>()
  .use(authenticate)
  .use(rateLimit(300, 'api'))
  .patch(
    '/',
    describe({
      summary: 'Change the settings of the company',
      tag: 'company',
      answers: { 200: { schema: Tenant, description: 'Changed' } },
      refusals: versionProblems,
    }),
    requires('org.configure_settings'),
    validated('json', TenantChange),
    async (c) => {
      const body = c.req.valid('json')
      const result = await carryOut(c, (work) => changeTenant(work, body))
      return result.ok ? c.json(result.value, 200) : problem(c, versionProblems, result.error)
    },
  )
