import { env } from 'cloudflare:workers'
import { and, eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../../drizzle/schema'
import { scoreTenantDeals } from '../../../worker/analytics'
import type { ModelOverview } from '../../../worker/analytics/contract'
import { newId } from '../../../worker/kernel/ids'
import type { Env } from '../../../worker/platform/env'
import { aCompany, type Company, owner } from '../../support/actors'
import { as } from '../../support/app'
import { aCustomer } from '../../support/builders'
import { closedDeals } from '../../support/closed-deals'
import { envNamed, failNext } from '../../support/imports'
import { untilIdle } from '../../support/queues'

const bindings = env as unknown as Env
const PATIENCE = 240_000

/** A company with a model, and so many open deals that it has not scored yet. */
async function aCompanyToScore(open: number): Promise<Company> {
  const company = await aCompany()
  await closedDeals(company, 20, { referral: 50, cold: 50 })
  await as(company.admin).post('/models/train')
  await untilIdle(company.tenantId)
  const { tenantId, rep, pipelineId, stages } = company
  await owner().execute(sql`insert into opportunities (tenant_id, id, customer_id, owner_id, pipeline_id, stage_id, status, title,
      amount_minor, currency, source, opened_at, stage_entered_at, created_by)
    select ${tenantId}, gen_random_uuid(), ${await aCustomer(company)}, ${rep.userId}, ${pipelineId}, ${stages.lead}, 'open',
      'Deal ' || n, 100000 + n, 'EUR', 'Cold', now(), now(), ${rep.userId} from generate_series(1, ${open}::int) n`)
  return company
}

/** A pass whose messages go to the test instead of the queue. */
async function aSweep({ tenantId }: Company, payload: object = {}) {
  const jobId = newId<string>()
  const dueAt = new Date(Date.now() + 600_000).toISOString()
  await owner()
    .insert(schema.jobs)
    .values({ tenantId, id: jobId, kind: 'score', payload: { all: true, ...payload }, dedupeKey: 'all', dueAt })
  const sent: unknown[] = []
  const held = (by: Env): Env => ({
    ...by,
    SCORE_QUEUE: { send: async (message: unknown) => void sent.push(message) } as unknown as Env['SCORE_QUEUE'],
  })
  return { jobId, sent, deliver: (by: Env = bindings) => scoreTenantDeals(held(by), tenantId, jobId) }
}

const overviewOf = async ({ admin }: Company) => (await as(admin).get<ModelOverview>('/models')).body

/** How often each deal has been scored by a pass. */
async function timesScored({ tenantId }: Company): Promise<number[]> {
  const rows = await owner()
    .select({ times: sql<string>`count(*)` })
    .from(schema.predictionHistory)
    .where(and(eq(schema.predictionHistory.tenantId, tenantId), eq(schema.predictionHistory.cause, 'sweep')))
    .groupBy(schema.predictionHistory.opportunityId)
  return rows.map(({ times }) => Number(times))
}

const once = (deals: number) => new Array<number>(deals).fill(1)

describe('a pass over every open deal', () => {
  it(
    'goes on message by message, tells how far it is, and leaves newer scores alone',
    async () => {
      const company = await aCompanyToScore(4_300)
      const { sent, deliver } = await aSweep(company)
      const last = await owner()
        .select()
        .from(schema.opportunities)
        .where(and(eq(schema.opportunities.tenantId, company.tenantId), eq(schema.opportunities.status, 'open')))
        .orderBy(sql`id desc`)
        .limit(1)
      const { id } = last[0]!
      const { champion } = await overviewOf(company)
      const newer = new Date(Date.now() + 600_000).toISOString()
      await owner().insert(schema.predictions).values({
        tenantId: company.tenantId,
        opportunityId: id,
        modelId: champion!.id,
        asOf: newer,
        successProbability: 0.987,
        low: 0.9,
        high: 0.99,
        confidence: 'high',
        baseRate: 0.5,
        contributions: [],
      })

      await deliver()
      expect(sent).toHaveLength(1)
      expect((await overviewOf(company)).sweep).toMatchObject({ scored: 4_000, of: 4_300, failure: null })
      expect(await timesScored(company)).toEqual(once(4_000))

      await deliver()
      expect(sent).toHaveLength(1)
      expect(await overviewOf(company)).toMatchObject({ sweep: null, openDeals: 4_300, scoredByChampion: 4_300 })
      // What was done by the first message is not done again.
      expect(await timesScored(company)).toEqual(once(4_300))
      const [kept] = await owner().select().from(schema.predictions).where(eq(schema.predictions.opportunityId, id))
      expect(kept).toMatchObject({ successProbability: 0.987 })
    },
    PATIENCE,
  )

  it(
    'that is cut off goes on with the deal after the last that was kept',
    async () => {
      const company = await aCompanyToScore(900)
      const { deliver } = await aSweep(company)
      const name = `sweep-${company.tenantId}`
      // The claim, the model, the place, and the first batch: the second breaks off.
      await failNext(name, 1, 'refuse', 7)
      await expect(deliver(envNamed(name))).rejects.toThrow()
      const { sweep } = await overviewOf(company)
      expect(sweep).toMatchObject({ of: 900, failure: null })
      expect(sweep?.scored).toBe((await timesScored(company)).length)
      expect([400, 800]).toContain(sweep?.scored)
      await deliver()
      expect(await timesScored(company)).toEqual(once(900))
      expect((await overviewOf(company)).sweep).toBeNull()
    },
    PATIENCE,
  )

  it(
    'whose message comes several times at once scores each deal once',
    async () => {
      const company = await aCompanyToScore(900)
      const { deliver } = await aSweep(company)
      await Promise.all([deliver(), deliver(), deliver()])
      expect(await timesScored(company)).toEqual(once(900))
      expect((await overviewOf(company)).sweep).toBeNull()
    },
    PATIENCE,
  )

  it(
    'begins anew where another model has begun: no deal is left with what that one said',
    async () => {
      const company = await aCompanyToScore(30)
      const { deliver } = await aSweep(company, {
        place: { modelId: newId(), after: 'ffffffff-ffff-4fff-bfff-ffffffffffff', scored: 30, of: 30, census: null },
      })
      await deliver()
      expect(await timesScored(company)).toEqual(once(30))
    },
    PATIENCE,
  )
})
