import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { changeLog } from '../../../../drizzle/schema'
import { type CustomerId, newId, type OpportunityId } from '../../../../worker/kernel/ids'
import type { Opportunity, OpportunityHistory } from '../../../../worker/sales/contract'
import { aCompany, aPipeline, type Company, owner, type Person } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal } from '../../../support/builders'
import { aChampion, aScore } from '../../../support/scores'

interface Problem {
  readonly kind: string
  readonly errors?: readonly { readonly field: string; readonly reason: string }[]
}

let company: Company
let elsewhere: Company
let customerId: CustomerId

beforeAll(async () => {
  ;[company, elsewhere] = await Promise.all([aCompany(), aCompany()])
  customerId = await aCustomer(company)
})

const wanted = (given: object = {}) => ({ title: 'Rollout', amountMinor: 500_000, customerId, ...given })

describe('a deal, from beginning to end', () => {
  it('costs one round trip to ask about and two to work on', async () => {
    const { get, post, patch } = as(company.rep)
    const opened = await post<Opportunity>('/opportunities', wanted({ nextStep: 'Call' }))
    expect(opened).toMatchObject({ status: 201, roundTrips: 2 })
    expect(opened.body).toMatchObject({
      title: 'Rollout',
      ownerId: company.rep.userId,
      stageId: company.stages.lead,
      currency: 'EUR',
      status: 'open',
      version: 1,
      score: null,
      prediction: null,
    })
    const path = `/opportunities/${opened.body.id}`

    const changed = await patch<Opportunity>(path, { version: 1, amountMinor: 700_000, tags: ['Hot', 'hot'] })
    expect(changed).toMatchObject({
      status: 200,
      roundTrips: 2,
      body: { amountMinor: 700_000, tags: ['Hot'], nextStep: 'Call', version: 2 },
    })
    const moved = await post<Opportunity>(`${path}/move`, { stageId: company.stages.proposal })
    expect(moved).toMatchObject({
      status: 200,
      roundTrips: 2,
      body: { stageId: company.stages.proposal, version: 3 },
    })
    const note = 'They chose the cheap one.'
    const closed = await post<Opportunity>(`${path}/close`, { outcome: 'lost', lossReason: 'Price', note })
    expect(closed).toMatchObject({
      status: 200,
      roundTrips: 2,
      body: { status: 'lost', stageId: company.stages.lost, lossReason: 'Price', version: 4 },
    })

    const { prediction: _, ...kept } = closed.body as Opportunity & { prediction: unknown }
    expect(await get(path)).toMatchObject({ status: 200, roundTrips: 1, body: kept })
    const history = await get<OpportunityHistory>(`${path}/history`)
    expect(history).toMatchObject({ status: 200, roundTrips: 1 })
    expect(history.body.stages.map((s) => s.stageName)).toEqual(['Lead', 'Proposal', 'Lost'])
    expectNoGaps(history.body)
    expect(history.body.changes.map((c) => c.type)).toEqual([
      'opportunity.lost',
      'opportunity.moved',
      'opportunity.changed',
      'opportunity.opened',
    ])
    expect(history.body.changes[2]).toMatchObject({
      actorId: company.rep.userId,
      before: { amountMinor: 500_000, tags: [], version: 1 },
      after: { amountMinor: 700_000, tags: ['Hot'], version: 2 },
    })
    expect(await get(`/interactions?opportunityId=${opened.body.id}`)).toMatchObject({
      body: { rows: [{ channel: 'note', content: note }] },
    })
  })

  it('forgets a slip of the hand', async () => {
    const id = await aDeal(company, { customerId, stageEnteredAt: '2026-01-05T09:00:00.000Z' })
    const { get, post } = as(company.rep)
    await post(`/opportunities/${id}/move`, { stageId: company.stages.proposal })
    const back = await post<Opportunity>(`/opportunities/${id}/move`, { stageId: company.stages.lead })
    expect(back.body).toMatchObject({ stageEnteredAt: '2026-01-05T09:00:00.000Z', version: 3 })
    const history = await get<OpportunityHistory>(`/opportunities/${id}/history`)
    expect(history.body.stages).toMatchObject([
      { stageName: 'Lead', enteredAt: '2026-01-05T09:00:00.000Z', leftAt: null },
    ])
    expect(history.body.changes).toHaveLength(2)
  })

  it('loses its score when it closes, and shows how it went within the week before', async () => {
    const modelId = await aChampion(company)
    const id = await aDeal(company, { customerId })
    await aScore(company, modelId, id, 0.62, 0.5)
    const { get, post } = as(company.rep)
    const open = await get<Opportunity>(`/opportunities/${id}`)
    expect(open.body.score).toMatchObject({ probability: 0.62, low: 0.31, high: 0.81, confidence: 'medium' })
    expect(open.body.score?.weekChange).toBeCloseTo(0.12, 10)
    // What was kept of it gives no reasons: then it has none.
    expect(await get(`/opportunities/${id}/prediction`)).toMatchObject({
      status: 200,
      body: { probability: 0.62, reasons: [], confidenceWhy: [] },
    })
    expect((await post<Opportunity>(`/opportunities/${id}/close`, { outcome: 'won' })).body.score).toBeNull()
    expect((await get<Opportunity>(`/opportunities/${id}`)).body).toMatchObject({ status: 'won', score: null })
  })
})

