import type { BinnedMatrix, FeatureBins } from './binning'
import { createGrower, type GrownTree, type GrowSettings } from './grower'
import { packGradients } from './histogram'
import { baseLogOdds, differentiate, meanLoss } from './loss'
import { createRandom, shuffle } from './random'
import type { SplitSettings } from './splitting'

export interface BoostSettings extends GrowSettings, SplitSettings {
  /** Share of the rows each tree is grown from, drawn anew every round. */
  readonly rowSampling: number
  /** Share of the features each tree may ask about, drawn anew every round. */
  readonly columnSampling: number
}

export interface BoostInput {
  readonly matrix: BinnedMatrix
  readonly features: readonly FeatureBins[]
  /** By row of the matrix. */
  readonly labels: Uint8Array
  readonly weights: Float64Array
  /** Rows to learn from, ascending. */
  readonly rows: Int32Array
  /** Rows to watch, ascending: they follow every tree but decide none. */
  readonly heldOut?: Int32Array
  readonly settings: BoostSettings
  readonly monotone?: Int8Array | null
  readonly coverUnit?: number
  /** Log-odds to begin from, by row of the matrix, where something is known already; else the share won. */
  readonly start?: Float64Array | null
  readonly seed: number
}

/** Gradient boosting, a round at a time, so that a caller may watch, report and stop. */
export interface Booster {
  /** Log-odds before the first tree; 0 where each row had its own. */
  readonly base: number
  /** Log-odds so far, by row of the matrix; meaningless for rows neither learnt from nor watched. */
  readonly margins: Float64Array
  readonly trees: readonly GrownTree[]
  /** Grows one more tree and adds it to the margins. */
  grow(): void
  /** Mean loss of the watched rows, nats. */
  heldOutLoss(): number
}

/** Friedman 2001 with Newton leaves (Chen & Guestrin 2016). Same input and seed, same trees, bit for bit. */
export function createBooster(input: BoostInput): Booster {
  const { matrix, features, labels, weights, rows, settings } = input
  const heldOut = input.heldOut ?? new Int32Array(0)
  const random = createRandom(input.seed)
  const monotone = input.monotone ?? null
  const grower = createGrower(
    matrix,
    { features, offsets: matrix.offsets, settings, monotone },
    settings,
    input.coverUnit ?? 1,
  )
  const base = input.start ? 0 : baseLogOdds(labels, weights, rows)
  const margins = input.start?.slice() ?? new Float64Array(matrix.rowCount).fill(base)
  const gradients = new Float64Array(matrix.rowCount)
  const hessians = new Float64Array(matrix.rowCount)
  const packed = new Float64Array(matrix.rowCount)
  const inBag = new Int32Array(rows.length)
  const outside = new Int32Array(rows.length + heldOut.length)
  const trees: GrownTree[] = []

  function drawRows(): [Int32Array, Int32Array] {
    let inside = 0
    let left = 0
    if (settings.rowSampling >= 1) {
      inBag.set(rows)
      inside = rows.length
    } else {
      for (let i = 0; i < rows.length; i++) {
        if (random() < settings.rowSampling) inBag[inside++] = rows[i]!
        else outside[left++] = rows[i]!
      }
    }
    outside.set(heldOut, left)
    return [inBag.subarray(0, inside), outside.subarray(0, left + heldOut.length)]
  }

  function drawFeatures(): Int32Array {
    const all = Int32Array.from({ length: matrix.featureCount }, (_, f) => f)
    if (settings.columnSampling >= 1) return all
    const count = Math.max(1, Math.round(matrix.featureCount * settings.columnSampling))
    return shuffle(all, random).slice(0, count).sort()
  }

  return {
    base,
    margins,
    trees,
    grow() {
      const [sample, others] = drawRows()
      const sums = differentiate(margins, labels, weights, sample, gradients, hessians)
      const units = packGradients(gradients, hessians, sums, sample, packed)
      const candidates = drawFeatures()
      trees.push(
        grower({ inBag: sample, outside: others, packed, units, gradients, hessians, weights, candidates, margins }),
      )
    },
    heldOutLoss() {
      return meanLoss(margins, labels, weights, heldOut)
    },
  }
}
