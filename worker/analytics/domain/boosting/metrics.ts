import { log } from '../arithmetic'
/** How good probabilities are. Every function takes them beside labels (1 won, 0 lost) and weights, all by position. */
export interface Scored {
  readonly probabilities: Float64Array
  readonly labels: ArrayLike<number>
  readonly weights?: Float64Array | null
}

// A certainty that turns out wrong would cost infinitely much; it costs this instead: −log(10⁻¹²) = 27.6.
const SURE = 1e-12

/** Mean −log of the probability given to what happened, nats. NaN for no rows. */
export function logLoss({ probabilities, labels, weights }: Scored): number {
  return weightedMean(probabilities.length, weights, (i) => {
    const p = labels[i] === 1 ? probabilities[i]! : 1 - probabilities[i]!
    return -log(Math.max(SURE, p))
  })
}

/** Mean squared distance between probability and outcome (Brier 1950). */
export function brierScore({ probabilities, labels, weights }: Scored): number {
  return weightedMean(probabilities.length, weights, (i) => (probabilities[i]! - labels[i]!) ** 2)
}

/** Log loss of always answering with the share won: the entropy of the outcomes. A model must be below it. */
export function baseRateLogLoss(labels: ArrayLike<number>, weights?: Float64Array | null): number {
  const share = weightedMean(labels.length, weights, (i) => labels[i]!)
  if (!(share > 0 && share < 1)) return 0
  return -share * log(share) - (1 - share) * log(1 - share)
}

/**
 * The chance that a won deal was scored above a lost one, ties counting half (Mann & Whitney 1947). 0.5 says nothing;
 * NaN if all were won or all lost.
 */
export function areaUnderCurve({ probabilities, labels, weights }: Scored): number {
  const order = ascending(probabilities)
  let pairsWon = 0
  let lostBelow = 0
  let wonTotal = 0
  for (let i = 0; i < order.length; ) {
    let won = 0
    let lost = 0
    const level = probabilities[order[i]!]!
    for (; i < order.length && probabilities[order[i]!] === level; i++) {
      const weight = weights?.[order[i]!] ?? 1
      if (labels[order[i]!] === 1) won += weight
      else lost += weight
    }
    pairsWon += won * (lostBelow + lost / 2)
    lostBelow += lost
    wonTotal += won
  }
  return pairsWon / (wonTotal * lostBelow)
}

/** A point of the reliability curve: what was promised, what came, and how far chance alone may part the two. */
export interface ReliabilityBin {
  /** Summed weight: how many deals the bin stands for. */
  readonly weight: number
  readonly predicted: number
  readonly observed: number
  /** Wilson's 95 % interval of the observed share. */
  readonly low: number
  readonly high: number
}

/** The reliability curve over bins of equal weight, ascending. Equal probabilities may share more than one bin. */
export function reliabilityCurve({ probabilities, labels, weights }: Scored, bins = 10): ReliabilityBin[] {
  const order = ascending(probabilities)
  let total = 0
  for (let i = 0; i < order.length; i++) total += weights?.[i] ?? 1
  const curve: ReliabilityBin[] = []
  let seen = 0
  let at = 0
  for (let b = 0; b < bins; b++) {
    const until = ((b + 1) / bins) * total
    let weight = 0
    let predicted = 0
    let observed = 0
    let squares = 0
    // Half a row's weight decides to which side of the border it falls; the last bin takes what rounding left.
    for (; at < order.length; at++) {
      const row = order[at]!
      const w = weights?.[row] ?? 1
      if (b < bins - 1 && seen + w / 2 > until) break
      seen += w
      weight += w
      squares += w * w
      predicted += w * probabilities[row]!
      observed += w * labels[row]!
    }
    if (weight === 0) continue
    const share = observed / weight
    // Kish's effective number of deals: unequal weights know less than their sum.
    const [low, high] = wilsonInterval(share, (weight * weight) / squares)
    curve.push({ weight, predicted: predicted / weight, observed: share, low, high })
  }
  return curve
}

/** Mean distance between promised and observed over bins of equal weight (expected calibration error). */
export function calibrationError(scored: Scored, bins = 10): number {
  const curve = reliabilityCurve(scored, bins)
  const total = curve.reduce((sum, bin) => sum + bin.weight, 0)
  return curve.reduce((sum, bin) => sum + bin.weight * Math.abs(bin.predicted - bin.observed), 0) / total
}

/** Wilson's score interval for a share observed in `count` trials (Wilson 1927); z 1.96 is 95 %. Within [0, 1]. */
export function wilsonInterval(share: number, count: number, z = 1.959963984540054): [low: number, high: number] {
  if (!(count > 0)) return [0, 1]
  const spread = (z * z) / count
  const centre = (share + spread / 2) / (1 + spread)
  const half = (z / (1 + spread)) * Math.sqrt((share * (1 - share)) / count + spread / (4 * count))
  return [Math.max(0, centre - half), Math.min(1, centre + half)]
}

export interface Metrics {
  readonly rows: number
  readonly logLoss: number
  readonly baseLogLoss: number
  readonly auc: number
  readonly brier: number
  readonly calibrationError: number
}

export function measure(scored: Scored): Metrics {
  return {
    rows: scored.probabilities.length,
    logLoss: logLoss(scored),
    baseLogLoss: baseRateLogLoss(scored.labels, scored.weights),
    auc: areaUnderCurve(scored),
    brier: brierScore(scored),
    calibrationError: calibrationError(scored),
  }
}

/** Positions by rising value; equals by position, so that the result does not depend on the runtime's sort. */
function ascending(values: Float64Array): Int32Array {
  return Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b)
}

function weightedMean(count: number, weights: Float64Array | null | undefined, valueAt: (i: number) => number): number {
  let sum = 0
  let total = 0
  for (let i = 0; i < count; i++) {
    const weight = weights?.[i] ?? 1
    sum += weight * valueAt(i)
    total += weight
  }
  return sum / total
}