function expectNoGaps({ stages }: OpportunityHistory): void {
  expect(stages.map((s) => s.enteredAt).slice(1)).toEqual(stages.map((s) => s.leftAt).slice(0, -1))
  expect(stages.at(-1)?.leftAt).toBeNull()
}

describe('what is refused', () => {
  let open: OpportunityId
  let closed: OpportunityId
  let foreignStage: string
  beforeAll(async () => {
    const other = await aPipeline(company.tenantId, { name: 'Other', position: 1 })
    foreignStage = other.stages.lead
    open = await aDeal(company, { customerId })
    closed = await aDeal(company, { customerId, status: 'won' })
  })

  const tooLong = 'x'.repeat(10_000)
  it.each<[string, object, number, string, string?]>([
    ['without a title', { title: undefined }, 422, 'invalid_input', 'title'],
    ['with a title of spaces', { title: '   ' }, 422, 'invalid_input', 'title'],
    ['with a title of 10,000 characters', { title: tooLong }, 422, 'invalid_input', 'title'],
    ['with NUL in its title', { title: 'a\u0000b' }, 422, 'invalid_input', 'title'],
    ['with half a surrogate pair', { title: 'a\ud800b' }, 422, 'invalid_input', 'title'],
    ['over 10^30', { amountMinor: 1e30 }, 422, 'invalid_input', 'amountMinor'],
    ['over less than nothing', { amountMinor: -1 }, 422, 'invalid_input', 'amountMinor'],
    ['over half a cent', { amountMinor: 0.5 }, 422, 'invalid_input', 'amountMinor'],
    ['over an amount in words', { amountMinor: '500' }, 422, 'invalid_input', 'amountMinor'],
    ['closing in 1899', { expectedCloseOn: '1899-12-31' }, 422, 'invalid_input', 'expectedCloseOn'],
    ['closing on 30 February', { expectedCloseOn: '2026-02-30' }, 422, 'invalid_input', 'expectedCloseOn'],
    ['in a currency that is none', { currency: 'euro' }, 422, 'invalid_input', 'currency'],
    ['with a tag too many', { tags: Array.from({ length: 31 }, String) }, 422, 'invalid_input', 'tags'],
    ['with a field nobody defined', { custom: { x: 'y' } }, 422, 'custom_values_refused', 'custom.x'],
    ['with somebody unknown', { customerId: newId() }, 422, 'customer_not_found', 'customerId'],
    ['in a stage unknown', { stageId: newId() }, 422, 'stage_not_found', 'stageId'],
    ['in a pipeline unknown', { pipelineId: newId() }, 422, 'pipeline_not_found', 'pipelineId'],
    ['about a product unknown', { productIds: [newId()] }, 422, 'product_not_found', 'productIds'],
    ['for an owner unknown', { ownerId: newId() }, 422, 'owner_not_found', 'ownerId'],
  ])('a deal %s', async (_, given, status, kind, field) => {
    const answer = await as(company.admin).post<Problem>('/opportunities', wanted(given))
    expect(answer).toMatchObject({ status, body: { kind } })
    expect([...new Set(answer.body.errors?.map((e) => e.field))]).toEqual([field])
  })

  it('a deal in a stage that ends it, or of another pipeline than it says', async () => {
    const { post } = as(company.rep)
    expect(await post('/opportunities', wanted({ stageId: company.stages.won }))).toMatchObject({
      status: 422,
      body: { kind: 'stage_closes_deal' },
    })
    const mixed = wanted({ stageId: foreignStage, pipelineId: company.pipelineId })
    expect(await post('/opportunities', mixed)).toMatchObject({
      status: 422,
      body: { kind: 'stage_of_other_pipeline' },
    })
  })

  it('a customer the rep may not see, as if there were none', async () => {
    const hidden = await aCustomer(company, { ownerId: company.outsider.userId, createdBy: company.outsider.userId })
    const answer = await as(company.rep).post('/opportunities', wanted({ customerId: hidden }))
    expect(answer).toMatchObject({ status: 422, body: { kind: 'customer_not_found' } })
    const theirs = await aCustomer(elsewhere)
    expect(await as(company.admin).post('/opportunities', wanted({ customerId: theirs }))).toMatchObject({
      status: 422,
      body: { kind: 'customer_not_found' },
    })
  })

  it.each<[string, () => object, number, string]>([
    ['to a stage of another pipeline', () => ({ stageId: foreignStage }), 422, 'stage_of_other_pipeline'],
    ['to a stage of another company', () => ({ stageId: elsewhere.stages.lead }), 422, 'stage_not_found'],
    ['to the stage that wins', () => ({ stageId: company.stages.won }), 422, 'stage_closes_deal'],
    [
      'against a version that is past',
      () => ({ stageId: company.stages.proposal, version: 9 }),
      409,
      'version_conflict',
    ],
    ['nowhere', () => ({}), 422, 'invalid_input'],
  ])('a move %s', async (_, body, status, kind) => {
    expect(await as(company.rep).post(`/opportunities/${open}/move`, body())).toMatchObject({ status, body: { kind } })
  })

  it.each<[string, object, number, string]>([
    ['as lost without a reason', { outcome: 'lost' }, 422, 'invalid_input'],
    ['as lost for a reason nobody uses', { outcome: 'lost', lossReason: 'Weather' }, 422, 'loss_reason_unknown'],
    ['as something else', { outcome: 'paused' }, 422, 'invalid_input'],
    ['against a version that is past', { outcome: 'won', version: 9 }, 409, 'version_conflict'],
  ])('a closing %s', async (_, body, status, kind) => {
    expect(await as(company.rep).post(`/opportunities/${open}/close`, body)).toMatchObject({ status, body: { kind } })
  })

  it('anything that would make a closed deal another one', async () => {
    const { post, patch } = as(company.rep)
    const refusal = { status: 409, body: { kind: 'deal_closed' } }
    const path = `/opportunities/${closed}`
    expect(await post(`${path}/move`, { stageId: company.stages.lead })).toMatchObject(refusal)
    expect(await post(`${path}/close`, { outcome: 'lost', lossReason: 'Price' })).toMatchObject(refusal)
    expect(await patch(path, { version: 1, amountMinor: 1 })).toMatchObject(refusal)
    expect(await patch(path, { version: 1, description: 'As it went' })).toMatchObject({ status: 200 })
  })

  it('an edit without a version, and one of an older version', async () => {
    const { patch } = as(company.rep)
    expect(await patch(`/opportunities/${open}`, { title: 'x' })).toMatchObject({ status: 422 })
    expect(await patch(`/opportunities/${open}`, { version: 9, title: 'x' })).toMatchObject({
      status: 409,
      body: { kind: 'version_conflict', version: 1 },
    })
  })
})

