import type { Change } from '../../kernel/change'
import { toMajor } from '../../kernel/money'
import type { Day } from '../../kernel/text'
import type { UnitOfWork } from '../../platform/unit-of-work'
import { toPrediction } from '../application/show-prediction'
import type { PastScore } from '../application/work'
import type { Prediction } from '../contract'
import {
  type DealRecord,
  type RecordedInteraction,
  type StagePlace,
  type TrackedFields,
  timelineOf,
} from '../domain/deal-record'
import { scoreDeal } from '../domain/scorer'
import { findDealRecord, stagePlaces } from '../persistence/deal-records'
import { type ChampionRow, findChampion } from '../persistence/models'
import {
  type CustomerFacts,
  customerFacts,
  customerFactsOfDeal,
  keepScores,
  scoreHistory,
} from '../persistence/predictions'
import { toKept } from './kept'
import { servedModel } from './serve'

/** A deal as a command leaves it: the part of it that scoring reads. */
export interface DealAfter {
  readonly id: string
  readonly customerId: string
  readonly ownerId: string
  readonly pipelineId: string
  readonly stageId: string
  readonly status: 'open' | 'won' | 'lost'
  readonly amountMinor: number
  readonly currency: string
  readonly expectedCloseOn: string | null
  readonly source: string | null
  readonly priority: string
  readonly competitor: string | null
  readonly nextStep: string | null
  readonly nextStepOn: string | null
  readonly productIds: readonly string[]
  readonly custom: Readonly<Record<string, string | number | null>>
  readonly openedAt: string
  readonly createdAt: string
  readonly stageEnteredAt: string
}

/** Which deal is to be scored, and of a new one or a changed one whose evidence to count. */
export interface LiveSubject {
  readonly opportunityId: string
  readonly draft?: { readonly customerId?: string | undefined; readonly currency?: string | undefined }
}

/**
 * Scores deals within the command that changes them: everything is read with the command's own reads, the model comes from
 * the isolate's memory or object storage, and the score is written with the command's own writes.
 */
export function liveScores(unit: UnitOfWork): { load(subject: LiveSubject): Promise<LiveScorer> } {
  return {
    async load({ opportunityId, draft }) {
      const [champion, places, record, customer, history] = await Promise.all([
        findChampion(unit),
        stagePlaces(unit),
        findDealRecord(unit, opportunityId),
        draft?.customerId
          ? customerFacts(unit, draft.customerId, draft.currency ?? null, toMajor)
          : customerFactsOfDeal(unit, opportunityId, toMajor),
        scoreHistory(unit, opportunityId),
      ])
      return new LiveScorer(unit, { champion, places, record, customer, history })
    },
  }
}

interface Known {
  readonly champion: ChampionRow | undefined
  readonly places: ReadonlyMap<string, StagePlace>
  readonly record: DealRecord | undefined
  readonly customer: CustomerFacts | undefined
  readonly history: readonly PastScore[]
}

/** All that was read about one deal, ready to score what the command makes of it. */
export class LiveScorer {
  private readonly unit: UnitOfWork
  private readonly known: Known

  constructor(unit: UnitOfWork, known: Known) {
    this.unit = unit
    this.known = known
  }

  /** Null when no model serves; collects the writes that keep the score. */
  async score(after: DealAfter, changes: readonly Change[], cause: string): Promise<Prediction | null> {
    const { champion, places, customer, history } = this.known
    if (!champion || after.status !== 'open') return null
    const model = await servedModel(this.unit.env, champion)
    if (!model) return null
    const record = recordAfter(after, changes, this.known.record, customer, this.unit.now)
    const timeline = timelineOf(record, (stageId) => places.get(stageId))
    const scored = scoreDeal(model, timeline, this.unit.now.getTime(), customer ?? null)
    const kept = toKept(scored, model, after.id, this.unit.now, cause)
    keepScores(this.unit, [kept])
    const past = [...history, { at: kept.asOf, probability: kept.probability, cause }]
    return toPrediction({ ...kept, modelNumber: model.number, rung: champion.rung }, past, this.unit.now)
  }
}

/** The deal's record with what the command has decided, which the database does not hold yet. */
function recordAfter(
  after: DealAfter,
  changes: readonly Change[],
  before: DealRecord | undefined,
  customer: CustomerFacts | undefined,
  now: Date,
): DealRecord {
  const at = now.getTime()
  const stages = before?.stages ?? []
  const moved = stages.at(-1)?.stageId !== after.stageId
  return {
    id: after.id,
    customerId: after.customerId,
    pipelineId: after.pipelineId,
    currency: after.currency,
    industry: customer?.industry ?? before?.industry ?? null,
    employees: customer?.employees ?? before?.employees ?? null,
    now: {
      amountMinor: after.amountMinor,
      expectedCloseOn: after.expectedCloseOn as Day | null,
      nextStep: after.nextStep,
      nextStepOn: after.nextStepOn as Day | null,
      ownerId: after.ownerId,
      source: after.source,
      priority: after.priority,
      competitor: after.competitor,
      productIds: after.productIds,
      custom: after.custom,
    },
    openedAt: Date.parse(after.openedAt),
    createdAt: Date.parse(after.createdAt),
    closedAt: null,
    outcome: null,
    isDated: true,
    // A move taken back at once returns to the spell before it, as the stage history does.
    stages: moved
      ? [...stages, { at: Math.min(at, Date.parse(after.stageEnteredAt)), stageId: after.stageId }]
      : stages,
    changes: [
      ...(before?.changes ?? []),
      ...changes
        .filter(({ entity }) => entity === 'opportunity')
        .map((change) => ({
          at,
          before: (change.before ?? null) as TrackedFields | null,
          after: (change.after ?? null) as TrackedFields | null,
        })),
    ],
    interactions: [
      ...(before?.interactions ?? []),
      ...changes.flatMap((change) =>
        change.entity === 'interaction' && change.after ? interactionOf(change.after, at) : [],
      ),
    ],
  }
}

function interactionOf(after: Readonly<Record<string, unknown>>, at: number): RecordedInteraction[] {
  const { channel, direction, personId, durationMinutes, sentiment, outcome, occurredAt } = after as Partial<
    Omit<RecordedInteraction, 'at' | 'knownAt'> & { occurredAt: string }
  >
  if (!channel) return []
  return [
    {
      at: occurredAt ? Math.min(at, Date.parse(occurredAt)) : at,
      knownAt: at,
      channel,
      direction: direction ?? null,
      personId: personId ?? null,
      durationMinutes: durationMinutes ?? null,
      sentiment: sentiment ?? null,
      outcome: outcome ?? null,
    },
  ]
}
