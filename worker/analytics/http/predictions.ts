import { Hono } from 'hono'
import { z } from 'zod'
import { OpportunityId } from '../../kernel/ids'
import { authenticate } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { query } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { Prediction } from '../contract'
import { analyticsWork, showPrediction } from '../index'
import { predictionProblems } from './problems'

/** Mounted beside the deals: a score is shown under its deal's address. */
export const predictions = new Hono<AppEnv>().get(
  '/:id/prediction',
  authenticate,
  describe({
    summary: "Show a deal's chance to be won, its reasons and its past",
    tag: 'opportunities',
    answers: { 200: { schema: Prediction, description: 'The newest score' } },
    refusals: predictionProblems,
  }),
  rateLimit(6000, 'read'),
  validated('param', z.object({ id: OpportunityId })),
  async (c) => {
    const result = await query(c, analyticsWork, (work) => showPrediction(work, c.req.valid('param').id))
    return result.ok ? c.json(result.value, 200) : problem(c, predictionProblems, result.error)
  },
)
