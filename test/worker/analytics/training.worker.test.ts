import { env } from 'cloudflare:workers'
import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../../drizzle/schema'
import type { ModelOverview, Prediction } from '../../../worker/analytics/contract'
import { companionKey } from '../../../worker/analytics/persistence/artifacts'
import { newId } from '../../../worker/kernel/ids'
import type { Env } from '../../../worker/platform/env'
import { aCompany, type Company, owner } from '../../support/actors'
import { as } from '../../support/app'
import { aCustomer, aDeal } from '../../support/builders'
import { closedDeals } from '../../support/closed-deals'
import { deliver, untilIdle } from '../../support/queues'

const bindings = env as unknown as Env
// Nothing but sign-in is slow in workerd, and training: a few seconds on a busy machine.
const PATIENCE = 120_000

async function train(company: Company) {
  const asked = await as(company.admin).post('/models/train')
  expect(asked.status).toBe(202)
  expect(asked.roundTrips).toBe(2)
  return untilIdle(company.tenantId)
}

async function overview(company: Company): Promise<ModelOverview> {
  const answer = await as(company.rep).get<ModelOverview>('/models')
  expect(answer.roundTrips).toBe(1)
  return answer.body
}

async function prediction(company: Company, id: string): Promise<Prediction> {
  const answer = await as(company.rep).get<Prediction>(`/opportunities/${id}/prediction`)
  expect(answer).toMatchObject({ status: 200, roundTrips: 1 })
  return answer.body
}

const factsOf = ({ reasons }: Prediction) => reasons.map(({ words }) => words).sort()

const logit = (p: number) => Math.log(p / (1 - p))
const shown = (p: number) => Math.min(99, Math.max(1, Math.round(p * 100)))

describe('a company whose deals tell winners from losers', () => {
  it(
    'gets a model of its own, a score with exact reasons for every open deal, and a new one with every change',
    async () => {
      const company = await aCompany()
      await closedDeals(company, 700, { referral: 75, cold: 15 })
      const customerId = await aCustomer(company)
      const [warm, cold] = [
        await aDeal(company, { customerId, source: 'Referral' }),
        await aDeal(company, { customerId, source: 'Cold' }),
      ]
      const messages = await train(company)
      expect(messages.map(({ type }) => type)).toEqual(['model.train', 'opportunities.score'])

      const { champion, scoredDeals, openDeals, isTraining } = await overview(company)
      expect(champion).toMatchObject({
        number: 1,
        status: 'champion',
        rung: 'own',
        deals: 700,
        verdict: { published: true, why: 'first' },
      })
      expect(champion?.metrics?.auc).toBeGreaterThan(0.7)
      expect(champion?.metrics?.logLoss).toBeLessThan(champion?.metrics?.baseRateLogLoss ?? 0)
      expect(champion?.topFeatures.length).toBeGreaterThan(0)
      expect({ scoredDeals, openDeals, isTraining }).toEqual({ scoredDeals: 2, openDeals: 2, isTraining: false })

      const [high, low] = [await prediction(company, warm), await prediction(company, cold)]
      expect(high.probability).toBeGreaterThan(low.probability + 0.2)
      for (const { probability, baseRate, reasons, low: from, high: to } of [high, low]) {
        const sum = reasons.reduce((total, { contribution }) => total + contribution, 0)
        expect(sum).toBeCloseTo(logit(probability) - logit(baseRate), 9)
        const points = reasons.reduce((total, reason) => total + reason.points, 0)
        expect(shown(baseRate) + points).toBe(shown(probability))
        expect(from).toBeLessThanOrEqual(probability)
        expect(to).toBeGreaterThanOrEqual(probability)
      }
      expect(high.reasons.map(({ words }) => words).join()).toMatch(/referral|won/i)
      expect(high.confidenceWhy.length).toBeGreaterThan(0)

      // A message that comes twice finds its job done.
      for (const message of messages) expect(await deliver(message)).toBe('acknowledged')
      expect((await overview(company)).models).toHaveLength(1)

      const changed = await as(company.rep).patch<{ prediction: Prediction }>(`/opportunities/${cold}`, {
        version: 1,
        source: 'Referral',
      })
      expect(changed).toMatchObject({ status: 200, roundTrips: 2 })
      expect(changed.body.prediction.probability).toBeGreaterThan(low.probability)
      expect((await prediction(company, cold)).probability).toBe(changed.body.prediction.probability)

      const logged = await as(company.rep).post<{ interaction: { id: string }; prediction: Prediction }>(
        '/interactions',
        {
          opportunityId: warm,
          channel: 'call',
          outcome: 'positive',
        },
      )
      expect(logged).toMatchObject({ status: 201, roundTrips: 2 })
      expect(logged.body.prediction.history.at(-1)?.cause).toBe('interaction')

      // Taken back, a call leaves the chance as it was.
      const { id: said } = logged.body.interaction
      const unsaid = await as(company.rep).delete<{ prediction: Prediction }>(`/interactions/${said}`)
      expect(unsaid).toMatchObject({ status: 200, roundTrips: 2 })
      expect(factsOf(unsaid.body.prediction)).toEqual(factsOf(high))

      const opened = await as(company.rep).post<{ id: string; prediction: Prediction }>('/opportunities', {
        title: 'New deal',
        amountMinor: 500_000,
        customerId,
        source: 'Referral',
      })
      expect(opened).toMatchObject({ status: 201, roundTrips: 2 })
      expect(opened.body.prediction.probability).toBeGreaterThan(0.4)

      const board = await as(company.rep).get<{ columns: { cards: { score: unknown }[] }[] }>('/opportunities/board')
      expect(board.body.columns.flatMap(({ cards }) => cards).filter(({ score }) => score === null)).toEqual([])
    },
    PATIENCE,
  )

  it(
    'keeps the score a command made, when an older sweep comes late',
    async () => {
      const company = await aCompany()
      await closedDeals(company, 60, { referral: 75, cold: 15 })
      const id = await aDeal(company, { customerId: await aCustomer(company) })
      await train(company)
      const newer = new Date(Date.now() + 60_000).toISOString()
      await owner()
        .update(schema.predictions)
        .set({ asOf: newer, successProbability: 0.987, high: 0.99 })
        .where(eq(schema.predictions.opportunityId, id))
      await train(company)
      expect(await prediction(company, id)).toMatchObject({ probability: 0.987, asOf: newer })
    },
    PATIENCE,
  )
})

