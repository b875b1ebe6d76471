import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import type { ModelOverview, Prediction } from '../../../worker/analytics/contract'
import { aCompany, type Company, owner } from '../../support/actors'
import { as } from '../../support/app'
import { aCustomer, aDeal } from '../../support/builders'
import { closedDeals } from '../../support/closed-deals'
import { untilIdle } from '../../support/queues'

const PATIENCE = 120_000

async function train(company: Company): Promise<ModelOverview> {
  expect((await as(company.admin).post('/models/train')).status).toBe(202)
  await untilIdle(company.tenantId)
  return (await as(company.rep).get<ModelOverview>('/models')).body
}

/** A deal opened as a rep opens one, and its first chance. */
async function open(company: Company, facts: object): Promise<Prediction> {
  const customerId = await aCustomer(company)
  const opened = await as(company.rep).post<{ prediction: Prediction | null }>('/opportunities', {
    ...{ title: 'Deal', customerId, source: 'Referral' },
    ...facts,
  })
  expect(opened.status).toBe(201)
  return honest(opened.body.prediction)
}

/** A score that is there, whose reasons add up to it. */
function honest(prediction: Prediction | null): Prediction {
  if (!prediction) throw new Error('There is no score')
  const { probability, baseRate, reasons, rung } = prediction
  const logit = (p: number) => Math.log(p / (1 - p))
  expect(rung).toBe('own')
  expect(reasons.reduce((sum, one) => sum + one.contribution, 0)).toBeCloseTo(logit(probability) - logit(baseRate), 9)
  return prediction
}

const wordsOf = ({ reasons }: Prediction) => reasons.map(({ words }) => words).join('. ')

it(
  'a company that changes its currency keeps its scores, and what was never seen in the new one is said to be unknown',
  async () => {
    const company = await aCompany()
    await closedDeals(company, 700, { referral: 75, cold: 15 })
    const known = await aDeal(company, {
      customerId: await aCustomer(company),
      source: 'Referral',
      amountMinor: 150_000,
    })
    expect((await train(company)).champion).toMatchObject({ rung: 'own' })
    const before = honest((await as(company.rep).get<Prediction>(`/opportunities/${known}/prediction`)).body)
    const { version } = (await as(company.admin).get<{ tenant: { version: number } }>('/me')).body.tenant
    expect(await as(company.admin).patch('/tenant', { currency: 'JPY', version })).toMatchObject({ status: 200 })

    // What is priced in the old currency is scored as before.
    const touched = await as(company.rep).post<{ prediction: Prediction }>('/interactions', {
      ...{ opportunityId: known, channel: 'note', content: 'Asked for the data sheet.' },
    })
    expect(honest(touched.body.prediction).probability).toBeCloseTo(before.probability, 1)

    // ¥160,000 are about as much as €1,000, and no €160,000: that number alone says nothing yet.
    const [small, large] = [await open(company, { amountMinor: 1600 }), await open(company, { amountMinor: 160_000 })]
    expect(small.probability).toBe(large.probability)
    expect(wordsOf(large)).not.toMatch(/¥|usual amount|No amount/)
    expect(large.confidence).not.toBe('high')
    expect(large.confidenceWhy.join()).toMatch(/of its values ha(s|ve) not occurred before/)
    const inOld = await open(company, { amountMinor: 150_000, currency: 'EUR' })
    expect(inOld.confidenceWhy.join()).not.toMatch(/not occurred before/)
  },
  PATIENCE,
)

it(
  'a field that is taken away leaves every score in place, and the next version no longer looks at it',
  async () => {
    const company = await aCompany()
    await closedDeals(company, 700, { referral: 45, cold: 45 })
    const field = await as(company.admin).post<{ id: string; key: string; version: number }>('/custom-fields', {
      ...{ entity: 'opportunity', label: 'Route to market', type: 'choice', choices: ['Partner', 'Direct'] },
    })
    const { id, key, version } = field.body
    await owner().execute(sql`update opportunities set custom = jsonb_build_object(${key}::text,
        case when (status = 'won') = (abs(hashtext(title)) % 10 < 8) then 'Partner' else 'Direct' end)
      where tenant_id = ${company.tenantId}`)
    const customerId = await aCustomer(company)
    const partner = await aDeal(company, { customerId, custom: { [key]: 'Partner' } })
    const trained = await train(company)
    expect(trained.champion?.topFeatures[0]).toMatchObject({ feature: `custom:${key}`, phrase: 'Route to market' })
    const chance = async () =>
      honest((await as(company.rep).get<Prediction>(`/opportunities/${partner}/prediction`)).body)
    const before = await chance()
    expect(wordsOf(before)).toContain('Route to market: Partner')

    expect(await as(company.admin).patch(`/custom-fields/${id}`, { version, isArchived: true })).toMatchObject({
      status: 200,
    })
    expect(await chance()).toEqual(before)
    const without = await open(company, { amountMinor: 500_000 })
    expect(wordsOf(without)).not.toMatch(/Partner|Direct/)
    expect(without.probability).toBeLessThan(before.probability)

    const { models } = await train(company)
    expect(models[0]?.number).toBe(2)
    expect(models[0]?.leftOut).toContainEqual({ kind: 'field', name: key, reason: 'archived' })
    expect(models[0]?.topFeatures.map(({ feature }) => feature)).not.toContain(`custom:${key}`)
    expect((await as(company.rep).get(`/opportunities/${partner}/prediction`)).status).toBe(200)
  },
  PATIENCE,
)
