import { asOf, type DealAsOf } from '../as-of'
import type { Evidence, Subject } from '../history'
import type { DealTimeline, Instant } from '../timeline'
import { ACTIVITY_FEATURES } from './activity'
import { CONTEXT_FEATURES } from './context'
import { type CustomFeature, customFeature } from './custom'
import { DEAL_FEATURES } from './deal'
import type { FeatureDefinition, FeatureValue, Sight } from './definition'
import { HISTORY_FEATURES } from './history'
import { STAGE_FEATURES } from './stage'

/**
 * Raised when a feature's meaning changes: rows computed under another number are computed again, never mixed.
 */
export const FEATURES_VERSION = 1

/** What every tenant's deals are described by. */
export const STANDARD_FEATURES: readonly FeatureDefinition[] = [
  ...STAGE_FEATURES,
  ...DEAL_FEATURES,
  ...ACTIVITY_FEATURES,
  ...HISTORY_FEATURES,
  ...CONTEXT_FEATURES,
]

export function featuresWith(custom: readonly CustomFeature[]): readonly FeatureDefinition[] {
  return [...STANDARD_FEATURES, ...custom.map(customFeature)]
}

/** Whom a deal is compared with as it stood: its evidence must be fetched for exactly these. */
export function subjectOf({ timeline, ownerId, facts }: DealAsOf): Subject {
  return {
    customerId: timeline.customerId,
    ownerId,
    source: facts.source,
    productIds: facts.productIds,
    currency: timeline.currency,
  }
}

/** The values of the features, in their order. */
export function readFeatures(features: readonly FeatureDefinition[], sight: Sight): FeatureValue[] {
  return features.map((feature) => feature.read(sight))
}

/** The same, for a caller that has the evidence at hand. */
export function featuresAsOf(
  features: readonly FeatureDefinition[],
  timeline: DealTimeline,
  at: Instant,
  evidence: Evidence,
): FeatureValue[] {
  return readFeatures(features, { deal: asOf(timeline, at), evidence })
}
