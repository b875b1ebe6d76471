import { describe, expect, it } from 'vitest'
import { asOf } from '../../../../../worker/analytics/domain/as-of'
import { trainModel } from '../../../../../worker/analytics/domain/boosting/model'
import {
  encodeDataset,
  encodeRow,
  predict,
  predictBatch,
  type TrainedModel,
} from '../../../../../worker/analytics/domain/boosting/scoring'
import { planFor } from '../../../../../worker/analytics/domain/boosting/settings'
import { confidenceOf } from '../../../../../worker/analytics/domain/confidence'
import { readFeatures, subjectOf } from '../../../../../worker/analytics/domain/features/catalogue'
import { gate } from '../../../../../worker/analytics/domain/gate'
import { closedDealOf, HistoryBook } from '../../../../../worker/analytics/domain/history'
import { holdoutMetrics } from '../../../../../worker/analytics/domain/holdout'
import { simulate } from '../../../../../worker/analytics/domain/simulator/simulate'
import { trueProbability } from '../../../../../worker/analytics/domain/simulator/simulated'
import { snapshotsUntil } from '../../../../../worker/analytics/domain/snapshots'
import { assembleTrainingSet } from '../../../../../worker/analytics/domain/training-set'

// One company with about 5,000 closed deals. The model learns what was settled on the day the holdout begins, and is then
// asked about every deal at every later moment, half a year on, closed or open: the truth is known of all of them.
const NOW = Date.UTC(2026, 10, 23)
const company = simulate({ seed: 2, deals: 5400, asOf: NOW })
const assembled = assembleTrainingSet(
  company.deals.map(({ timeline }) => timeline),
  { now: NOW },
)
if (!assembled.ok) throw new Error(assembled.error.kind)
const set = assembled.value

/** Settings are given rather than searched for: that they are found well is tested where they are chosen. */
function trained(wanted: (group: number) => boolean): TrainedModel {
  const weights = new Float64Array(set.dataset.rowCount)
  for (const row of set.training) if (wanted(set.dataset.groups[row]!)) weights[row] = set.dataset.weights[row]!
  const candidates = planFor(5000).candidates.slice(1, 2)
  return trainModel(
    { ...set.dataset, weights },
    { seed: 1, plan: { candidates, repeats: 1, maxRounds: 100, lambdas: [10] } },
  )
}

const model = trained(() => true)

interface Answer {
  readonly probability: number
  readonly truth: number
  readonly weight: number
  readonly level: string
}

function answersSince(from: number): Answer[] {
  const book = HistoryBook.of(company.deals.flatMap(({ timeline }) => closedDealOf(timeline) ?? []))
  const row = new Uint8Array(model.features.length)
  return company.deals.flatMap((deal) =>
    snapshotsUntil(deal.timeline, deal.closedAt ?? NOW)
      .filter(({ at }) => at >= from)
      .map(({ at, weight }): Answer => {
        const seen = asOf(deal.timeline, at)
        const evidence = book.evidenceAt(at, subjectOf(seen))
        const values = readFeatures(set.features, { deal: seen, evidence })
        const valueByName = new Map(set.features.map(({ name }, f) => [name, values[f]]))
        const probability = predict(
          model,
          encodeRow(model, (name) => valueByName.get(name), row),
        )
        const { level } = confidenceOf({
          probability,
          rung: 'own',
          deals: model.report.wonDeals + model.report.lostDeals,
          features: set.features.length,
          customerDeals: evidence.customer.closed,
          ownerDeals: evidence.owner.closed,
          stageDeals: evidence.stageDays[seen.stages.at(-1)!.stageId]?.count ?? 0, // every deal has entered a stage
          missingShare: values.filter((value) => value === null).length / values.length,
          unseen: 0,
        })
        return { probability, truth: trueProbability(deal, at), weight, level }
      }),
  )
}

const answers = answersSince(set.window.holdoutFrom!)
const logit = (p: number) => Math.log(p / (1 - p))

