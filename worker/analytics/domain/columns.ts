import type { CategoryColumn, NumericColumn } from './boosting/dataset'
import type { FeatureDefinition, FeatureValue } from './features/definition'

/**
 * A column that grows row by row. While every value is the same it costs nothing: an import of bare facts leaves most of
 * the standard features empty, and memory is short.
 */
export interface GrowingColumn {
  readonly feature: FeatureDefinition
  push(value: FeatureValue): void
  /** Null when all values were the same: nothing can be learned from it. */
  finish(): NumericColumn | CategoryColumn | null
}

export function growingColumn(feature: FeatureDefinition): GrowingColumn {
  return feature.kind === 'numeric' ? new GrowingNumbers(feature) : new GrowingCategories(feature)
}

const FIRST_CAPACITY = 1024

class GrowingNumbers implements GrowingColumn {
  readonly feature: FeatureDefinition
  private cells: Float64Array | null = null
  private first = Number.NaN
  private count = 0

  constructor(feature: FeatureDefinition) {
    this.feature = feature
  }

  push(value: FeatureValue): void {
    const number = typeof value === 'number' ? value : Number.NaN
    if (this.count === 0) this.first = number
    if (this.cells === null && !Object.is(number, this.first)) {
      this.cells = new Float64Array(Math.max(FIRST_CAPACITY, 2 * this.count)).fill(this.first, 0, this.count)
    }
    if (this.cells) {
      if (this.count === this.cells.length) this.cells = enlarged(this.cells)
      this.cells[this.count] = number
    }
    this.count++
  }

  finish(): NumericColumn | null {
    return this.cells && { kind: 'numeric', name: this.feature.name, values: this.cells.subarray(0, this.count) }
  }
}

class GrowingCategories implements GrowingColumn {
  readonly feature: FeatureDefinition
  private readonly codeByText = new Map<string, number>()
  private cells = new Int32Array(FIRST_CAPACITY)
  private count = 0
  private hasGap = false

  constructor(feature: FeatureDefinition) {
    this.feature = feature
  }

  push(value: FeatureValue): void {
    if (this.count === this.cells.length) this.cells = enlarged(this.cells)
    this.cells[this.count++] = this.code(value)
  }

  private code(value: FeatureValue): number {
    if (typeof value !== 'string') {
      this.hasGap = true
      return -1 // missing
    }
    const code = this.codeByText.get(value) ?? this.codeByText.size
    this.codeByText.set(value, code)
    return code
  }

  finish(): CategoryColumn | null {
    if (this.codeByText.size + (this.hasGap ? 1 : 0) < 2) return null
    const codes = this.cells.subarray(0, this.count)
    return { kind: 'category', name: this.feature.name, codes, dictionary: [...this.codeByText.keys()] }
  }
}

function enlarged<Cells extends Float64Array | Int32Array>(cells: Cells): Cells {
  const larger = new (cells.constructor as new (length: number) => Cells)(cells.length * 2)
  larger.set(cells)
  return larger
}
