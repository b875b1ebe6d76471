import { Hono } from 'hono'
import { z } from 'zod'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { command, query } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { ModelOverview } from '../contract'
import { analyticsWork, modelOverview, requestTraining } from '../index'
import { modelProblems } from './problems'

const tag = 'models'

export const models = new Hono<AppEnv>()
  .use(authenticate)
  .get(
    '/',
    describe({
      summary: 'Show how good the model is, and what it rests on',
      tag,
      answers: { 200: { schema: ModelOverview, description: 'The model in force and those before it' } },
    }),
    rateLimit(6000, 'read'),
    async (c) => c.json(await query(c, analyticsWork, modelOverview), 200),
  )
  .post(
    '/train',
    describe({
      summary: 'Train a new model from the closed deals',
      tag,
      answers: { 202: { schema: z.object({ queued: z.literal(true) }), description: 'It trains in the background' } },
      refusals: modelProblems,
    }),
    requires('org.configure_settings'),
    rateLimit(30, 'train'),
    async (c) => {
      const result = await command(c, analyticsWork, requestTraining, 202)
      return result.ok ? c.json(result.value, 202) : problem(c, modelProblems, result.error)
    },
  )
