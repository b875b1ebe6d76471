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
import { DealNarrative } from '../contract'
import { briefOf, narrativeWork, writeAbout } from '../index'
import { predictionProblems } from './problems'

/** Mounted beside the deals, and apart from their scores: however long a text takes, the score is there. */
export const narratives = new Hono<AppEnv>().get(
  '/:id/narrative',
  authenticate,
  describe({
    summary: 'Tell a deal in words: a summary, what could go wrong, and hints for whoever works it',
    tag: 'opportunities',
    answers: { 200: { schema: DealNarrative, description: 'The texts, and who wrote them' } },
    refusals: predictionProblems,
  }),
  rateLimit(60, 'narrative'),
  validated('param', z.object({ id: OpportunityId })),
  async (c) => {
    const brief = await query(c, narrativeWork, (work) => briefOf(work, c.req.valid('param').id))
    if (!brief.ok) return problem(c, predictionProblems, brief.error)
    const { narrative, by } = await writeAbout(brief.value, c.env.AI)
    return c.json({ ...narrative, by }, 200)
  },
)
