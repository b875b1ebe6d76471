import { env } from 'cloudflare:workers'
import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../drizzle/schema'
import { analyticsWork, requestTraining } from '../../worker/analytics'
import type { ModelOverview } from '../../worker/analytics/contract'
import { newId } from '../../worker/kernel/ids'
import { openDatabase } from '../../worker/platform/db'
import type { Env } from '../../worker/platform/env'
import { UnitOfWork } from '../../worker/platform/unit-of-work'
import type { ImportRun } from '../../worker/sales/contract'
import { aCompany, type Company, owner, type Person } from '../support/actors'
import { as } from '../support/app'
import { aCustomer, aDeal } from '../support/builders'
import { closedDeals } from '../support/closed-deals'
import { begunUnsent, ended, filesOf, jobOf } from '../support/imports'
import { deliver, untilIdle } from '../support/queues'

const bindings = env as unknown as Env
const PATIENCE = 120_000

type Kind = 'train' | 'score' | 'import'

/** A job that was begun so many times, and whose message nobody has: the test plays the queue. */
async function aJob(company: Company, kind: Kind, attempts: number, payload: object, key: string = kind) {
  const id = newId<string>()
  const dueAt = new Date(Date.now() + 600_000).toISOString()
  await owner()
    .insert(schema.jobs)
    .values({ tenantId: company.tenantId, id, kind, attempts, payload: { ...payload }, dedupeKey: key, dueAt })
  return id
}

async function jobWith(id: string) {
  const [job] = await owner().select().from(schema.jobs).where(eq(schema.jobs.id, id))
  return job!
}

const overviewOf = async (person: Person) => (await as(person).get<ModelOverview>('/models')).body

describe('a training whose message failed every time', () => {
  it(
    'has failed in words on the model page, once, and can be asked for again',
    async () => {
      const company = await aCompany()
      await closedDeals(company, 20, { referral: 50, cold: 50 })
      const jobId = await aJob(company, 'train', 3, { requestedBy: company.admin.userId })
      const message = { type: 'model.train', tenantId: company.tenantId, jobId }
      expect(await deliver(message, 'train-dead')).toBe('acknowledged')

      const first = await overviewOf(company.admin)
      expect(first).toMatchObject({ isTraining: false, champion: null })
      expect(first.models).toMatchObject([
        { status: 'failed', verdict: { published: false, why: 'failed', detail: expect.stringMatching(/cut off/) } },
      ])
      const { finishedAt, failure } = await jobWith(jobId)
      expect({ finishedAt, failure }).toEqual({ finishedAt: expect.anything(), failure: expect.any(String) })

      // Twice dead is dead once, and a late message finds it over.
      expect(await deliver(message, 'train-dead')).toBe('acknowledged')
      expect(await deliver(message)).toBe('acknowledged')
      expect(await overviewOf(company.admin)).toEqual(first)

      expect((await as(company.admin).post('/models/train')).status).toBe(202)
      await untilIdle(company.tenantId)
      expect((await overviewOf(company.admin)).champion).toMatchObject({ status: 'champion', number: 2 })
    },
    PATIENCE,
  )

  it('is not given up before it was begun three times: then what it needs was away, and it is sent again', async () => {
    const company = await aCompany()
    const jobId = await aJob(company, 'train', 2, {})
    const message = { type: 'model.train', tenantId: company.tenantId, jobId }
    expect(await deliver(message, 'train-dead')).toBe('acknowledged')
    expect(await jobWith(jobId)).toMatchObject({ finishedAt: null, failure: null })
    expect((await overviewOf(company.admin)).models).toEqual([])
  })
})

describe('training', () => {
  it('is one job however often it is asked for, and one version however often its message comes', async () => {
    const company = await aCompany()
    await closedDeals(company, 20, { referral: 50, cold: 50 })
    for (let asked = 0; asked < 3; asked++) {
      const unit = new UnitOfWork(openDatabase(bindings), { as: 'actor', actor: company.admin })
      expect((await requestTraining(analyticsWork(unit))).ok).toBe(true)
      await unit.commit()
    }
    const jobs = await owner()
      .select()
      .from(schema.jobs)
      .where(and(eq(schema.jobs.tenantId, company.tenantId), eq(schema.jobs.kind, 'train')))
    expect(jobs).toHaveLength(1)
    const message = { type: 'model.train', tenantId: company.tenantId, jobId: jobs[0]!.id }
    await Promise.all([deliver(message), deliver(message), deliver(message)])
    await deliver(message)
    await untilIdle(company.tenantId)
    expect(await jobWith(jobs[0]!.id)).toMatchObject({ attempts: 1, failure: null })
    expect((await overviewOf(company.admin)).models).toMatchObject([{ number: 1, status: 'champion' }])
  })
})

