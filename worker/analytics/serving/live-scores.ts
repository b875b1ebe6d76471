import type { Change } from '../../kernel/change'
import { toMajor } from '../../kernel/money'
import type { UnitOfWork } from '../../platform/unit-of-work'
import { toPrediction } from '../application/show-prediction'
import type { PastScore } from '../application/work'
import type { Prediction } from '../contract'
import { type DealAfter, recordAfter } from '../domain/deal-after'
import { type DealRecord, type StagePlace, timelineOf } from '../domain/deal-record'
import { mainlyMoved } from '../domain/facts-moved'
import { lookAt, type ServedModel, scoreDeal } from '../domain/scorer'
import { signalsOf } from '../domain/signals'
import type { DealTimeline } from '../domain/timeline'
import { dealOfInteraction, findDealRecord, stagePlaces } from '../persistence/deal-records'
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

/** Which deal is to be scored, and of a new one or a changed one whose evidence to count. */
export interface LiveSubject {
  /** Of the deal itself, or of something that was said about it. */
  readonly of: { readonly opportunityId: string } | { readonly interactionId: string }
  readonly draft?: { readonly customerId?: string | undefined; readonly currency?: string | undefined }
}

/**
 * Scores deals within the command that changes them: everything is read with the command's own reads, the model comes from
 * the isolate's memory or object storage, and the score is written with the command's own writes.
 */
export function liveScores(unit: UnitOfWork): { load(subject: LiveSubject): Promise<LiveScorer> } {
  return {
    async load({ of, draft }) {
      const opportunityId = 'opportunityId' in of ? of.opportunityId : dealOfInteraction(unit, of.interactionId)
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
    const record = recordAfter(after, changes, this.known.record, customer, this.unit.now.getTime())
    const timeline = timelineOf(record, (stageId) => places.get(stageId))
    const scored = scoreDeal(model, timeline, this.unit.now.getTime(), customer ?? null)
    const signals = signalsOf(model, timeline, this.unit.now.getTime(), customer ?? null, scored)
    const kept = toKept(scored, model, after.id, this.unit.now, cause, signals)
    keepScores(this.unit, [kept])
    const past = [...history, { at: kept.asOf, probability: kept.probability, cause }]
    const movedBy = this.movedBy(
      model,
      timeline,
      Math.sign(kept.probability - (history.at(-1)?.probability ?? kept.probability)),
    )
    return toPrediction({ ...kept, modelNumber: model.number, rung: model.rung }, past, this.unit.now, movedBy)
  }

  /** What the command itself moved, at the moment of the command: that time passed since the last score is none of it. */
  private movedBy(model: ServedModel, after: DealTimeline, way: number): string[] {
    const { record, places, customer } = this.known
    const { trained } = model
    if (!trained || !record) return []
    const before = timelineOf(record, (stageId) => places.get(stageId))
    const look = (timeline: DealTimeline) => lookAt(model, trained, timeline, this.unit.now.getTime(), customer ?? null)
    return mainlyMoved(model, trained, [look(before), look(after)], way)
  }
}