describe('a company whose deals tell too little', () => {
  it('is told that there is nothing to learn from', async () => {
    const company = await aCompany()
    expect(await as(company.admin).post('/models/train')).toMatchObject({
      status: 409,
      body: { kind: 'nothing_to_learn_from' },
    })
    expect(await overview(company)).toMatchObject({ champion: null, baseRate: null, closedDeals: { won: 0, lost: 0 } })
  })

  it(
    'has chances from its first day, by how deals usually run, and is told that they are not its own',
    async () => {
      const company = await aCompany()
      const jobId = newId<string>()
      // What signing up promises.
      await owner()
        .insert(schema.jobs)
        .values({ tenantId: company.tenantId, id: jobId, kind: 'train', payload: {}, dedupeKey: 'train' })
      await deliver({ type: 'model.train', tenantId: company.tenantId, jobId })
      await untilIdle(company.tenantId)
      expect((await overview(company)).champion).toMatchObject({
        rung: 'prior',
        deals: 0,
        metrics: null,
        verdict: { published: true, why: 'unproven' },
      })
      const opened = await as(company.rep).post<{ id: string; prediction: Prediction }>('/opportunities', {
        title: 'The very first',
        amountMinor: 500_000,
        customerId: await aCustomer(company),
      })
      const first = opened.body.prediction
      expect(first).toMatchObject({ rung: 'prior', confidence: 'low' })
      expect(first.confidenceWhy[0]).toMatch(/how deals usually run.*too few of yours/)
      expect(first.high - first.low).toBeGreaterThan(0.3)
      const met = await as(company.rep).post<{ prediction: Prediction }>('/interactions', {
        opportunityId: opened.body.id,
        channel: 'meeting',
      })
      expect(met.body.prediction.probability).not.toBe(first.probability)
      const { probability, baseRate, reasons } = met.body.prediction
      const sum = reasons.reduce((total, { contribution }) => total + contribution, 0)
      expect(sum).toBeCloseTo(logit(probability) - logit(baseRate), 9)
    },
    PATIENCE,
  )

  it(
    'goes on by how deals usually run while its own are few, at its own rate, and is told how much is missing',
    async () => {
      const company = await aCompany()
      await closedDeals(company, 40, { referral: 90, cold: 90 })
      const id = await aDeal(company, { customerId: await aCustomer(company) })
      await train(company)
      const { champion, needed, closedDeals: closed } = await overview(company)
      expect(champion).toMatchObject({
        rung: 'prior',
        won: closed.won,
        verdict: { published: true, why: 'unproven', detail: expect.stringMatching(/40 of each/) },
      })
      expect(needed.lost).toBeGreaterThan(closed.lost)
      const score = await prediction(company, id)
      expect(score).toMatchObject({ rung: 'prior', confidence: 'low' })
      expect(score.probability).toBeGreaterThan(0.5)
    },
    PATIENCE,
  )

  it(
    'gets its usual rate instead of a pretence, when many deals hold no signal',
    async () => {
      const company = await aCompany()
      await closedDeals(company, 600, { referral: 45, cold: 45 })
      const id = await aDeal(company, { customerId: await aCustomer(company) })
      await train(company)
      const { champion } = await overview(company)
      expect(champion).toMatchObject({ rung: 'base_rate', verdict: { published: false, why: 'no_signal' } })
      expect(champion?.metrics?.logLoss).toBeCloseTo(champion?.metrics?.baseRateLogLoss ?? 0, 9)
      expect((await prediction(company, id)).reasons).toEqual([])
    },
    PATIENCE,
  )
})

