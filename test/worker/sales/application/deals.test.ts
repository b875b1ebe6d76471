import { describe, expect, it } from 'vitest'
import type { Prediction } from '../../../../worker/analytics'
import { type CustomerId, newId, type OpportunityId, type ProductId, type UserId } from '../../../../worker/kernel/ids'
import type { Currency } from '../../../../worker/kernel/money'
import { changeOpportunity } from '../../../../worker/sales/application/change-opportunity'
import { closeOpportunity } from '../../../../worker/sales/application/close-opportunity'
import { moveOpportunity } from '../../../../worker/sales/application/move-opportunity'
import { openOpportunity } from '../../../../worker/sales/application/open-opportunity'
import { opportunityHistory } from '../../../../worker/sales/application/opportunity-history'
import { NewOpportunity } from '../../../../worker/sales/contract'
import { aClosedOpportunity, anOpportunity, aPipelineOf, stageOf } from '../../../support/deals'
import { anActor, type FakeSalesWork, fakeSalesWork, type Scene } from '../../../support/fake-work'

const pipeline = aPipelineOf(['Lead', 'Proposal'])
const other = aPipelineOf(['Elsewhere'], { name: 'Other', isDefault: false, position: 1 })
const lead = stageOf(pipeline, 'Lead')
const proposal = stageOf(pipeline, 'Proposal')
const actor = anActor()
const customerId = newId<CustomerId>()
const deal = anOpportunity({ pipelineId: pipeline.id, stageId: lead.id, ownerId: actor.userId, customerId })
const entered = { stageId: lead.id, enteredAt: deal.stageEnteredAt, leftAt: null }
const now = new Date('2026-03-02T10:00:00.000Z')

const prediction: Prediction = {
  opportunityId: deal.id,
  modelId: newId(),
  modelNumber: 3,
  rung: 'own',
  probability: 0.61,
  low: 0.5,
  high: 0.7,
  confidence: 'high',
  confidenceWhy: [],
  baseRate: 0.4,
  reasons: [],
  weekChange: 0.05,
  risk: null,
  push: null,
  movedBy: [],
  asOf: now.toISOString(),
  history: [],
}

const scene = (given: Scene = {}): FakeSalesWork =>
  fakeSalesWork({
    actor,
    now,
    deals: [deal],
    spells: { [deal.id]: [entered] },
    pipelines: [pipeline, other],
    customers: { [customerId]: 'Globex' },
    ...given,
  })

/** Nothing was written, said or scored. */
function expectUntouched(work: FakeSalesWork): void {
  expect(work.emitted).toEqual([])
  expect(work.scored).toEqual([])
  expect(work.deals.get(deal.id)?.opportunity).toBe(deal)
  expect(work.spells.get(deal.id)).toEqual([entered])
}

