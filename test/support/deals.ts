import {
  type CustomerId,
  newId,
  type OpportunityId,
  type PipelineId,
  type StageId,
  type UserId,
} from '../../worker/kernel/ids'
import type { Currency } from '../../worker/kernel/money'
import type { Opportunity } from '../../worker/sales/domain/opportunity'
import type { Pipeline } from '../../worker/sales/domain/pipeline'
import type { DealStatus, Stage } from '../../worker/sales/domain/stage'

type Facts = Partial<Omit<Opportunity, 'status' | 'closedAt' | 'lossReason'>>

/** A valid open deal; say what matters. */
export function anOpportunity(facts: Facts = {}): Opportunity {
  const openedAt = '2026-01-05T09:00:00.000Z'
  return {
    id: newId<OpportunityId>(),
    title: 'Rollout',
    description: '',
    customerId: newId<CustomerId>(),
    ownerId: newId<UserId>(),
    pipelineId: newId<PipelineId>(),
    stageId: newId<StageId>(),
    amountMinor: 500_000,
    currency: 'EUR' as Currency,
    expectedCloseOn: null,
    source: null,
    priority: 'medium',
    competitor: null,
    nextStep: null,
    nextStepOn: null,
    tags: [],
    custom: {},
    externalId: null,
    productIds: [],
    openedAt,
    stageEnteredAt: openedAt,
    lastActivityAt: null,
    createdAt: openedAt,
    updatedAt: openedAt,
    version: 1,
    ...facts,
    status: 'open',
    closedAt: null,
    lossReason: null,
  }
}

/** A deal that was won or lost some time ago. */
export function aClosedOpportunity(status: 'won' | 'lost', facts: Facts = {}): Opportunity {
  const closedAt = '2026-02-01T09:00:00.000Z'
  const open = anOpportunity(facts)
  return status === 'won'
    ? { ...open, status, closedAt, lossReason: null }
    : { ...open, status, closedAt, lossReason: 'Price' }
}

export function aStage(facts: Partial<Stage> = {}): Stage {
  return {
    id: newId<StageId>(),
    pipelineId: newId<PipelineId>(),
    name: 'Stage',
    position: 0,
    status: 'open',
    expectedDays: null,
    isArchived: false,
    version: 1,
    ...facts,
  }
}

/** A pipeline with these open stages, and the two that end it. */
export function aPipelineOf(names: readonly string[], facts: Partial<Pipeline> = {}): Pipeline {
  const id = facts.id ?? newId<PipelineId>()
  const drawn: [string, DealStatus][] = [
    ...names.map((name): [string, DealStatus] => [name, 'open']),
    ['Won', 'won'],
    ['Lost', 'lost'],
  ]
  const stages = drawn.map(([name, status], position) => aStage({ pipelineId: id, name, status, position }))
  return { name: 'Sales', position: 0, isDefault: true, stages, version: 1, ...facts, id }
}

/** The stage of that name, which the test knows to be there. */
export function stageOf(pipeline: Pipeline, name: string): Stage {
  const stage = pipeline.stages.find((s) => s.name === name)
  if (!stage) throw new Error(`no stage ${name}`)
  return stage
}