describe('training', () => {
  it('is for administrators', async () => {
    const company = await aCompany()
    for (const person of [company.rep, company.manager]) {
      expect(await as(person).post('/models/train')).toMatchObject({
        status: 403,
        body: { permission: 'org.configure_settings' },
      })
    }
  })

  it(
    'waits while another training of the company holds the lease',
    async () => {
      const company = await aCompany()
      await closedDeals(company, 20, { referral: 50, cold: 50 })
      const hub = bindings.TENANT_HUB.getByName(company.tenantId)
      expect(await hub.claim('train', 'somebody else', 60_000)).toBe(true)
      await as(company.admin).post('/models/train')
      const [job] = await owner().select().from(schema.jobs).where(eq(schema.jobs.tenantId, company.tenantId))
      const message = { type: 'model.train', tenantId: company.tenantId, jobId: job!.id }
      expect(await deliver(message)).toBe('acknowledged')
      expect((await overview(company)).models).toEqual([])
      await hub.release('train', 'somebody else')
      await deliver(message)
      await untilIdle(company.tenantId)
      expect((await overview(company)).models).toHaveLength(1)
    },
    PATIENCE,
  )

  it(
    'serves no damaged model: commands go on, and the last score stands',
    async () => {
      const company = await aCompany()
      await closedDeals(company, 400, { referral: 80, cold: 10 })
      const id = await aDeal(company, { customerId: await aCustomer(company) })
      await train(company)
      const before = await prediction(company, id)
      const champion = and(
        eq(schema.predictionModels.tenantId, company.tenantId),
        eq(schema.predictionModels.status, 'champion'),
      )
      const [model] = await owner().select().from(schema.predictionModels).where(champion)
      expect(model?.rung).toBe('own')
      const key = model?.artifactKey ?? ''
      const bytes = new Uint8Array(await (await bindings.FILES.get(key))!.arrayBuffer())
      bytes[bytes.length >> 1]! ^= 1
      // Under another name, since isolates remember what never changes.
      const damaged = key.replace(model!.id, newId())
      await bindings.FILES.put(damaged, bytes)
      await bindings.FILES.put(companionKey(damaged), await (await bindings.FILES.get(companionKey(key)))!.text())
      await owner().update(schema.predictionModels).set({ artifactKey: damaged }).where(champion)

      const moved = await as(company.rep).post(`/opportunities/${id}/move`, { stageId: company.stages.qualified })
      expect(moved).toMatchObject({ status: 200, body: { prediction: null } })
      expect((await prediction(company, id)).probability).toBe(before.probability)
      const jobId = newId<string>()
      await owner()
        .insert(schema.jobs)
        .values({ tenantId: company.tenantId, id: jobId, kind: 'score', payload: { all: true }, dedupeKey: 'all' })
      // It comes back later, when the model can be read again.
      expect(await deliver({ type: 'opportunities.score', tenantId: company.tenantId, jobId })).toBe('retried')
    },
    PATIENCE,
  )

  it('sets aside a message nobody understands', async () => {
    expect(await deliver({ type: 'model.train', tenantId: 'not an id' })).toBe('acknowledged')
    expect(await deliver('nonsense')).toBe('acknowledged')
  })
})
