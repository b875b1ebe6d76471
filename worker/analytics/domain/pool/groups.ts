import { MISSING } from '../boosting/binning'
import type { TrainedModel } from '../boosting/scoring'

const GROUPS = 8 // of known values: coarse enough that each holds many deals

// Amounts stay at home, even as a share of what is usual there.
const KEPT_BACK = /^amount_/

export interface GroupedFeature {
  readonly name: string
  /** Its place among the model's features, and bins it has. */
  readonly at: number
  readonly bins: number
}

/** What is counted of a deal: the shipped model's own inputs, which mean the same in every company. */
export function groupedFeatures({ features, offsets }: Pick<TrainedModel, 'features' | 'offsets'>): GroupedFeature[] {
  return features.flatMap(({ name, kind }, at) =>
    kind === 'category' || KEPT_BACK.test(name) ? [] : [{ name, at, bins: offsets[at + 1]! - offsets[at]! }],
  )
}

/** Neighbouring bins together; 0 is missing. */
export function groupOf(bin: number, bins: number): number {
  if (bin === MISSING) return 0
  return 1 + Math.floor(((bin - 1) * GROUPS) / Math.max(1, bins - 1))
}
