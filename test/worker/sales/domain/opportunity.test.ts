import { describe, expect, it } from 'vitest'
import { newId, type ProductId, type UserId } from '../../../../worker/kernel/ids'
import {
  canMove,
  change,
  closeLost,
  closeWon,
  moveTo,
  type OpportunityPatch,
  openDeal,
  whyNotMove,
} from '../../../../worker/sales/domain/opportunity'
import { became, opened } from '../../../../worker/sales/domain/opportunity-events'
import { aClosedOpportunity, anOpportunity, aPipelineOf, aStage, stageOf } from '../../../support/deals'

const now = new Date('2026-03-02T10:00:00.000Z')
const pipeline = aPipelineOf(['Lead', 'Proposal'])
const lead = stageOf(pipeline, 'Lead')
const proposal = stageOf(pipeline, 'Proposal')
const won = stageOf(pipeline, 'Won')
const lost = stageOf(pipeline, 'Lost')
const inLead = anOpportunity({ pipelineId: pipeline.id, stageId: lead.id })

describe('moving', () => {
  it.each([
    ['an open stage of its pipeline', inLead, proposal, null],
    ['the stage it is in', inLead, lead, null],
    ['the stage it is in, archived since', inLead, { ...lead, isArchived: true }, null],
    ['an archived stage', inLead, { ...proposal, isArchived: true }, 'stage_archived'],
    ['the stage that wins', inLead, won, 'stage_closes_deal'],
    ['the stage that loses', inLead, lost, 'stage_closes_deal'],
    ['a stage of another pipeline', inLead, aStage(), 'stage_of_other_pipeline'],
    ['anywhere once it is won', aClosedOpportunity('won', { pipelineId: pipeline.id }), proposal, 'deal_closed'],
    ['anywhere once it is lost', aClosedOpportunity('lost', { pipelineId: pipeline.id }), proposal, 'deal_closed'],
  ])('to %s', (_, deal, to, refusal) => {
    expect(whyNotMove(deal, to)?.kind ?? null).toBe(refusal)
    expect(canMove(deal, to)).toBe(refusal === null)
  })

  it('enters the stage now, as a new version', () => {
    const moved = moveTo(inLead, proposal, [], now)
    expect(moved).toEqual({
      ok: true,
      value: {
        opportunity: {
          ...inLead,
          stageId: proposal.id,
          stageEnteredAt: now.toISOString(),
          updatedAt: now.toISOString(),
          version: 2,
        },
        step: { kind: 'entered', stageId: proposal.id, enteredAt: now.toISOString() },
      },
    })
  })

  it('does nothing when it is there already', () => {
    expect(moveTo(inLead, lead, [], now)).toEqual({ ok: true, value: { opportunity: inLead, step: null } })
  })

  it('never leaves a stage before it was entered, whatever the clocks say', () => {
    const ahead = { ...inLead, stageEnteredAt: '2026-03-02T10:00:00.250Z' }
    expect(moveTo(ahead, proposal, [], now)).toMatchObject({
      value: { opportunity: { stageEnteredAt: ahead.stageEnteredAt }, step: { enteredAt: ahead.stageEnteredAt } },
    })
  })
})

describe('closing', () => {
  it('wins: in the stage that wins, with a closing moment', () => {
    expect(closeWon(inLead, pipeline.stages, now)).toMatchObject({
      value: {
        opportunity: { status: 'won', stageId: won.id, closedAt: now.toISOString(), lossReason: null, version: 2 },
        step: { kind: 'entered', stageId: won.id },
      },
    })
  })

  it('loses for a reason the company keeps count of', () => {
    expect(closeLost(inLead, pipeline.stages, 'Price', ['Price', 'Timing'], now)).toMatchObject({
      value: { opportunity: { status: 'lost', stageId: lost.id, lossReason: 'Price', closedAt: now.toISOString() } },
    })
  })

  it('loses for no other reason', () => {
    expect(closeLost(inLead, pipeline.stages, 'price', ['Price'], now)).toEqual({
      ok: false,
      error: { kind: 'loss_reason_unknown', lossReasons: ['Price'] },
    })
  })

  it.each(['won', 'lost'] as const)('keeps a %s deal as it is', (status) => {
    const closed = aClosedOpportunity(status, { pipelineId: pipeline.id })
    const refusal = { ok: false, error: { kind: 'deal_closed', status } }
    expect(closeWon(closed, pipeline.stages, now)).toEqual(refusal)
    expect(closeLost(closed, pipeline.stages, 'Price', ['Price'], now)).toEqual(refusal)
  })

  it('goes to the ends of its own pipeline', () => {
    const other = aPipelineOf(['Elsewhere'])
    expect(closeWon(inLead, [...other.stages, ...pipeline.stages], now)).toMatchObject({
      value: { opportunity: { stageId: won.id } },
    })
  })
})

