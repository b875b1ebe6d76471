import type { Dataset } from './boosting/dataset'
import type { FeatureValue } from './features/definition'

/** What the deals a model learned from looked like, as far as a person is told: how far its word reaches, and what is usual. */
export interface Seen {
  /** Lowest and highest value of each numeric feature. */
  readonly ranges: Readonly<Record<string, readonly [low: number, high: number]>>
  /** How deals that stood in a stage ended, by stage id; a deal counts by the share of its life it stood there. */
  readonly stages: Readonly<Record<string, { readonly won: number; readonly deals: number }>>
}

/** Of a model that learned from nothing, or before this was kept. */
export const NOTHING_SEEN: Seen = { ranges: {}, stages: {} }

export function seenIn({ columns, labels, weights }: Pick<Dataset, 'columns' | 'labels' | 'weights'>): Seen {
  const ranges: Record<string, [number, number]> = {}
  const stages: Record<string, { won: number; deals: number }> = {}
  for (const column of columns) {
    if (column.kind === 'numeric') {
      const range = rangeOf(column.values)
      if (range) ranges[column.name] = range
    } else if (column.name === 'stage') {
      column.codes.forEach((code, row) => {
        const stageId = column.dictionary[code]
        if (stageId === undefined) return
        const tally = stages[stageId] ?? { won: 0, deals: 0 }
        tally.deals += weights[row]!
        if (labels[row] === 1) tally.won += weights[row]!
        stages[stageId] = tally
      })
    }
  }
  return { ranges, stages }
}

function rangeOf(values: Float64Array): [number, number] | null {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  return low <= high ? [low, high] : null
}

/** Whether no deal the model learned from had such a value: what it says there is a guess. */
export function isUnheardOf({ ranges, stages }: Seen, feature: string, value: FeatureValue): boolean {
  if (feature === 'stage' && typeof value === 'string') {
    return Object.keys(stages).length > 0 && !Object.hasOwn(stages, value)
  }
  const range = Object.hasOwn(ranges, feature) ? ranges[feature] : undefined
  return typeof value === 'number' && range !== undefined && (value < range[0] || value > range[1])
}
