import { Hono } from 'hono'
import { z } from 'zod'
import { ModelId } from '../../kernel/ids'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { command, query } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { ModelOverview } from '../contract'
import {
  agreeToPooling,
  analyticsWork,
  modelOverview,
  pauseTraining,
  requestScoring,
  requestTraining,
  resumeTraining,
  rollBack,
  withdrawFromPooling,
} from '../index'
import { modelProblems, poolingProblems, rollBackProblems, scoringProblems } from './problems'

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
  .post(
    '/score',
    describe({
      summary: 'Score every open deal anew with the model in force',
      tag,
      answers: { 202: { schema: z.object({ queued: z.literal(true) }), description: 'It goes on in the background' } },
      refusals: scoringProblems,
    }),
    requires('org.configure_settings'),
    rateLimit(30, 'train'),
    async (c) => {
      const result = await command(c, analyticsWork, requestScoring, 202)
      return result.ok ? c.json(result.value, 202) : problem(c, scoringProblems, result.error)
    },
  )
  .post(
    '/pause',
    describe({
      summary: 'Stop training new models by themselves',
      tag,
      answers: {
        200: { schema: z.object({ paused: z.literal(true) }), description: 'Training waits to be asked for' },
      },
    }),
    requires('org.configure_settings'),
    rateLimit(60, 'write'),
    async (c) => {
      const result = await command(c, analyticsWork, pauseTraining)
      return c.json({ paused: result.ok }, 200)
    },
  )
  .post(
    '/resume',
    describe({
      summary: 'Train new models by themselves again',
      tag,
      answers: { 200: { schema: z.object({ paused: z.literal(false) }), description: 'Training goes by itself' } },
    }),
    requires('org.configure_settings'),
    rateLimit(60, 'write'),
    async (c) => {
      const result = await command(c, analyticsWork, resumeTraining)
      return c.json({ paused: !result.ok }, 200)
    },
  )
  .post(
    '/pooling',
    describe({
      summary: 'Agree to learn together with other companies, by the terms of a version',
      tag,
      answers: {
        200: { schema: z.object({ agreed: z.literal(true) }), description: 'The next training gives what they say' },
      },
      refusals: poolingProblems,
    }),
    requires('org.configure_settings'),
    rateLimit(30, 'train'),
    validated('json', z.object({ terms: z.int() })),
    async (c) => {
      const result = await command(c, analyticsWork, (work) => agreeToPooling(work, c.req.valid('json').terms))
      return result.ok ? c.json(result.value, 200) : problem(c, poolingProblems, result.error)
    },
  )
  .delete(
    '/pooling',
    describe({
      summary: 'Share nothing any more; what was given is removed',
      tag,
      answers: { 200: { schema: z.object({ agreed: z.literal(false) }), description: 'Nothing is shared' } },
    }),
    requires('org.configure_settings'),
    rateLimit(60, 'write'),
    async (c) => {
      const result = await command(c, analyticsWork, withdrawFromPooling)
      return c.json({ agreed: !result.ok }, 200)
    },
  )
  .post(
    '/:id/serve',
    describe({
      summary: 'Put an earlier version of the model back in force',
      tag,
      answers: { 200: { schema: z.object({ number: z.int() }), description: 'It serves; open deals are scored anew' } },
      refusals: rollBackProblems,
    }),
    requires('org.configure_settings'),
    rateLimit(30, 'train'),
    validated('param', z.object({ id: ModelId })),
    async (c) => {
      const result = await command(c, analyticsWork, (work) => rollBack(work, c.req.valid('param').id))
      return result.ok ? c.json(result.value, 200) : problem(c, rollBackProblems, result.error)
    },
  )
