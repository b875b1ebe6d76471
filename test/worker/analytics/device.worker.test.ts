import { describe, expect, it } from 'vitest'
import type { DealSight, Prediction, ServingModel } from '../../../worker/analytics/contract'
import { timelineOf } from '../../../worker/analytics/domain/deal-record'
import { bookFromJson } from '../../../worker/analytics/domain/evidence-book'
import { type ServedModel, scoreDeal } from '../../../worker/analytics/domain/scorer'
import { assembleModel } from '../../../worker/analytics/domain/served-model'
import { toHex } from '../../../worker/platform/digest'
import { aCompany, type Company, type Person } from '../../support/actors'
import { as } from '../../support/app'
import { aCustomer, aDeal } from '../../support/builders'
import { closedDeals } from '../../support/closed-deals'
import { untilIdle } from '../../support/queues'

const PATIENCE = 120_000 // training takes seconds on a busy machine

interface Ready {
  readonly company: Company
  readonly dealId: Awaited<ReturnType<typeof aDeal>>
}
let ready: Promise<Ready> | undefined

/** A company with a model of its own, and two open deals: the rep's, and one of somebody who never closed any. */
function trained(): Promise<Ready> {
  ready ??= (async () => {
    const company = await aCompany()
    await closedDeals(company, 700, { referral: 75, cold: 15 })
    const dealId = await aDeal(company, { customerId: await aCustomer(company), source: 'Referral' })
    await aDeal(company, { customerId: await aCustomer(company), ownerId: company.outsider.userId })
    await as(company.admin).post('/models/train')
    await untilIdle(company.tenantId)
    return { company, dealId }
  })()
  return ready
}

async function manifestOf(person: Person) {
  return as(person).get<ServingModel>('/models/serving')
}

/** The model as a device puts it together. */
async function onDevice(person: Person): Promise<ServedModel> {
  const { body } = await manifestOf(person)
  const file = await as(person).fetch('/models/serving/artifact')
  const model = assembleModel({ ...body, book: bookFromJson(body.book) }, new Uint8Array(await file.arrayBuffer()))
  if (!model.ok) throw new Error(model.error.kind)
  return model.value
}

/** What the device says of a deal at the moment of the server's own score. */
async function scoredOnDevice(person: Person, { opportunityId, asOf }: Prediction) {
  const { body, roundTrips } = await as(person).get<DealSight>(`/opportunities/${opportunityId}/sight`)
  expect(roundTrips).toBe(1)
  const places = new Map(body.places.map(({ stageId, ...place }) => [stageId, place]))
  const timeline = timelineOf(body.record, (stageId) => places.get(stageId))
  return scoreDeal(await onDevice(person), timeline, Date.parse(asOf), body.customer)
}

describe('the model on a device', { timeout: PATIENCE }, () => {
  it('is the file the server scores with, in one round trip, and comes again only when it changed', async () => {
    const { company } = await trained()
    const first = await manifestOf(company.rep)
    expect(first).toMatchObject({ status: 200, roundTrips: 1, body: { number: 1 } })
    const tag = first.headers.get('etag') ?? ''
    expect(first.headers.get('cache-control')).toBe('no-store')
    expect(await as(company.rep).get('/models/serving', { 'if-none-match': tag })).toMatchObject({
      status: 304,
      body: '',
    })

    const file = await as(company.rep).fetch('/models/serving/artifact')
    expect(file.headers.get('cache-control')).toBe('no-store')
    expect(file.headers.get('x-content-type-options')).toBe('nosniff')
    expect(toHex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))).toBe(first.body.digest)
    const again = await as(company.rep).get('/models/serving/artifact', { 'if-none-match': `"${first.body.digest}"` })
    expect(again).toMatchObject({ status: 304, roundTrips: 1, body: '' })
  })

  it('brings owners’ records only of those whose deals the person sees', async () => {
    const { company } = await trained()
    const ownersOf = async (person: Person) => [...bookFromJson((await manifestOf(person)).body.book).owners.keys()]
    expect(await ownersOf(company.rep)).toEqual([company.rep.userId])
    expect(await ownersOf(company.outsider)).toEqual([company.outsider.userId])
    expect(new Set(await ownersOf(company.admin))).toEqual(new Set([company.rep.userId, company.outsider.userId]))
  })

  it('is for its own company and for people who are signed in', async () => {
    const { company, dealId } = await trained()
    const other = await aCompany()
    expect(await as(other.admin).get('/models/serving')).toMatchObject({
      status: 404,
      body: { kind: 'model_not_found' },
    })
    expect(await as(other.admin).get('/models/serving/artifact')).toMatchObject({ status: 404 })
    expect(await as(other.admin).get(`/opportunities/${dealId}/sight`)).toMatchObject({ status: 404 })
    expect(await as(company.outsider).get(`/opportunities/${dealId}/sight`)).toMatchObject({ status: 404 })
    expect(await as(null).get('/models/serving')).toMatchObject({ status: 401 })
    expect(await as(null).get('/models/serving/artifact')).toMatchObject({ status: 401 })
  })

  it('says of a deal what the server says, to the last bit, whatever happens to it', async () => {
    const { company, dealId } = await trained()
    const rep = as(company.rep)
    type Answer = { prediction: Prediction; version: number }
    const { body: swept } = await rep.get<Prediction>(`/opportunities/${dealId}/prediction`)
    const steps: (() => Promise<Prediction>)[] = [
      async () => swept,
      async () =>
        (
          await rep.post<Answer>('/interactions', {
            opportunityId: dealId,
            channel: 'meeting',
            outcome: 'positive',
            durationMinutes: 45,
            occurredAt: new Date(Date.now() - 3 * 86_400_000).toISOString(),
          })
        ).body.prediction,
      async () =>
        (await rep.post<Answer>(`/opportunities/${dealId}/move`, { stageId: company.stages.qualified })).body
          .prediction,
      async () =>
        (
          await rep.patch<Answer>(`/opportunities/${dealId}`, {
            version: 2,
            amountMinor: 123_456,
            expectedCloseOn: '2027-03-01',
            nextStep: 'Send the quote',
            nextStepOn: '2027-01-15',
          })
        ).body.prediction,
    ]
    for (const step of steps) {
      const prediction = await step()
      const { probability, low, high, baseRate, reasons } = await scoredOnDevice(company.rep, prediction)
      expect(probability).toBe(prediction.probability)
      expect({ low, high, baseRate }).toEqual({
        low: prediction.low,
        high: prediction.high,
        baseRate: prediction.baseRate,
      })
      expect(reasons).toEqual(prediction.reasons)
    }
  })

  it('knows the range of values it learned from, and how deals of each stage ended', async () => {
    const { company } = await trained()
    const { seen } = await onDevice(company.rep)
    const [low, high] = seen.ranges.amount_log ?? [0, 0]
    expect(10 ** low).toBeGreaterThanOrEqual(1000)
    expect(10 ** high).toBeLessThanOrEqual(10_000)
  })
})