describe('opening a deal', () => {
  const wanted = (given: object = {}) => NewOpportunity.parse({ title: 'New', amountMinor: 100, customerId, ...given })

  it('is the caller’s own, in the first stage of the default pipeline and the company’s currency', async () => {
    const work = scene({ prediction })
    const answer = await openOpportunity(work, wanted())
    expect(answer).toMatchObject({
      ok: true,
      value: {
        title: 'New',
        ownerId: actor.userId,
        pipelineId: pipeline.id,
        stageId: lead.id,
        currency: 'EUR',
        customerName: 'Globex',
        version: 1,
        score: { probability: 0.61, weekChange: 0.05, scoredAt: prediction.asOf },
        prediction,
      },
    })
    const { id } = answer.ok ? answer.value : deal
    expect(work.spells.get(id)).toEqual([{ stageId: lead.id, enteredAt: now.toISOString(), leftAt: null }])
    expect(work.emitted).toMatchObject([{ type: 'opportunity.opened', entityId: id, ownerAfter: actor.userId }])
    expect(work.scored).toMatchObject([
      { subject: { of: { opportunityId: id }, draft: { customerId, ownerId: actor.userId } }, cause: 'opened' },
    ])
  })

  it('takes the id, the stage and the rest it is given', async () => {
    const id = newId<OpportunityId>()
    const answer = await openOpportunity(
      scene(),
      wanted({ id, stageId: proposal.id, currency: 'USD', tags: ['a', 'A'] }),
    )
    expect(answer).toMatchObject({
      value: { id, stageId: proposal.id, currency: 'USD', tags: ['a'], prediction: null },
    })
  })

  it.each<[string, object, Scene, string]>([
    ['a customer nobody here knows', { customerId: newId() }, {}, 'customer_not_found'],
    ['a stage nobody here knows', { stageId: newId() }, {}, 'stage_not_found'],
    ['a pipeline nobody here knows', { pipelineId: newId() }, {}, 'pipeline_not_found'],
    [
      'a stage that is not of the pipeline named',
      { pipelineId: other.id, stageId: lead.id },
      {},
      'stage_of_other_pipeline',
    ],
    ['a stage that wins', { stageId: stageOf(pipeline, 'Won').id }, {}, 'stage_closes_deal'],
    ['no pipeline at all', {}, { pipelines: [] }, 'no_pipeline'],
    ['an owner nobody here knows', { ownerId: newId() }, {}, 'owner_not_found'],
    ['a product nobody here knows', { productIds: [newId()] }, {}, 'product_not_found'],
    ['a field nobody here knows', { custom: { x: 1 } }, {}, 'custom_values_refused'],
  ])('refuses %s', async (_, given, setting, kind) => {
    const work = scene(setting)
    expect(await openOpportunity(work, wanted(given))).toMatchObject({ ok: false, error: { kind } })
    expectUntouched(work)
  })

  it('lets nobody give it to somebody they do not lead', async () => {
    const mate = { id: newId<UserId>(), status: 'active', isInTeam: true } as const
    const stranger = { id: newId<UserId>(), status: 'active', isInTeam: false } as const
    const tryAs = async (scope: 'own' | 'team', ownerId: UserId) =>
      (await openOpportunity(scene({ actor: { ...actor, scope }, people: [mate, stranger] }), wanted({ ownerId }))).ok
    expect(await tryAs('own', mate.id)).toBe(false)
    expect(await tryAs('team', mate.id)).toBe(true)
    expect(await tryAs('team', stranger.id)).toBe(false)
  })
})

describe('changing a deal', () => {
  it('writes what changed, says it and scores it', async () => {
    const work = scene({ prediction })
    const answer = await changeOpportunity(work, { id: deal.id, version: 1, amountMinor: 900, nextStep: 'Call' })
    expect(answer).toMatchObject({ ok: true, value: { amountMinor: 900, version: 2, prediction } })
    expect(work.emitted).toMatchObject([
      {
        type: 'opportunity.changed',
        before: { amountMinor: deal.amountMinor, nextStep: null, version: 1 },
        after: { amountMinor: 900, nextStep: 'Call', version: 2 },
      },
    ])
    expect(work.scored[0]).toMatchObject({ after: { amountMinor: 900 }, changes: work.emitted, cause: 'changed' })
  })

  it('does nothing when nothing is new', async () => {
    const work = scene()
    const answer = await changeOpportunity(work, { id: deal.id, version: 1, title: deal.title, ownerId: deal.ownerId })
    expect(answer).toMatchObject({ ok: true, value: { version: 1 } })
    expectUntouched(work)
  })

  it('names the new customer', async () => {
    const next = newId<CustomerId>()
    const answer = await changeOpportunity(scene({ customers: { [next]: 'Initech' } }), {
      id: deal.id,
      version: 1,
      customerId: next,
    })
    expect(answer).toMatchObject({ value: { customerId: next, customerName: 'Initech' } })
  })

  it('lays custom values over those there are', async () => {
    const custom = { region: 'EU', size: 3 }
    const rules = ['region', 'size'].map((key) => ({ key, type: 'text', choices: null, isArchived: false }) as const)
    const work = scene({ deals: [{ ...deal, custom }], customFields: rules })
    const answer = await changeOpportunity(work, { id: deal.id, version: 1, custom: { region: 'US' } })
    expect(answer).toMatchObject({ value: { custom: { region: 'US', size: 3 } } })
  })

  it('keeps a product that is no longer sold, and takes no new one', async () => {
    const [had, new_] = [newId<ProductId>(), newId<ProductId>()]
    const products = [had, new_].map((id) => ({ id, isArchived: true })) as never
    const work = () => scene({ deals: [{ ...deal, productIds: [had] }], products })
    const keep = { id: deal.id, version: 1, title: 'x', productIds: [had] }
    expect((await changeOpportunity(work(), keep)).ok).toBe(true)
    expect(await changeOpportunity(work(), { ...keep, productIds: [had, new_] })).toMatchObject({
      error: { kind: 'product_archived' },
    })
  })

  it.each<[string, object, string]>([
    ['a deal nobody here sees', { id: newId() }, 'opportunity_not_found'],
    ['an edit of an older version', { version: 0 }, 'version_conflict'],
    ['a customer nobody here knows', { customerId: newId() }, 'customer_not_found'],
    ['an owner nobody here knows', { ownerId: newId() }, 'owner_not_found'],
    ['a product nobody here knows', { productIds: [newId()] }, 'product_not_found'],
    ['a field nobody here knows', { custom: { x: 'y' } }, 'custom_values_refused'],
  ])('refuses %s', async (_, given, kind) => {
    const work = scene()
    const answer = await changeOpportunity(work, { id: deal.id, version: 1, title: 'Other', ...given })
    expect(answer).toMatchObject({ ok: false, error: { kind } })
    expectUntouched(work)
  })

  it('scores no closed deal', async () => {
    const closed = aClosedOpportunity('lost')
    const work = scene({ deals: [closed], prediction })
    expect(await changeOpportunity(work, { id: closed.id, version: 1, title: 'Other' })).toMatchObject({
      value: { title: 'Other', score: null, prediction: null },
    })
    expect(work.scored).toEqual([])
  })
})

