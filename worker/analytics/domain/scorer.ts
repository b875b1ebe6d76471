import { asOf } from './as-of'
import { UNSEEN } from './boosting/binning'
import { createExplainer } from './boosting/contributions'
import { sigmoid } from './boosting/loss'
import { encodeRow, predictLogOdds, type TrainedModel } from './boosting/scoring'
import { type ConfidenceLevel, type ConfidenceReason, confidenceOf } from './confidence'
import { type CustomerEvidence, type EvidenceBook, evidenceFrom } from './evidence-book'
import { featuresWith, subjectOf } from './features/catalogue'
import type { CustomFeature } from './features/custom'
import type { FeatureDefinition, FeatureValue, Sight } from './features/definition'
import { explain, type Reading } from './reasons'
import type { Rung } from './rung'
import type { Seen } from './seen'
import type { DealTimeline, Instant } from './timeline'

/** What scores a tenant's deals now. */
export interface ServedModel {
  readonly id: string
  readonly number: number
  readonly rung: Rung
  /** Null while the tenant's usual rate is the best that can be said. */
  readonly trained: TrainedModel | null
  readonly usualRate: number
  /** Closed deals it learned from. */
  readonly deals: number
  /** In the order of the model's inputs. */
  readonly features: readonly FeatureDefinition[]
  readonly book: EvidenceBook
  readonly seen: Seen
}

export interface ScoredReason {
  readonly feature: string
  readonly words: string
  readonly value: FeatureValue
  /** Log-odds. */
  readonly contribution: number
  /** Whole percentage points. */
  readonly points: number
}

/** A score as it is kept. Probabilities are between 0 and 1; reasons and base add up to the score. */
export interface ScoredDeal {
  readonly probability: number
  readonly low: number
  readonly high: number
  readonly confidence: ConfidenceLevel
  readonly confidenceReasons: readonly ConfidenceReason[]
  readonly baseRate: number
  readonly reasons: readonly ScoredReason[]
  /** How the model read the deal; null where it did not look. */
  readonly row: Uint8Array | null
}

/** The features a model asks for, in the order of its inputs. One it no longer finds reads as missing. */
export function featuresOfModel(trained: TrainedModel, custom: readonly CustomFeature[]): FeatureDefinition[] {
  const byName = new Map(featuresWith(custom).map((feature) => [feature.name, feature]))
  return trained.inputs.flatMap(({ name }) => byName.get(name) ?? [])
}

/** A deal as a model sees it at a moment. */
export interface Look {
  readonly sight: Sight
  /** One entry a feature, in their order. */
  readonly values: readonly FeatureValue[]
  /** The same as the trained model reads them. */
  readonly row: Uint8Array
}

export function lookAt(
  model: ServedModel,
  trained: TrainedModel,
  timeline: DealTimeline,
  at: Instant,
  customer: CustomerEvidence | null,
): Look {
  const sight = sightOf(model, timeline, at, customer)
  return { sight, ...encoded(model, trained, sight) }
}

/** The probability alone: what a sweep over past moments asks for. */
export function probabilityAt(
  model: ServedModel,
  timeline: DealTimeline,
  at: Instant,
  customer: CustomerEvidence | null,
): number {
  if (!model.trained) return model.usualRate
  const { row } = lookAt(model, model.trained, timeline, at, customer)
  return sigmoid(predictLogOdds(model.trained, row))
}

/** Scores a deal as it stands at a moment, with its exact reasons in words and how far to trust it. */
export function scoreDeal(
  model: ServedModel,
  timeline: DealTimeline,
  at: Instant,
  customer: CustomerEvidence | null,
): ScoredDeal {
  if (!model.trained) return scoreByRate(model)
  const { sight, row, values } = lookAt(model, model.trained, timeline, at, customer)
  const { base, inputs } = explainerOf(model.trained)(row, 0)
  const probability = sigmoid(predictLogOdds(model.trained, row))
  const baseRate = sigmoid(base)
  const positions = new Map(model.trained.inputs.map(({ name }, i) => [name, i]))
  const readings = model.features.map(
    (feature, i): Reading => ({
      feature,
      value: values[i] ?? null,
      contribution: inputs[positions.get(feature.name)!]!,
    }),
  )
  const { level, low, high, reasons } = confidenceOf({
    probability,
    rung: model.rung,
    deals: model.deals,
    features: model.features.length,
    customerDeals: sight.evidence.customer.closed,
    ownerDeals: sight.evidence.owner.closed,
    stageDeals: stageDeals(model, sight),
    missingShare: values.filter((value) => value === null).length / Math.max(1, values.length),
    unseen: unseenIn(model.trained, row) + (isOddlyPriced(model, sight) ? 1 : 0),
  })
  return {
    probability,
    low,
    high,
    confidence: level,
    confidenceReasons: reasons,
    baseRate,
    reasons: reasonsOf(baseRate, probability, readings, sight),
    row,
  }
}

