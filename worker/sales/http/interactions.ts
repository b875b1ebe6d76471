import { Hono } from 'hono'
import { z } from 'zod'
import { Prediction } from '../../analytics'
import { InteractionId } from '../../kernel/ids'
import { pageOf } from '../../kernel/page'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { command, query } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { Interaction, InteractionChange, InteractionQuery, NewInteraction } from '../contract'
import {
  changeInteraction,
  listInteractions,
  logInteraction,
  removeInteraction,
  salesWork,
  showInteraction,
} from '../index'
import { interactionProblems } from './problems'

const Params = z.object({ id: InteractionId })
const Logged = z.object({ interaction: Interaction, prediction: Prediction.nullable() })
const Removed = z.object({ prediction: Prediction.nullable() })
const tag = 'interactions'
const about = { tag, refusals: interactionProblems }

export const interactions = new Hono<AppEnv>()
  .use(authenticate, rateLimit(600, tag))
  .get(
    '/',
    describe({
      ...about,
      summary: 'Calls, mails, meetings and notes, newest first',
      answers: { 200: { schema: pageOf(Interaction), description: 'A page' } },
    }),
    validated('query', InteractionQuery),
    async (c) => {
      const result = await query(c, salesWork, (work) => listInteractions(work, c.req.valid('query')))
      return result.ok ? c.json(result.value, 200) : problem(c, interactionProblems, result.error)
    },
  )
  .get(
    '/:id',
    describe({
      ...about,
      summary: 'Show one of them',
      answers: { 200: { schema: Interaction, description: 'The interaction as it is now' } },
    }),
    validated('param', Params),
    async (c) => {
      const result = await query(c, salesWork, (work) => showInteraction(work, c.req.valid('param').id))
      return result.ok ? c.json(result.value, 200) : problem(c, interactionProblems, result.error)
    },
  )
  .post(
    '/',
    describe({
      ...about,
      summary: 'Keep what was said, about a deal or a customer; the deal is scored anew',
      answers: { 201: { schema: Logged, description: 'The interaction, and the new score of its deal' } },
    }),
    requires('interactions.create_own'),
    validated('json', NewInteraction),
    async (c) => {
      const result = await command(c, salesWork, (work) => logInteraction(work, c.req.valid('json')), 201)
      return result.ok ? c.json(result.value, 201) : problem(c, interactionProblems, result.error)
    },
  )
  .patch(
    '/:id',
    describe({
      ...about,
      summary: 'Correct what was written',
      answers: { 200: { schema: Interaction, description: 'The interaction as it is now' } },
    }),
    requires('interactions.create_own'),
    validated('param', Params),
    validated('json', InteractionChange),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, salesWork, (work) => changeInteraction(work, id, c.req.valid('json')))
      return result.ok ? c.json(result.value, 200) : problem(c, interactionProblems, result.error)
    },
  )
  .delete(
    '/:id',
    describe({
      ...about,
      summary: 'Take back what was written; the deal is scored anew',
      answers: { 200: { schema: Removed, description: 'It is gone; the new score of its deal' } },
    }),
    requires('interactions.create_own'),
    validated('param', Params),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, salesWork, (work) => removeInteraction(work, id))
      return result.ok ? c.json(result.value, 200) : problem(c, interactionProblems, result.error)
    },
  )