describe('text of any script', () => {
  it.each(['Zażółć gęślą jaźń', '株式会社テスト', '🤝🏽 deal 👩‍👩‍👧', 'صفقة كبيرة', 'שָׁלוֹם'])(
    'keeps %s',
    async (title) => {
      const { get, post } = as(company.rep)
      const opened = await post<Opportunity>('/opportunities', wanted({ title, nextStep: title, tags: [title] }))
      expect(opened.status).toBe(201)
      expect(await get(`/opportunities/${opened.body.id}`)).toMatchObject({
        body: { title, nextStep: title, tags: [title] },
      })
    },
  )
})

describe('the same command twice', () => {
  it('is carried out once and answered twice', async () => {
    const { post, get } = as(company.rep)
    const id = newId<OpportunityId>()
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const first = await post<Opportunity>('/opportunities', wanted({ id }), headers)
    const again = await post<Opportunity>('/opportunities', wanted({ id }), headers)
    expect(first).toMatchObject({ status: 201, roundTrips: 2 })
    expect(again).toMatchObject({ status: 201, roundTrips: 1, body: first.body })
    expect(again.headers.get('idempotent-replay')).toBe('true')
    expect((await get<OpportunityHistory>(`/opportunities/${id}/history`)).body.changes).toHaveLength(1)
  })

  it('is carried out once even when both arrive at once', async () => {
    const id = await aDeal(company, { customerId })
    const { get, post } = as(company.rep)
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const move = () => post<Opportunity>(`/opportunities/${id}/move`, { stageId: company.stages.proposal }, headers)
    const [one, two] = await Promise.all([move(), move()])
    expect([one.status, two.status]).toEqual([200, 200])
    expect(one.body).toEqual(two.body)
    expect((await get<OpportunityHistory>(`/opportunities/${id}/history`)).body.changes).toHaveLength(1)
  })

  it('is refused under a name that was used for another', async () => {
    const { post } = as(company.rep)
    const headers = { 'idempotency-key': crypto.randomUUID() }
    await post('/opportunities', wanted(), headers)
    expect(await post('/opportunities', wanted({ title: 'Other' }), headers)).toMatchObject({
      status: 422,
      body: { kind: 'operation_id_reused' },
    })
  })

  it('is refused under a name that somebody else used, and tells nothing of theirs', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const theirs = await as(company.manager).post<Opportunity>('/opportunities', wanted(), headers)
    expect(theirs.status).toBe(201)
    const mine = await as(company.rep).post('/opportunities', wanted(), headers)
    expect(mine).toMatchObject({ status: 422, body: { kind: 'operation_id_reused' } })
    expect(JSON.stringify(mine.body)).not.toContain(theirs.body.id)
  })

  it('is a deal that is there already, when it is told as another command', async () => {
    const { post } = as(company.rep)
    const id = newId<OpportunityId>()
    await post('/opportunities', wanted({ id }))
    expect(await post('/opportunities', wanted({ id }))).toMatchObject({
      status: 409,
      body: { kind: 'opportunity_exists', errors: [{ field: 'id' }] },
    })
  })
})

