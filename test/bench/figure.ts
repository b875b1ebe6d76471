/** One thing that was measured, beside the least that the same machine needs for it in the same run. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly floor?: { readonly name: string; readonly value: number }
  /** Value over floor. */
  readonly ratio?: number
  readonly target?: { readonly of: 'value' | 'ratio'; readonly atLeast?: number; readonly atMost?: number }
  /** Unset where no target was set. */
  readonly met?: boolean
}

export interface BenchOptions {
  report(line: string): void
  /** A file or folder of one's own to measure on. */
  readonly data?: string
}

/** What each file of this folder that measures something exports. */
export interface Bench {
  readonly name: string
  run(options: BenchOptions): Promise<Figure[]>
}

type Measured = Pick<Figure, 'name' | 'value' | 'unit' | 'floor' | 'target'>

/** A figure with what follows from it. */
export function figure({ name, value, unit, floor, target }: Measured): Figure {
  const ratio = floor && value / floor.value
  const judged = target?.of === 'ratio' ? ratio : value
  return {
    name,
    value,
    unit,
    ...(floor && { floor }),
    ...(ratio !== undefined && { ratio }),
    ...(target && { target }),
    ...(target && judged !== undefined && { met: isWithin(judged, target) }),
  }
}

function isWithin(value: number, { atLeast = -Infinity, atMost = Infinity }: NonNullable<Figure['target']>): boolean {
  return value >= atLeast && value <= atMost
}

/** The value that this share of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (values: readonly number[]) => quantile(values, 0.5)