/** Fits truth ~ σ(intercept + slope · logit(answer)) by Newton's method: 0 and 1 when answers can be taken at their word. */
function calibrationOf(rows: readonly Answer[]): { intercept: number; slope: number } {
  let [intercept, slope] = [0, 1]
  for (let round = 0; round < 25; round++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0]
    for (const { probability, truth, weight } of rows) {
      const x = logit(probability)
      const p = 1 / (1 + Math.exp(-intercept - slope * x))
      const h = weight * p * (1 - p)
      g0 += weight * (truth - p)
      g1 += weight * (truth - p) * x
      h00 += h
      h01 += h * x
      h11 += h * x * x
    }
    const determinant = h00 * h11 - h01 * h01
    intercept += (h11 * g0 - h01 * g1) / determinant
    slope += (h00 * g1 - h01 * g0) / determinant
  }
  return { intercept, slope }
}

/** Mean distance between what was said and what is true, over tenths of the answers. */
function distanceFromTruth(rows: readonly Answer[]): number {
  const sorted = rows.toSorted((a, b) => a.probability - b.probability)
  let [distance, total] = [0, 0]
  for (let bin = 0; bin < 10; bin++) {
    const inBin = sorted.slice(Math.floor((bin * rows.length) / 10), Math.floor(((bin + 1) * rows.length) / 10))
    distance += Math.abs(inBin.reduce((sum, { probability, truth, weight }) => sum + weight * (probability - truth), 0))
    total += inBin.reduce((sum, { weight }) => sum + weight, 0)
  }
  return distance / total
}

describe('a model trained on 5,000 closed deals', () => {
  it('says what is true, half a year ahead', () => {
    expect(answers.length).toBeGreaterThan(8000)
    const { slope } = calibrationOf(answers)
    expect(slope).toBeGreaterThan(0.9)
    expect(slope).toBeLessThan(1.1)
    expect(distanceFromTruth(answers)).toBeLessThan(0.02)
  })

  it('passes the gate, clearly ahead of the base rate', () => {
    const probabilities = predictBatch(model, encodeDataset(model, set.dataset))
    const { labels, weights, groups } = set.dataset
    const metrics = holdoutMetrics({
      probabilities: Float64Array.from(set.holdout, (row) => probabilities[row]!),
      labels: Uint8Array.from(set.holdout, (row) => labels[row]!),
      weights: Float64Array.from(set.holdout, (row) => weights[row]!),
      groups: Int32Array.from(set.holdout, (row) => groups[row]!),
    })
    expect(gate(metrics, null)).toMatchObject({ publish: true, reasons: [{ kind: 'beats_base_rate' }] })
    expect(metrics.logLoss / metrics.baseLogLoss).toBeLessThan(0.88)
    expect(metrics.auc).toBeGreaterThan(0.74)
  })

  it('is nearer the truth where its confidence is higher', () => {
    const distance = (level: string) => {
      const rows = answers.filter((answer) => answer.level === level)
      expect(rows.length).toBeGreaterThan(300)
      return rows.reduce((sum, { probability, truth }) => sum + Math.abs(probability - truth), 0) / rows.length
    }
    expect(distance('high')).toBeLessThan(0.8 * distance('medium'))
  })

  it('gives intervals in which another model, of other deals of the same company, answers four times in five', () => {
    const halves = [0, 1].map((half) => trained((group) => group % 2 === half))
    const [first, second] = halves.map((half) => predictBatch(half, encodeDataset(half, set.dataset))) as [
      Float64Array,
      Float64Array,
    ]
    const deals = halves[0]!.report.wonDeals + halves[0]!.report.lostDeals
    const inside = set.holdout.filter((row) => {
      const { low, high } = confidenceOf({
        probability: first[row]!,
        rung: 'own',
        deals: deals / 2, // the difference of two answers has twice the variance of one
        features: set.features.length,
        customerDeals: null,
        ownerDeals: null,
        stageDeals: null,
        missingShare: 0,
        unseen: 0,
      })
      return second[row]! >= low && second[row]! <= high
    })
    expect(inside.length / set.holdout.length).toBeGreaterThan(0.7)
    expect(inside.length / set.holdout.length).toBeLessThan(0.9)
  })
})