describe('two people at one deal', () => {
  it('both move it, one after the other, and its history has no gap', async () => {
    const { stages, rep, manager, admin } = company
    for (let round = 0; round < 5; round++) {
      const id = await aDeal(company, { customerId })
      const answers = await Promise.all([
        as(rep).post<Opportunity>(`/opportunities/${id}/move`, { stageId: stages.qualified }),
        as(manager).post<Opportunity>(`/opportunities/${id}/move`, { stageId: stages.proposal }),
        as(admin).post<Opportunity>(`/opportunities/${id}/move`, { stageId: stages.proposal }),
      ])
      expect(answers.map((a) => a.status)).toEqual([200, 200, 200])
      const { body: deal } = await as(rep).get<Opportunity>(`/opportunities/${id}`)
      const { body: history } = await as(rep).get<OpportunityHistory>(`/opportunities/${id}/history`)
      expectNoGaps(history)
      expect(history.stages.at(-1)).toMatchObject({ stageId: deal.stageId, enteredAt: deal.stageEnteredAt })
      expect(deal.version).toBe(1 + history.changes.length)
      // Each change begins where the one before it ended.
      const told = history.changes.toReversed()
      told.slice(1).forEach((change, i) => {
        expect(change.before?.stageId).toBe(told[i]?.after?.stageId)
      })
    }
  })

  it('let only one of two edits of one version through', async () => {
    const id = await aDeal(company, { customerId })
    const edit = (who: Person, title: string) =>
      as(who).patch<Opportunity>(`/opportunities/${id}`, { version: 1, title })
    const answers = await Promise.all([edit(company.rep, 'Mine'), edit(company.manager, 'Yours')])
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409])
    const winner = answers.find((a) => a.status === 200)!.body.title // one of them is
    expect((await as(company.rep).get<Opportunity>(`/opportunities/${id}`)).body).toMatchObject({
      title: winner,
      version: 2,
    })
  })

  it('closes it once', async () => {
    const id = await aDeal(company, { customerId })
    const close = (who: Person, body: object) => as(who).post(`/opportunities/${id}/close`, body)
    const answers = await Promise.all([
      close(company.rep, { outcome: 'won' }),
      close(company.manager, { outcome: 'lost', lossReason: 'Price' }),
    ])
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409])
    const { body } = await as(company.rep).get<OpportunityHistory>(`/opportunities/${id}/history`)
    expect(body.changes).toHaveLength(1)
    expectNoGaps(body)
  })
})

it('numbers what happened without a gap', async () => {
  const rows = await owner()
    .select({ seq: changeLog.seq })
    .from(changeLog)
    .where(eq(changeLog.tenantId, company.tenantId))
    .orderBy(changeLog.seq)
  expect(rows.length).toBeGreaterThan(20)
  expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => i + 1))
})
