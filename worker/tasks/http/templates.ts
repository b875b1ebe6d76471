import { Hono } from 'hono'
import { z } from 'zod'
import { TemplateId } from '../../kernel/ids'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { command, query } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { NewTemplate, Template } from '../contract'
import { addTemplate, changeTemplate, removeTemplate, taskWork } from '../index'
import { taskProblems } from './problems'

const Which = z.object({ id: TemplateId })
const about = { tag: 'tasks', refusals: taskProblems }
const mayCreate = requires('tasks.create_all_types')

export const taskTemplates = new Hono<AppEnv>()
  .use(authenticate, rateLimit(600, 'templates'))
  .get(
    '/',
    describe({
      ...about,
      summary: 'List task templates: one’s own and those that are shared',
      answers: { 200: { schema: z.object({ rows: z.array(Template) }), description: 'By name' } },
    }),
    requires('tasks.view_assigned'),
    async (c) => c.json({ rows: [...(await query(c, taskWork, (work) => work.templates.all()))] }, 200),
  )
  .post(
    '/',
    describe({
      ...about,
      summary: 'Keep a template for tasks',
      answers: { 201: { schema: Template, description: 'The template' } },
    }),
    mayCreate,
    validated('json', NewTemplate),
    async (c) => {
      const result = await command(c, taskWork, (work) => addTemplate(work, c.req.valid('json')), 201)
      return result.ok ? c.json(result.value, 201) : problem(c, taskProblems, result.error)
    },
  )
  .put(
    '/:id',
    describe({
      ...about,
      summary: 'Change a template of one’s own',
      answers: { 200: { schema: Template, description: 'The template' } },
    }),
    mayCreate,
    validated('param', Which),
    validated('json', NewTemplate),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => changeTemplate(work, id, c.req.valid('json')))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  .delete(
    '/:id',
    describe({ ...about, summary: 'Remove a template of one’s own', answers: { 204: { description: 'It is gone' } } }),
    mayCreate,
    validated('param', Which),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => removeTemplate(work, id), 204)
      return result.ok ? c.body(null, 204) : problem(c, taskProblems, result.error)
    },
  )
