import { env } from 'cloudflare:workers'
import { and, eq, like } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../../drizzle/schema'
import type { ModelOverview } from '../../../worker/analytics/contract'
import { POOLING_TERMS } from '../../../worker/analytics/domain/pool/terms'
import { keepContribution } from '../../../worker/analytics/persistence/pool'
import { type ModelId, newId } from '../../../worker/kernel/ids'
import { openDatabase } from '../../../worker/platform/db'
import type { Env } from '../../../worker/platform/env'
import { UnitOfWork } from '../../../worker/platform/unit-of-work'
import { aCompany, type Company, owner } from '../../support/actors'
import { as } from '../../support/app'
import { closedDeals } from '../../support/closed-deals'
import { forEachRole } from '../../support/for-each-role'
import { untilIdle } from '../../support/queues'

const PATIENCE = 120_000
const TERMS = { terms: POOLING_TERMS.version }

const overviewOf = async ({ admin }: Company) => (await as(admin).get<ModelOverview>('/models')).body

function given({ tenantId }: Company) {
  return owner().select().from(schema.poolContributions).where(eq(schema.poolContributions.tenantId, tenantId))
}

async function train(company: Company): Promise<void> {
  await as(company.admin).post('/models/train')
  await untilIdle(company.tenantId)
}

describe('learning together', () => {
  it(
    'is off until an administrator agrees: nothing leaves, however often it is trained',
    async () => {
      const company = await aCompany()
      await closedDeals(company, 260, { referral: 75, cold: 15 })
      await train(company)
      expect(await given(company)).toEqual([])
      expect((await overviewOf(company)).pooling).toEqual({
        agreedAt: null,
        terms: POOLING_TERMS.version,
        deals: null,
        givenAt: null,
      })
    },
    PATIENCE,
  )

  it(
    'gives sums once agreed to, records who agreed to which terms, and removes all of it when it is taken back',
    async () => {
      const company = await aCompany()
      await closedDeals(company, 260, { referral: 75, cold: 15 })
      const agree = () => as(company.admin).post('/models/pooling', TERMS)
      expect(await agree()).toMatchObject({ status: 200, body: { agreed: true }, roundTrips: 2 })
      await untilIdle(company.tenantId)

      const [contribution] = await given(company)
      expect(contribution).toMatchObject({ deals: 260, poolVersion: 1 })
      expect(JSON.stringify(contribution!.cells)).not.toMatch(/Referral|Cold|Deal|amount|[0-9a-f]{8}-/)
      expect((await overviewOf(company)).pooling).toMatchObject({ deals: 260, agreedAt: expect.any(String) })
      // Agreeing twice is agreeing once.
      await agree()

      const back = () => as(company.admin).delete('/models/pooling')
      expect(await back()).toMatchObject({ status: 200, body: { agreed: false }, roundTrips: 2 })
      expect(await given(company)).toEqual([])
      await back()
      await untilIdle(company.tenantId)
      expect(await given(company)).toEqual([])
      expect((await overviewOf(company)).pooling).toMatchObject({ agreedAt: null, deals: null })

      const told = await owner()
        .select()
        .from(schema.changeLog)
        .where(and(eq(schema.changeLog.tenantId, company.tenantId), like(schema.changeLog.type, 'model.pooling%')))
        .orderBy(schema.changeLog.seq)
      expect(told).toMatchObject([
        { type: 'model.pooling_agreed', actorId: company.admin.userId, after: { poolingTerms: POOLING_TERMS.version } },
        { type: 'model.pooling_withdrawn', actorId: company.admin.userId, after: { poolingTerms: null } },
      ])
    },
    PATIENCE,
  )

  it('gives nothing that is added up after it was taken back, or by terms that hold no more', async () => {
    const company = await aCompany()
    const keep = async () => {
      const viewpoint = { as: 'system', tenantId: company.tenantId } as const
      const unit = new UnitOfWork(openDatabase(env as unknown as Env), viewpoint)
      keepContribution(unit, { version: 1, deals: 260, cells: [] })
      await unit.commit()
    }
    await keep()
    expect(await given(company)).toEqual([])
    await owner()
      .insert(schema.modelCare)
      .values({ tenantId: company.tenantId, poolingTerms: POOLING_TERMS.version - 1, poolingBy: newId() })
    await keep()
    expect(await given(company)).toEqual([])
  })

  it('is agreed to by the terms that hold, not by those that held when the page was opened', async () => {
    const company = await aCompany()
    expect(await as(company.admin).post('/models/pooling', { terms: POOLING_TERMS.version + 1 })).toMatchObject({
      status: 409,
      body: { kind: 'pooling_terms_changed' },
    })
  })

  it('tells a rep whether it is on, and not what was given', async () => {
    const company = await aCompany()
    await owner()
      .insert(schema.poolContributions)
      .values({ tenantId: company.tenantId, poolVersion: 1, deals: 260, cells: [] })
    const { body } = await as(company.rep).get<ModelOverview>('/models')
    expect(body.pooling).toMatchObject({ deals: null, givenAt: null })
  })

  it(
    'serves what others gave to nobody who has stopped giving',
    async () => {
      const company = await aCompany()
      const number = 7
      await owner().insert(schema.predictionModels).values({
        tenantId: company.tenantId,
        id: newId<ModelId>(),
        number,
        status: 'retired',
        rung: 'pooled',
        artifactKey: 'somewhere',
        artifactBytes: 10,
      })
      const { models } = await overviewOf(company)
      expect(models).toMatchObject([{ number, canServe: false }])
      expect(await as(company.admin).post(`/models/${models[0]!.id}/serve`)).toMatchObject({
        status: 409,
        body: { kind: 'model_cannot_serve' },
      })
    },
    PATIENCE,
  )
})

forEachRole('POST /models/pooling', { nobody: 401, sales_rep: 403, manager: 403, org_admin: 200 }, () => ({
  path: '/models/pooling',
  body: TERMS,
}))
forEachRole('DELETE /models/pooling', { nobody: 401, sales_rep: 403, manager: 403, org_admin: 200 })
