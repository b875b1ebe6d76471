import { env } from 'cloudflare:workers'
import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../../drizzle/schema'
import type { ModelOverview, Prediction } from '../../../worker/analytics/contract'
import { encodeArtifact } from '../../../worker/analytics/domain/boosting/artifact'
import { priorFor } from '../../../worker/analytics/domain/prior/serve'
import { artifactKey } from '../../../worker/analytics/persistence/artifacts'
import { newId } from '../../../worker/kernel/ids'
import type { Env } from '../../../worker/platform/env'
import { aCompany, type Company, owner } from '../../support/actors'
import { as } from '../../support/app'
import { aCustomer, aDeal } from '../../support/builders'
import { forEachRole } from '../../support/for-each-role'
import { aVersion } from '../../support/model-versions'
import { deliver, untilIdle } from '../../support/queues'

const bindings = env as unknown as Env
const PATIENCE = 60_000

async function overview(company: Company): Promise<ModelOverview> {
  const answer = await as(company.rep).get<ModelOverview>('/models')
  expect(answer).toMatchObject({ status: 200, roundTrips: 1 })
  return answer.body
}

async function chanceOf(company: Company, deal: string): Promise<Prediction> {
  return (await as(company.rep).get<Prediction>(`/opportunities/${deal}/prediction`)).body
}

async function changes({ tenantId }: Company): Promise<string[]> {
  const { changeLog } = schema
  const rows = await owner().select().from(changeLog).where(eq(changeLog.tenantId, tenantId)).orderBy(changeLog.seq)
  return rows.filter(({ type }) => type.startsWith('model.')).map(({ type }) => type)
}

describe('an earlier version of the model', () => {
  it(
    'is put back in one act, on record, and every open deal is scored anew by it',
    async () => {
      const company = await aCompany()
      const before = await aVersion(company, 1, 'retired', { won: 5, lost: 95 })
      await aVersion(company, 2, 'champion', { won: 95, lost: 5 })
      const deal = await aDeal(company, { customerId: await aCustomer(company) })

      const done = await as(company.admin).post(`/models/${before}/serve`)
      expect(done).toMatchObject({ status: 200, body: { number: 1 }, roundTrips: 2 })
      await untilIdle(company.tenantId)

      const { champion, models, scoredByChampion, openDeals } = await overview(company)
      expect(champion).toMatchObject({ id: before, number: 1, canServe: false })
      expect(models.map(({ number, status, canServe }) => [number, status, canServe])).toEqual([
        [2, 'retired', true],
        [1, 'champion', false],
      ])
      expect([scoredByChampion, openDeals]).toEqual([1, 1])
      expect(await chanceOf(company, deal)).toMatchObject({ modelNumber: 1 })
      expect((await chanceOf(company, deal)).probability).toBeLessThan(0.3)
      expect(await changes(company)).toEqual(['model.rolled_back'])
    },
    PATIENCE,
  )

  it('is refused where it serves already, was kept back, or is another company’s', async () => {
    const [company, other] = [await aCompany(), await aCompany()]
    const champion = await aVersion(company, 2, 'champion', { won: 5, lost: 5 })
    const keptBack = await aVersion(company, 1, 'kept_back', { won: 5, lost: 5 })
    const theirs = await aVersion(other, 1, 'retired', { won: 5, lost: 5 })
    for (const id of [champion, keptBack]) {
      expect(await as(company.admin).post(`/models/${id}/serve`)).toMatchObject({
        status: 409,
        body: { kind: 'model_cannot_serve' },
      })
    }
    expect(await as(company.admin).post(`/models/${theirs}/serve`)).toMatchObject({
      status: 404,
      body: { kind: 'model_not_found' },
    })
    const [untouched] = await owner()
      .select()
      .from(schema.predictionModels)
      .where(and(eq(schema.predictionModels.tenantId, other.tenantId), eq(schema.predictionModels.id, theirs)))
    expect(untouched?.status).toBe('retired')
  })

  it('is put back once, when two administrators do it at the same moment', async () => {
    const company = await aCompany()
    const before = await aVersion(company, 1, 'retired', { won: 5, lost: 95 })
    await aVersion(company, 2, 'champion', { won: 95, lost: 5 })
    const both = await Promise.all([1, 2].map(() => as(company.admin).post(`/models/${before}/serve`)))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await overview(company)).champion?.id).toBe(before)
    await untilIdle(company.tenantId)
  })

  it(
    'serves in the place of one that is damaged, half-written, of another format or gone',
    async () => {
      const whole = encodeArtifact(priorFor({ won: 95, lost: 5 }))
      const older = whole.slice()
      older[4] = 1
      const damaged = whole.slice()
      damaged[whole.length >> 1]! ^= 1
      for (const bytes of [damaged, whole.subarray(0, whole.length / 2), older, new Uint8Array(0), null]) {
        const company = await aCompany()
        await aVersion(company, 1, 'retired', { won: 5, lost: 95 })
        const champion = await aVersion(company, 2, 'champion', { won: 95, lost: 5 })
        const key = artifactKey(company.tenantId, champion)
        if (bytes) await bindings.FILES.put(key, bytes)
        else await bindings.FILES.delete(key)
        const opened = await as(company.rep).post<{ prediction: Prediction }>('/opportunities', {
          title: 'Deal',
          amountMinor: 1000,
          customerId: await aCustomer(company),
        })
        expect(opened.body.prediction).toMatchObject({ modelNumber: 1 })
      }
    },
    PATIENCE,
  )
})

describe('automatic training', () => {
  it('is paused and resumed, each on record once', async () => {
    const company = await aCompany()
    expect((await overview(company)).pausedAt).toBeNull()
    for (const times of [1, 2]) {
      const paused = await as(company.admin).post('/models/pause')
      expect(paused, `${times}`).toMatchObject({ status: 200, body: { paused: true } })
      expect(paused.roundTrips).toBeLessThanOrEqual(2)
    }
    expect((await overview(company)).pausedAt).not.toBeNull()
    expect(await as(company.admin).post('/models/resume')).toMatchObject({ status: 200, body: { paused: false } })
    expect((await overview(company)).pausedAt).toBeNull()
    expect(await changes(company)).toEqual(['model.training_paused', 'model.training_resumed'])
  })

  it('says why it was given up, when it was cut off every time', async () => {
    const company = await aCompany()
    const jobId = newId<string>()
    await owner()
      .insert(schema.jobs)
      .values({ tenantId: company.tenantId, id: jobId, kind: 'train', payload: {}, dedupeKey: 'train', attempts: 3 })
    expect(await deliver({ type: 'model.train', tenantId: company.tenantId, jobId })).toBe('acknowledged')
    const [model] = (await overview(company)).models
    expect(model).toMatchObject({
      status: 'failed',
      verdict: { why: 'failed', detail: expect.stringMatching(/cut off three times.*memory/) },
    })
    const [job] = await owner().select().from(schema.jobs).where(eq(schema.jobs.id, jobId))
    expect(job?.finishedAt).not.toBeNull()
    expect(job?.failure).toMatch(/cut off/)
  })
})

for (const path of ['score', 'pause', 'resume', `${newId()}/serve`]) {
  forEachRole(`POST /models/${path}`, {
    nobody: 401,
    sales_rep: 403,
    manager: 403,
    // There is no model yet.
    org_admin: path === 'score' ? 409 : path.endsWith('serve') ? 404 : 200,
  })
}
