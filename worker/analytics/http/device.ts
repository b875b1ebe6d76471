import { Hono } from 'hono'
import { z } from 'zod'
import { OpportunityId } from '../../kernel/ids'
import { authenticate } from '../../platform/authenticate'
import type { AppContext, AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { sha256Hex } from '../../platform/digest'
import { query } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { DealSight, ServingModel } from '../contract'
import { dealSight, deviceWork, servingArtifact, servingModel } from '../index'
import { deviceProblems, sightProblems } from './problems'

/**
 * The model for the device. Devices keep it themselves and ask by its tag; no cache on the way may, since it is one
 * company's own.
 */
export const deviceModel = new Hono<AppEnv>()
  .use(authenticate)
  .get(
    '/serving',
    describe({
      summary: 'Show the model in force, for scoring on the device',
      tag: 'models',
      answers: {
        200: { schema: ServingModel, description: 'All but the artifact' },
        304: { description: 'The device has it' },
      },
      refusals: deviceProblems,
    }),
    rateLimit(6000, 'read'),
    async (c) => {
      const result = await query(c, deviceWork, servingModel)
      if (!result.ok) return problem(c, deviceProblems, result.error)
      // Whatever is in it: a rep's copy changes with whose deals they see, not only with the version.
      const tag = await sha256Hex(JSON.stringify(result.value))
      c.header('etag', `"${tag}"`)
      return isKnown(c, tag) ? c.body(null, 304) : c.json(result.value, 200)
    },
  )
  .get(
    '/serving/artifact',
    describe({
      summary: 'Download the model in force',
      tag: 'models',
      answers: {
        200: { contentType: 'application/octet-stream', description: 'The file the server itself scores with' },
        304: { description: 'The device has it' },
      },
      refusals: deviceProblems,
    }),
    rateLimit(600, 'read'),
    async (c) => {
      const result = await query(c, deviceWork, (work) => servingArtifact(work, (digest) => isKnown(c, digest)))
      if (!result.ok) return problem(c, deviceProblems, result.error)
      const { digest, bytes } = result.value
      c.header('etag', `"${digest}"`)
      return bytes ? c.body(bytes, 200, { 'content-type': 'application/octet-stream' }) : c.body(null, 304)
    },
  )

/** Mounted beside the deals. */
export const sights = new Hono<AppEnv>().get(
  '/:id/sight',
  authenticate,
  describe({
    summary: "Show all that a deal's score is read from, for scoring it on the device",
    tag: 'opportunities',
    answers: { 200: { schema: DealSight, description: 'The deal with its past, and what is known of its customer' } },
    refusals: sightProblems,
  }),
  rateLimit(6000, 'read'),
  validated('param', z.object({ id: OpportunityId })),
  async (c) => {
    const result = await query(c, deviceWork, (work) => dealSight(work, c.req.valid('param').id))
    return result.ok ? c.json(result.value, 200) : problem(c, sightProblems, result.error)
  },
)

function isKnown(c: AppContext, tag: string): boolean {
  const known = (c.req.header('if-none-match') ?? '').split(',')
  return known.some((one) => one.trim().replace(/^W\//, '') === `"${tag}"`)
}
