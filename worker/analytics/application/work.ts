import type { Actor } from '../../kernel/actor'
import type { Change, Job } from '../../kernel/change'
import type { DealSignals, ModelSummary, Pooling, Reason, Sweep } from '../contract'
import type { Rung } from '../domain/rung'
import type { WatchReport } from '../domain/watch/watch'

/** How many deals the caller sees, and how many of them carry a score. */
export interface DealCounts {
  readonly won: number
  readonly lost: number
  readonly open: number
  readonly scored: number
  /** By the model in force: the rest wait for its sweep. */
  readonly scoredByChampion: number
}

/** A score as it was kept. Probabilities are between 0 and 1. */
export interface StoredPrediction {
  readonly opportunityId: string
  readonly modelId: string
  readonly modelNumber: number
  readonly rung: Rung
  readonly probability: number
  readonly low: number
  readonly high: number
  readonly confidence: 'high' | 'medium' | 'low'
  readonly confidenceWhy: readonly string[]
  readonly baseRate: number
  readonly reasons: readonly Reason[]
  readonly signals: DealSignals
  readonly asOf: string
}

export interface PastScore {
  readonly at: string
  readonly probability: number
  readonly cause: string
}

export interface ModelCare {
  /** Since when an administrator has stopped automatic training. */
  readonly pausedAt: string | null
  readonly report: WatchReport | null
}

/** All an analytics use case may touch. */
export interface AnalyticsWork {
  readonly actor: Actor
  readonly now: Date
  models(): Promise<readonly ModelSummary[]>
  counts(): Promise<DealCounts>
  prediction(opportunityId: string): Promise<StoredPrediction | undefined>
  /** Oldest first. */
  history(opportunityId: string): Promise<readonly PastScore[]>
  care(): Promise<ModelCare>
  /** The pass over every open deal that is under way or broke off, for whoever sees them all. */
  sweep(): Promise<Sweep | null>
  pooling(): Promise<Pooling>
  /** Records who agreed to which terms, or that nobody does any more. */
  keepPooling(agreed: { readonly terms: number; readonly by: string } | null): void
  /** Puts an earlier version back in the place of the one in force. */
  putBack(modelId: string, championId: string | null): void
  keepPause(pausedBy: string | null): void
  emit(change: Change): void
  enqueue(job: Job): void
}
