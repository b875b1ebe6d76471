import { Hono } from 'hono'
import { z } from 'zod'
import { CustomFieldId } from '../../kernel/ids'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { command, query } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { CustomField, CustomFieldChange, NewCustomField } from '../contract'
import { addCustomField, changeCustomField, salesWork } from '../index'
import { catalogueProblems } from './problems'

const Params = z.object({ id: CustomFieldId })
const tag = 'custom fields'
const about = { tag, refusals: catalogueProblems }

export const customFields = new Hono<AppEnv>()
  .use(authenticate, rateLimit(300, 'custom-fields'))
  .get(
    '/',
    describe({
      ...about,
      summary: 'The company’s own fields of deals and customers, archived ones included',
      answers: { 200: { schema: z.object({ rows: z.array(CustomField) }), description: 'All of them' } },
    }),
    async (c) => c.json({ rows: await query(c, salesWork, (work) => work.customFields.all()) }, 200),
  )
  .post(
    '/',
    describe({
      ...about,
      summary: 'Add a field',
      answers: { 201: { schema: CustomField, description: 'The field, with the key its values are kept under' } },
    }),
    requires('org.configure_settings'),
    validated('json', NewCustomField),
    async (c) => {
      const result = await command(c, salesWork, (work) => addCustomField(work, c.req.valid('json')), 201)
      return result.ok ? c.json(result.value, 201) : problem(c, catalogueProblems, result.error)
    },
  )
  .patch(
    '/:id',
    describe({
      ...about,
      summary: 'Rename, rearrange or archive a field',
      answers: { 200: { schema: CustomField, description: 'The field as it is now' } },
    }),
    requires('org.configure_settings'),
    validated('param', Params),
    validated('json', CustomFieldChange),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, salesWork, (work) => changeCustomField(work, id, c.req.valid('json')))
      return result.ok ? c.json(result.value, 200) : problem(c, catalogueProblems, result.error)
    },
  )
