import { asOf } from '../as-of'
import { encodeArtifact } from '../boosting/artifact'
import { binDataset, fitBins } from '../boosting/binning'
import { createBooster } from '../boosting/boosting'
import { IDENTITY } from '../boosting/calibration'
import { createDataset, type Dataset, numericColumn, usableRows } from '../boosting/dataset'
import { logOdds } from '../boosting/loss'
import { binOffsets, inputPositions, type TrainedModel } from '../boosting/scoring'
import { planFor } from '../boosting/settings'
import { plantForest } from '../boosting/tree'
import { readFeatures, subjectOf } from '../features/catalogue'
import { unitHash } from '../hash'
import { closedDealOf, HistoryBook, NO_EVIDENCE } from '../history'
import { simulate } from '../simulator/simulate'
import type { SimulatedDeal } from '../simulator/simulated'
import { snapshotsUntil } from '../snapshots'
import { DAY_MS, type DealTimeline } from '../timeline'
import { PRIOR_FEATURES } from './features'
import { worldOf } from './worlds'

const WORLDS = 24
const DEALS = 360 // of each world
const MONTHS = 36
const TOLD_ON = Date.UTC(2026, 10, 2)
// Deals opened later may be open still, and of those only the quick ones have ended.
const LAST_OPENED = TOLD_ON - 365 * DAY_MS
const ROUNDS = 100
const SEED = 1

/** What the simulator's worlds have in common, as rows to learn from. */
export interface PriorRows {
  readonly dataset: Dataset
  /** Log-odds of the usual rate of each row's company. */
  readonly usual: Float64Array
}

/**
 * Learns the shipped model from simulated companies alone: how far a deal stands from what is usual in its company. Slow,
 * and the same bits every time; what it answers is kept in `shipped.ts`.
 */
export function learnPrior(): Uint8Array {
  return encodeArtifact(fitPrior(rowsOf(Array.from({ length: WORLDS }, (_, i) => i + 1))))
}

export function fitPrior({ dataset, usual }: PriorRows): TrainedModel {
  const rows = usableRows(dataset)
  const features = fitBins(dataset, rows, { ...planFor(rows.length).binning, maxBins: 64 }, new Set(NAMES))
  const matrix = binDataset(dataset, features)
  const inputs = dataset.columns.map(({ name, kind }) => ({ name, kind }))
  const offsets = binOffsets(features)
  const settings = {
    ...planFor(2000).candidates[0]!, // every plan for so few has one
    ...{ maxDepth: 4, maxLeaves: 12, learningRate: 0.1, lambda: 20, minHessian: 20, columnSampling: 0.5 },
  }
  const { labels, weights } = dataset
  const booster = createBooster({
    ...{ matrix, features, labels, weights, rows, settings, start: usual, seed: SEED, coverUnit: 1 / 16 },
  })
  for (let round = 0; round < ROUNDS; round++) booster.grow()
  const won = labels.reduce((sum, label, row) => sum + label * weights[row]!, 0)
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  return {
    ...{ inputs, features, offsets, inputOf: inputPositions(inputs, features), base: 0 },
    forest: plantForest(
      booster.trees,
      Int32Array.from(features, (_, f) => offsets[f + 1]! - offsets[f]!),
    ),
    linear: { intercept: 0, table: new Float64Array(offsets[features.length]!) },
    linearMeans: new Float64Array(features.length),
    blend: { intercept: 0, trees: 1, linear: 0 },
    // Until a company's own rate is known, the one that is usual among all of them.
    calibration: { ...IDENTITY, intercept: usual.reduce((sum, rate) => sum + rate, 0) / usual.length },
    report: {
      ...{
        rows: rows.length,
        wonDeals: Math.round(won),
        lostDeals: Math.round(all - won),
        seed: SEED,
        heldOut: 'none',
      },
      ...{ baseLoss: 0, treesLoss: 0, linearLoss: 0, blendLoss: 0, linearLambda: 0, stopped: false },
      rounds: booster.trees.length,
      ...{ maxDepth: settings.maxDepth, maxLeaves: settings.maxLeaves, learningRate: settings.learningRate },
      lambda: settings.lambda,
    },
  }
}

const NAMES = PRIOR_FEATURES.map(({ name }) => name)

export function rowsOf(worlds: readonly number[]): PriorRows {
  const values: (number | null)[][] = NAMES.map(() => [])
  const labels: number[] = []
  const weights: number[] = []
  const groups: number[] = []
  const usual: number[] = []
  for (const world of worlds) {
    const { deals } = simulate({
      seed: 7919 * world,
      deals: DEALS,
      asOf: TOLD_ON,
      months: MONTHS,
      profile: worldOf(world),
    })
    const book = HistoryBook.of(deals.flatMap(({ timeline }) => closedDealOf(timeline) ?? []))
    const closed = deals.filter(({ closedAt, openedAt }) => closedAt !== null && openedAt < LAST_OPENED)
    const rate = logOdds((closed.filter(({ status }) => status === 'won').length + 0.5) / (closed.length + 1))
    closed.forEach((deal, d) => {
      const seen = asKept(deal)
      // A young company has no norms to compare with.
      const isYoung = unitHash(`young ${deal.id}`) < 0.35
      for (const { at, weight } of snapshotsUntil(seen, deal.closedAt!)) {
        // closed ones only
        const then = asOf(seen, at)
        const evidence = isYoung ? NO_EVIDENCE : book.evidenceAt(at, subjectOf(then))
        readFeatures(PRIOR_FEATURES, { deal: then, evidence }).forEach((value, f) => {
          values[f]!.push(typeof value === 'number' ? value : null)
        })
        labels.push(deal.status === 'won' ? 1 : 0)
        weights.push(weight)
        groups.push(world * DEALS + d)
        usual.push(rate)
      }
    })
  }
  const dataset = createDataset({
    columns: NAMES.map((name, f) => numericColumn(name, values[f]!)),
    labels,
    weights: Float64Array.from(weights),
    groups: Int32Array.from(groups),
  })
  if (!dataset.ok) throw new Error(dataset.error.kind)
  return { dataset: dataset.value, usual: Float64Array.from(usual) }
}

/** A third of the deals as a company has them that began to keep records while they were open: with nothing from before. */
function asKept({ id, timeline, closedAt }: SimulatedDeal): DealTimeline {
  const chance = unitHash(`kept ${id}`)
  if (chance > 1 / 3 || closedAt === null) return timeline
  const from = timeline.createdAt + (closedAt - timeline.createdAt) * (chance * 3) * 0.9
  const entered = timeline.events.findLast(({ type, at }) => type === 'stage_entered' && at <= from)
  const later = timeline.events.filter(({ at }) => at > from)
  const known = ['amount_set', 'close_date_set'] as const
  const brought = known.flatMap(
    (type) => timeline.events.findLast((event) => event.type === type && event.at <= from) ?? [],
  )
  return {
    ...timeline,
    recordedFrom: from,
    events: [
      ...brought.map((event) => ({ ...event, at: timeline.createdAt })),
      ...(entered ? [{ ...entered, at: from }] : []),
      ...later,
    ],
  }
}