describe('a scoring whose message failed every time', () => {
  it(
    'says on the model page how far it came, to whoever sees the whole company, and is begun again by hand',
    async () => {
      const company = await aCompany()
      await closedDeals(company, 20, { referral: 50, cold: 50 })
      const deal = await aDeal(company, { customerId: await aCustomer(company) })
      await as(company.admin).post('/models/train')
      await untilIdle(company.tenantId)
      const before = await overviewOf(company.admin)
      expect(before.sweep).toBeNull()

      const place = { modelId: before.champion?.id, after: deal, scored: 1, of: 3, census: null }
      const jobId = await aJob(company, 'score', 3, { all: true, place }, 'all')
      expect((await overviewOf(company.admin)).sweep).toMatchObject({ scored: 1, of: 3, failure: null })
      const message = { type: 'opportunities.score', tenantId: company.tenantId, jobId }
      for (const _ of ['once', 'twice']) expect(await deliver(message, 'score-dead')).toBe('acknowledged')

      expect((await overviewOf(company.admin)).sweep).toMatchObject({
        scored: 1,
        of: 3,
        failure: expect.stringMatching(/broke off/),
      })
      for (const person of [company.rep, company.manager]) expect((await overviewOf(person)).sweep).toBeNull()
      const told = await owner()
        .select()
        .from(schema.changeLog)
        .where(and(eq(schema.changeLog.tenantId, company.tenantId), eq(schema.changeLog.type, 'model.scoring_failed')))
      expect(told).toMatchObject([{ audience: 'admin' }])

      expect((await as(company.rep).post('/models/score')).status).toBe(403)
      expect((await as(company.admin).post('/models/score')).status).toBe(202)
      await untilIdle(company.tenantId)
      expect((await overviewOf(company.admin)).sweep).toBeNull()
    },
    PATIENCE,
  )
})

describe('an import whose message failed every time', () => {
  const FILE = `Deal id,Title\n${Array.from({ length: 30 }, (_, i) => `${i},Deal ${i}\n`).join('')}`

  it(
    'has stopped in words on its page, keeps its file, and is taken up where it stood',
    async () => {
      const company = await aCompany()
      const run = await begunUnsent(company.rep, FILE)
      const jobId = await jobOf(company)
      await owner().update(schema.jobs).set({ attempts: 3 }).where(eq(schema.jobs.id, jobId))
      const message = { type: 'import.run', tenantId: company.tenantId, jobId }
      for (const _ of ['once', 'twice']) expect(await deliver(message, 'import-dead')).toBe('acknowledged')

      const progress = async () => (await as(company.rep).get<ImportRun>(`/imports/${run.id}/progress`)).body
      const stopped = await progress()
      expect(stopped).toMatchObject({
        status: 'failed',
        failure: 'It was begun again and again, and broke off every time',
        canResume: true,
      })
      expect(await filesOf(company, run)).toEqual(['file'])
      const told = await owner()
        .select()
        .from(schema.changeLog)
        .where(and(eq(schema.changeLog.tenantId, company.tenantId), eq(schema.changeLog.type, 'import.failed')))
      expect(told).toMatchObject([{ entityId: run.id, actorId: company.rep.userId }])

      const resume = () => as(company.rep).post<ImportRun>(`/imports/${run.id}/resume`)
      expect(await resume()).toMatchObject({ status: 202, body: { status: 'running', failure: null }, roundTrips: 2 })
      expect(await ended(company.rep, run)).toMatchObject({ status: 'done', rowsCreated: 30, canResume: false })
      expect(await resume()).toMatchObject({ status: 409, body: { kind: 'import_not_resumable' } })
      await untilIdle(company.tenantId)
    },
    PATIENCE,
  )
})