describe('moving a deal', () => {
  it('ends one spell, begins another, says it and scores it', async () => {
    const work = scene({ prediction })
    const answer = await moveOpportunity(work, { id: deal.id, stageId: proposal.id })
    expect(answer).toMatchObject({ ok: true, value: { stageId: proposal.id, version: 2, prediction } })
    expect(work.spells.get(deal.id)).toEqual([
      { stageId: proposal.id, enteredAt: now.toISOString(), leftAt: null },
      { ...entered, leftAt: now.toISOString() },
    ])
    expect(work.emitted).toMatchObject([
      { type: 'opportunity.moved', before: { stageId: lead.id }, after: { stageId: proposal.id } },
    ])
    expect(work.scored).toMatchObject([{ cause: 'moved' }])
  })

  it('forgets a visit that was taken back within minutes, but not that it was made', async () => {
    const first = scene()
    await moveOpportunity(first, { id: deal.id, stageId: proposal.id })
    const moved = first.deals.get(deal.id)!.opportunity // it was just saved
    const work = scene({
      now: new Date(now.getTime() + 60_000),
      deals: [moved],
      spells: { [deal.id]: first.spells.get(deal.id) ?? [] },
    })
    await moveOpportunity(work, { id: deal.id, stageId: lead.id })
    expect(work.spells.get(deal.id)).toEqual([entered])
    expect(work.deals.get(deal.id)?.opportunity).toMatchObject({ stageEnteredAt: deal.stageEnteredAt, version: 3 })
    expect(work.emitted).toMatchObject([{ type: 'opportunity.moved', after: { stageEnteredAt: deal.stageEnteredAt } }])
  })

  it('does nothing where it is', async () => {
    const work = scene()
    expect(await moveOpportunity(work, { id: deal.id, stageId: lead.id })).toMatchObject({ value: { version: 1 } })
    expectUntouched(work)
  })

  it.each<[string, object, string]>([
    ['a deal nobody here sees', { id: newId() }, 'opportunity_not_found'],
    ['a version that is past', { version: 0 }, 'version_conflict'],
    ['a stage nobody here knows', { stageId: newId() }, 'stage_not_found'],
    ['a stage of another pipeline', { stageId: stageOf(other, 'Elsewhere').id }, 'stage_of_other_pipeline'],
    ['the stage that wins', { stageId: stageOf(pipeline, 'Won').id }, 'stage_closes_deal'],
  ])('refuses %s', async (_, given, kind) => {
    const work = scene()
    const answer = await moveOpportunity(work, { id: deal.id, stageId: proposal.id, ...given })
    expect(answer).toMatchObject({ ok: false, error: { kind } })
    expectUntouched(work)
  })
})