describe('changing', () => {
  it('takes what is said and leaves the rest', () => {
    const changed = change(inLead, { title: 'Renewal', nextStep: null, source: undefined }, now)
    expect(changed).toEqual({
      ok: true,
      value: { ...inLead, title: 'Renewal', updatedAt: now.toISOString(), version: 2 },
    })
  })

  it.each<[string, OpportunityPatch]>([
    ['nothing', {}],
    ['the same title', { title: inLead.title }],
    ['an equal list', { tags: [], productIds: [] }],
    ['equal custom values', { custom: {} }],
  ])('is the very same deal after being told %s', (_, patch) => {
    const changed = change(inLead, patch, now)
    expect(changed.ok && changed.value).toBe(inLead)
  })

  it('keeps each tag once', () => {
    expect(change(inLead, { tags: ['Hot', 'hot', 'EU'] }, now)).toMatchObject({ value: { tags: ['Hot', 'EU'] } })
  })

  it.each<[string, OpportunityPatch, boolean]>([
    ['title', { title: 'Better words' }, true],
    ['description', { description: 'Better words' }, true],
    ['tags', { tags: ['learned'] }, true],
    ['amount', { amountMinor: 1 }, false],
    ['owner', { ownerId: newId<UserId>() }, false],
    ['source', { source: 'Fair' }, false],
    ['products', { productIds: [newId<ProductId>()] }, false],
    ['expected close', { expectedCloseOn: '2026-04-01' }, false],
    ['title and amount', { title: 'Better words', amountMinor: 1 }, false],
    ['amount as it was', { amountMinor: inLead.amountMinor }, true],
  ])('of a closed deal: %s', (_, patch, allowed) => {
    expect(change(aClosedOpportunity('won'), patch, now).ok).toBe(allowed)
  })
})

describe('opening', () => {
  const { id, title, description, customerId, ownerId, amountMinor, currency } = inLead
  const facts = { ...inLead, id, title, description, customerId, ownerId, amountMinor, currency, tags: ['a', 'A'] }

  it('stands in its stage from now', () => {
    expect(openDeal(id, facts, proposal, now)).toMatchObject({
      value: {
        status: 'open',
        pipelineId: pipeline.id,
        stageId: proposal.id,
        openedAt: now.toISOString(),
        stageEnteredAt: now.toISOString(),
        tags: ['a'],
        version: 1,
      },
    })
  })

  it.each([
    ['that wins', won, 'stage_closes_deal'],
    ['that loses', lost, 'stage_closes_deal'],
    ['out of use', { ...lead, isArchived: true }, 'stage_archived'],
  ])('not in a stage %s', (_, stage, kind) => {
    expect(openDeal(id, facts, stage, now)).toMatchObject({ ok: false, error: { kind } })
  })
})

describe('what the change log is told', () => {
  it('holds the whole deal when it begins, but not its bookkeeping', () => {
    const event = opened(inLead)
    expect(event).toMatchObject({ type: 'opportunity.opened', before: null, ownerAfter: inLead.ownerId })
    expect(event.after).toMatchObject({ title: 'Rollout', stageId: lead.id, version: 1 })
    expect(event.after).not.toHaveProperty('updatedAt')
  })

  it('holds only what became different, and whose it was and is', () => {
    const ownerId = newId<UserId>()
    const after = { ...inLead, ownerId, updatedAt: now.toISOString(), version: 2 }
    expect(became('opportunity.changed', inLead, after)).toEqual({
      type: 'opportunity.changed',
      entity: 'opportunity',
      entityId: inLead.id,
      before: { ownerId: inLead.ownerId, version: 1 },
      after: { ownerId, version: 2 },
      audience: 'owner',
      ownerBefore: inLead.ownerId,
      ownerAfter: ownerId,
    })
  })
})