function scoreByRate({ usualRate, deals }: ServedModel): ScoredDeal {
  const { level, low, high, reasons } = confidenceOf({
    probability: usualRate,
    rung: 'base_rate',
    deals,
    features: 1,
    customerDeals: null,
    ownerDeals: null,
    stageDeals: null,
    missingShare: 0,
    unseen: 0,
  })
  return {
    probability: usualRate,
    low,
    high,
    confidence: level,
    confidenceReasons: reasons,
    baseRate: usualRate,
    reasons: [],
    row: null,
  }
}

function sightOf({ book }: ServedModel, timeline: DealTimeline, at: Instant, customer: CustomerEvidence | null): Sight {
  const deal = asOf(timeline, at)
  return { deal, evidence: evidenceFrom(book, subjectOf(deal), customer) }
}

function encoded(model: ServedModel, trained: TrainedModel, sight: Sight): { row: Uint8Array; values: FeatureValue[] } {
  const isOdd = isOddlyPriced(model, sight)
  const values = model.features.map((feature) => (isOdd && feature.unit === 'amount' ? null : feature.read(sight)))
  const places = placesOf(model.features)
  const readAs = (name: string) => {
    const place = places.get(name)
    return place === undefined ? undefined : (values[place] ?? null)
  }
  return { values, row: encodeRow(trained, readAs, new Uint8Array(trained.features.length)) }
}

/**
 * Priced in a currency that no closed deal had: the bare number says nothing to a model that knows amounts in others, to
 * which ¥500,000 would be half a million euros.
 */
function isOddlyPriced({ book, features }: ServedModel, { deal }: Sight): boolean {
  const { currency } = deal.timeline
  const isAsked = deal.amount !== null && features.some(({ unit }) => unit === 'amount')
  return isAsked && book.usualAmounts.size > 0 && !book.usualAmounts.has(currency)
}

// A finger on a slider asks for several rows a frame: where each feature stands is looked up once for a model.
const placesKnown = new WeakMap<readonly FeatureDefinition[], ReadonlyMap<string, number>>()

function placesOf(features: readonly FeatureDefinition[]): ReadonlyMap<string, number> {
  const known = placesKnown.get(features)
  if (known) return known
  const made = new Map(features.map(({ name }, place) => [name, place]))
  placesKnown.set(features, made)
  return made
}

const explainers = new WeakMap<TrainedModel, ReturnType<typeof createExplainer>>()

function explainerOf(trained: TrainedModel): ReturnType<typeof createExplainer> {
  const known = explainers.get(trained)
  if (known) return known
  const made = createExplainer(trained)
  explainers.set(trained, made)
  return made
}

/** Won deals that went through the deal's stage; null where the model does not look at stages. */
function stageDeals({ book, features }: ServedModel, { deal }: Sight): number | null {
  const stage = deal.stages.at(-1)
  if (!stage || !features.some(({ group }) => group === 'stage')) return null
  return book.stageDays[stage.stageId]?.count ?? 0
}

function unseenIn({ features }: TrainedModel, row: Uint8Array): number {
  return features.filter((bins, f) => bins.kind === 'category' && row[f] === UNSEEN).length
}

function reasonsOf(baseRate: number, probability: number, readings: readonly Reading[], sight: Sight): ScoredReason[] {
  const { helping, hurting, smaller } = explain(baseRate, probability, readings, sight)
  const valueByName = new Map(readings.map(({ feature, value }) => [feature.name, value]))
  const told = [...helping, ...hurting].map(({ feature, text, logOdds, points }) => ({
    feature,
    words: text,
    value: valueByName.get(feature) ?? null,
    contribution: logOdds,
    points,
  }))
  if (!smaller) return told
  const words = smaller.count === 1 ? '1 smaller reason' : `${smaller.count} smaller reasons`
  return [...told, { feature: '', words, value: null, contribution: smaller.logOdds, points: smaller.points }]
}