describe('closing a deal', () => {
  const scored = {
    opportunity: deal,
    customerName: 'Globex',
    score: {
      probability: 0.4,
      low: 0.3,
      high: 0.5,
      confidence: 'low',
      weekChange: null,
      risk: null,
      push: null,
      scoredAt: now.toISOString(),
    },
  } as const

  it('wins it, and leaves it without a score', async () => {
    const work = scene({ deals: [scored] })
    expect(await closeOpportunity(work, { id: deal.id, outcome: 'won' })).toMatchObject({
      ok: true,
      value: { status: 'won', closedAt: now.toISOString(), score: null, prediction: null },
    })
    expect(work.emitted).toMatchObject([{ type: 'opportunity.won', after: { status: 'won' } }])
    expect(work.spells.get(deal.id)?.[0]).toMatchObject({ stageId: stageOf(pipeline, 'Won').id, leftAt: null })
    expect(work.scored).toEqual([])
  })

  it('loses it for a reason, with a note in its timeline', async () => {
    const work = scene()
    const lost = { id: deal.id, outcome: 'lost', lossReason: 'Price', note: ' They went with the cheap one. ' } as const
    expect(await closeOpportunity(work, lost)).toMatchObject({
      value: { status: 'lost', lossReason: 'Price', lastActivityAt: now.toISOString() },
    })
    expect(work.emitted.map((event) => event.type)).toEqual(['opportunity.lost', 'interaction.logged'])
    expect(work.logged).toMatchObject([
      { opportunityId: deal.id, customerId, channel: 'note', content: 'They went with the cheap one.' },
    ])
  })

  it('notes nothing when nothing was said', async () => {
    const work = scene()
    await closeOpportunity(work, { id: deal.id, outcome: 'lost', lossReason: 'Price', note: '  ' })
    expect(work.logged).toEqual([])
  })

  it.each<[string, object, string]>([
    ['a deal nobody here sees', { id: newId() }, 'opportunity_not_found'],
    ['a version that is past', { version: 0 }, 'version_conflict'],
    ['a reason the company does not use', { lossReason: 'Weather' }, 'loss_reason_unknown'],
  ])('refuses %s', async (_, given, kind) => {
    const work = scene()
    const lost = { id: deal.id, outcome: 'lost' as const, lossReason: 'Price', ...given }
    expect(await closeOpportunity(work, lost)).toMatchObject({ ok: false, error: { kind } })
    expectUntouched(work)
  })

  it('refuses to close twice', async () => {
    const closed = aClosedOpportunity('won', { pipelineId: pipeline.id })
    expect(await closeOpportunity(scene({ deals: [closed] }), { id: closed.id, outcome: 'won' })).toMatchObject({
      error: { kind: 'deal_closed', status: 'won' },
    })
  })
})

it('looks back at every stage, oldest first, and waits in none that ends it', async () => {
  const won = stageOf(pipeline, 'Won')
  const closed = aClosedOpportunity('won', { pipelineId: pipeline.id, stageId: won.id, currency: 'EUR' as Currency })
  const work = scene({
    deals: [closed],
    spells: {
      [closed.id]: [
        { stageId: lead.id, enteredAt: '2026-01-01T00:00:00.000Z', leftAt: '2026-01-03T12:00:00.000Z' },
        { stageId: won.id, enteredAt: '2026-01-03T12:00:00.000Z', leftAt: null },
      ],
    },
  })
  expect(await opportunityHistory(work, closed.id)).toMatchObject({
    value: {
      stages: [
        { stageName: 'Lead', days: 2.5 },
        { stageName: 'Won', days: 0 },
      ],
    },
  })
  expect(await opportunityHistory(work, newId<OpportunityId>())).toMatchObject({
    error: { kind: 'opportunity_not_found' },
  })
})
