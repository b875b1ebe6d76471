import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../../worker/kernel/ids'
import type { Opportunity, OpportunityHistory, Pipeline, WorkingSetChanges } from '../../../../worker/sales/contract'
import { aCompany, type Company } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal } from '../../../support/builders'

let company: Company
beforeEach(async () => {
  company = await aCompany()
})

const list = async () => (await as(company.rep).get<{ rows: Pipeline[] }>('/pipelines')).body.rows
const wanted = (name: string, ...stages: string[]) => ({ name, stages: stages.map((stage) => ({ name: stage })) })
const names = (pipeline: Pipeline) => pipeline.stages.map((stage) => stage.name)

it('lists pipelines with their stages in order, in one round trip', async () => {
  expect(await as(company.rep).get('/pipelines')).toMatchObject({
    status: 200,
    roundTrips: 1,
    body: {
      rows: [
        {
          id: company.pipelineId,
          isDefault: true,
          stages: [
            { name: 'Lead', status: 'open', position: 0 },
            { name: 'Qualified' },
            { name: 'Proposal' },
            { name: 'Won', status: 'won' },
            { name: 'Lost', status: 'lost', position: 4 },
          ],
        },
      ],
    },
  })
})

describe('a pipeline', () => {
  it('is added with the stages that end it, and deals may be opened in it at once', async () => {
    const added = await as(company.admin).post<Pipeline>('/pipelines', wanted('Renewals', 'Due', 'Asked'))
    expect(added).toMatchObject({ status: 201, roundTrips: 2 })
    expect(names(added.body)).toEqual(['Due', 'Asked', 'Won', 'Lost'])
    expect((await list()).map((p) => p.name)).toEqual(['Sales', 'Renewals'])
    const customerId = await aCustomer(company)
    const deal = { title: 'Renewal', amountMinor: 1, customerId, pipelineId: added.body.id }
    expect(await as(company.rep).post('/opportunities', deal)).toMatchObject({
      status: 201,
      body: { stageId: added.body.stages[0]?.id },
    })
  })

  it('becomes the default in place of the former one', async () => {
    const { body: added } = await as(company.admin).post<Pipeline>('/pipelines', wanted('Renewals', 'Due'))
    const change = { version: 1, name: 'Renewing', isDefault: true }
    expect(await as(company.admin).patch(`/pipelines/${added.id}`, change)).toMatchObject({
      status: 200,
      roundTrips: 2,
      body: { name: 'Renewing', isDefault: true, version: 2 },
    })
    expect((await list()).map((p) => [p.name, p.isDefault])).toEqual([
      ['Sales', false],
      ['Renewing', true],
    ])
  })

  it('is refused under a name that is taken, in any case of its letters for stages', async () => {
    const { post } = as(company.admin)
    expect(await post('/pipelines', wanted('Sales', 'Lead'))).toMatchObject({
      status: 409,
      body: { kind: 'pipeline_name_taken' },
    })
    expect(await post('/pipelines', wanted('New', 'Lead', 'LEAD'))).toMatchObject({
      status: 409,
      body: { kind: 'stage_name_taken', name: 'LEAD' },
    })
    expect(await post('/pipelines', wanted('New'))).toMatchObject({ status: 422, body: { kind: 'invalid_input' } })
  })

  it('of one name is added once, even when two ask at once', async () => {
    const add = () => as(company.admin).post('/pipelines', wanted('Renewals', 'Due'))
    const answers = await Promise.all([add(), add()])
    expect(answers.map((a) => a.status).sort()).toEqual([201, 409])
  })
})

