import { type Column, categoryColumn, createDataset, type Dataset, numericColumn } from './boosting/dataset'
import type { FeatureDefinition, FeatureValue } from './features/definition'
import type { Instant } from './timeline'

/**
 * Looks at closed deals from after the maturity frontier, where the outcomes of the others are not settled. To learn from
 * them would be to learn from the quick deals alone; how the newest deals end is seen nowhere else.
 */
export interface YoungLooks {
  /** With the columns of the set's own dataset. Groups are those of that dataset, and behind them deals it does not hold. */
  readonly dataset: Dataset
  /** When each group closed; NaN for those without a young look. */
  readonly closings: Float64Array
}

interface Look {
  readonly values: readonly FeatureValue[]
  readonly weight: number
  readonly group: number
  readonly won: boolean
  readonly closedAt: Instant
}

/** Gathers them while the deals are read. */
export class YoungLooksBuilder {
  private readonly looks: Look[] = []

  add(look: Look): void {
    this.looks.push(look)
  }

  /**
   * Null where there are none. A group below zero stands for a deal that is not in the dataset. `scale` is what the weights of
   * the dataset were multiplied with.
   */
  finish(
    features: readonly FeatureDefinition[],
    columns: readonly Column[],
    groupCount: number,
    scale: number,
  ): YoungLooks | null {
    const { looks } = this
    if (looks.length === 0) return null
    const positions = new Map(features.map(({ name }, position) => [name, position]))
    const groups = Int32Array.from(looks, ({ group }) => (group < 0 ? groupCount - 1 - group : group))
    const dataset = createDataset({
      columns: columns.map(({ name, kind }) => columnOf(name, kind, looks, positions.get(name)!)), // columns are features
      labels: looks.map(({ won }) => (won ? 1 : 0)),
      weights: Float64Array.from(looks, ({ weight }) => weight * scale),
      groups,
    })
    if (!dataset.ok) throw new Error(`the young looks do not hold together: ${dataset.error.kind}`)
    const closings = new Float64Array(groups.reduce((a, b) => Math.max(a, b)) + 1).fill(Number.NaN)
    looks.forEach(({ closedAt }, row) => {
      closings[groups[row]!] = closedAt
    })
    return { dataset: dataset.value, closings }
  }
}

function columnOf(name: string, kind: Column['kind'], looks: readonly Look[], position: number): Column {
  const values = looks.map(({ values }) => values[position]!)
  return kind === 'numeric'
    ? numericColumn(
        name,
        values.map((value) => (typeof value === 'number' ? value : null)),
      )
    : categoryColumn(
        name,
        values.map((value) => (typeof value === 'string' ? value : null)),
      )
}