describe('a stage', () => {
  const path = (stageId = '') => `/pipelines/${company.pipelineId}/stages${stageId && `/${stageId}`}`

  it('is added among the open ones, renamed, moved and given a norm', async () => {
    const { post, patch } = as(company.admin)
    const added = await post<Pipeline>(path(), { name: 'Demo', expectedDays: 10, position: 1 })
    expect(added).toMatchObject({ status: 201, roundTrips: 2, body: { version: 2 } })
    expect(names(added.body)).toEqual(['Lead', 'Demo', 'Qualified', 'Proposal', 'Won', 'Lost'])
    const demo = added.body.stages[1]! // just read
    const changed = await patch<Pipeline>(path(demo.id), { version: 1, name: 'Trial', expectedDays: null, position: 3 })
    expect(changed).toMatchObject({ status: 200, roundTrips: 2 })
    expect(names(changed.body)).toEqual(['Lead', 'Qualified', 'Proposal', 'Trial', 'Won', 'Lost'])
    expect(changed.body.stages[3]).toMatchObject({ expectedDays: null, version: 2 })
    expect((await list())[0]).toEqual(changed.body)
  })

  it('is archived once its deals are moved, and stays in their history by its name', async () => {
    const id = await aDeal(company, { customerId: await aCustomer(company), stageId: company.stages.qualified })
    expect(await as(company.admin).delete(path(company.stages.qualified))).toMatchObject({
      status: 409,
      body: { kind: 'stage_has_deals', deals: 1 },
    })
    await as(company.rep).post(`/opportunities/${id}/move`, { stageId: company.stages.lead })
    const archived = await as(company.admin).delete<Pipeline>(path(company.stages.qualified))
    expect(archived).toMatchObject({ status: 200, roundTrips: 2 })
    expect(names(archived.body)).toEqual(['Lead', 'Proposal', 'Won', 'Lost'])
    expect(await as(company.admin).delete(path(company.stages.qualified))).toMatchObject({ status: 200, roundTrips: 1 })
    expect(
      await as(company.rep).post(`/opportunities/${id}/move`, { stageId: company.stages.qualified }),
    ).toMatchObject({
      status: 422,
      body: { kind: 'stage_archived' },
    })
    const history = await as(company.rep).get<OpportunityHistory>(`/opportunities/${id}/history`)
    expect(history.body.stages.map((s) => s.stageName)).toEqual(['Qualified', 'Lead'])
  })

  it('is not archived while a deal is on its way into it', async () => {
    const id = await aDeal(company, { customerId: await aCustomer(company) })
    const [archived, moved] = await Promise.all([
      as(company.admin).delete(path(company.stages.proposal)),
      as(company.rep).post<Opportunity>(`/opportunities/${id}/move`, { stageId: company.stages.proposal }),
    ])
    expect([archived.status, moved.status].sort()).not.toEqual([200, 200])
    expect(Math.min(archived.status, moved.status)).toBe(200)
  })

  it.each<[string, () => [string, string, object?], number, string]>([
    ['archiving the one that wins', () => ['delete', path(company.stages.won)], 409, 'stage_ends_pipeline'],
    ['archiving one that is not there', () => ['delete', path(newId())], 404, 'stage_not_found'],
    [
      'archiving one of nothing',
      () => ['delete', `/pipelines/${newId()}/stages/${company.stages.lead}`],
      404,
      'pipeline_not_found',
    ],
    [
      'moving the one that loses',
      () => ['patch', path(company.stages.lost), { version: 1, position: 0 }],
      409,
      'stage_ends_pipeline',
    ],
    [
      'a name that is taken',
      () => ['patch', path(company.stages.lead), { version: 1, name: 'WON' }],
      409,
      'stage_name_taken',
    ],
    [
      'an older version',
      () => ['patch', path(company.stages.lead), { version: 0, name: 'x' }],
      409,
      'version_conflict',
    ],
    ['a second of one name', () => ['post', path(), { name: 'lead', position: 0 }], 409, 'stage_name_taken'],
    [
      'a name of 10,000 characters',
      () => ['post', path(), { name: 'x'.repeat(10_000), position: 0 }],
      422,
      'invalid_input',
    ],
    ['a norm of no day', () => ['post', path(), { name: 'x', position: 0, expectedDays: 0 }], 422, 'invalid_input'],
    ['an id that is none', () => ['delete', path('first')], 404, 'not_found'],
  ])('refuses %s', async (_, request, status, kind) => {
    const [method, url, body] = request()
    const api = as(company.admin)
    const answer = method === 'delete' ? await api.delete(url) : await api[method as 'post' | 'patch'](url, body)
    expect(answer).toMatchObject({ status, body: { kind } })
    expect(names((await list())[0]!)).toEqual(['Lead', 'Qualified', 'Proposal', 'Won', 'Lost'])
  })

  it('keeps its place when two arrange at once', async () => {
    const add = (name: string) => as(company.admin).post(path(), { name, position: 0 })
    const answers = await Promise.all([add('One'), add('Two')])
    expect(answers.map((a) => a.status)).toEqual([201, 201])
    const [pipeline] = await list()
    expect(pipeline?.stages.map((s) => s.position)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(pipeline?.version).toBe(3)
  })
})

describe('who may arrange', () => {
  it.each([
    ['rep', 403],
    ['manager', 403],
    ['admin', 201],
  ] as const)('%s: %i', async (who, status) => {
    const { post, patch, delete: remove } = as(company[who])
    const stages = `/pipelines/${company.pipelineId}/stages`
    expect((await post('/pipelines', wanted('Renewals', 'Due'))).status).toBe(status)
    expect((await post(stages, { name: 'Demo', position: 0 })).status).toBe(status)
    if (status !== 403) return
    expect((await patch(`/pipelines/${company.pipelineId}`, { version: 1, name: 'Ours' })).status).toBe(403)
    expect((await patch(`${stages}/${company.stages.lead}`, { version: 1, name: 'Ours' })).status).toBe(403)
    expect((await remove(`${stages}/${company.stages.lead}`)).status).toBe(403)
  })

  it('nobody of another company, and nobody unknown', async () => {
    const stranger = (await aCompany()).admin
    const pipeline = `/pipelines/${company.pipelineId}`
    const stage = `${pipeline}/stages/${company.stages.lead}`
    for (const answer of [
      await as(stranger).patch(pipeline, { version: 1, name: 'Ours' }),
      await as(stranger).post(`${pipeline}/stages`, { name: 'Ours', position: 0 }),
      await as(stranger).patch(stage, { version: 1, name: 'Ours' }),
      await as(stranger).delete(stage),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { kind: 'pipeline_not_found' } })
    }
    expect((await as(null).get('/pipelines')).status).toBe(401)
  })

  it('and everyone is told', async () => {
    await as(company.admin).post('/pipelines', wanted('Renewals', 'Due'))
    const { body } = await as(company.rep).get<WorkingSetChanges>('/working-set/changes?since=0')
    expect(body.changes.map((change) => change.type)).toEqual([
      'pipeline.added',
      'stage.added',
      'stage.added',
      'stage.added',
    ])
  })
})
