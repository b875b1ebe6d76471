import { log } from '../arithmetic'
import { UNSEEN } from '../boosting/binning'
import type { TrainedModel } from '../boosting/scoring'

/** How often each group of values occurred. Group 0 is missing. */
export type Spread = readonly number[]

const GROUPS = 10 // beside missing, and unseen words
const SCORE_GROUPS = 10

/** How the deals of one sweep spread over the values of each input, and over scores: counts only. */
export interface Census {
  readonly deals: number
  readonly inputs: Readonly<Record<string, Spread>>
  readonly scores: Spread
}

/** Counts deals as they are scored, by the model's own bins: what it cannot tell apart has not drifted. */
export class CensusTaker {
  private deals: number
  private readonly inputs = new Map<string, number[]>()
  private readonly scores: number[]
  private readonly looked: readonly {
    readonly name: string
    readonly at: number
    readonly groupOf: (bin: number) => number
  }[]

  /** Goes on from what was counted before, if anything was. */
  constructor({ features, offsets }: TrainedModel, before: Census | null = null) {
    this.deals = before?.deals ?? 0
    this.scores = [...(before?.scores ?? new Array<number>(SCORE_GROUPS).fill(0))]
    const seen = new Set<string>()
    // Where an input is read in two ways, the first is enough.
    this.looked = features.flatMap(({ name, kind }, at) => {
      if (seen.has(name)) return []
      seen.add(name)
      const bins = offsets[at + 1]! - offsets[at]!
      this.inputs.set(name, [...(before?.inputs[name] ?? new Array<number>(GROUPS + 2).fill(0))])
      return [{ name, at, groupOf: (bin: number) => groupOf(bin, bins, kind === 'category') }]
    })
  }

  count(row: Uint8Array, probability: number): void {
    this.deals++
    for (const { name, at, groupOf } of this.looked) this.inputs.get(name)![groupOf(row[at]!)]!++
    this.scores[Math.min(SCORE_GROUPS - 1, Math.floor(probability * SCORE_GROUPS))]!++
  }

  census(): Census {
    return { deals: this.deals, inputs: Object.fromEntries(this.inputs), scores: this.scores }
  }
}

/** Missing; unseen, for words; then neighbouring bins together, as many groups as there may be. */
function groupOf(bin: number, bins: number, isWord: boolean): number {
  if (bin === 0) return 0
  if (isWord && bin === UNSEEN) return GROUPS + 1
  const first = isWord ? UNSEEN + 1 : 1
  const known = bins - first
  return known <= GROUPS ? bin - first + 1 : 1 + Math.floor(((bin - first) * GROUPS) / known)
}

export type DriftLevel = 'steady' | 'warn' | 'act'

export interface Drift {
  /** Population stability index beyond what chance alone gives. */
  readonly index: number
  readonly level: DriftLevel
}

const WARN = 0.1
const ACT = 0.2

/**
 * The population stability index Σ (pᵢ − qᵢ) ln(pᵢ / qᵢ) of two spreads, less what two samples of one population show: with n and m
 * deals in B groups it is about (1/n + 1/m) · χ²(B − 1). A hundred open deals would otherwise seem to drift every night.
 */
export function driftOf(before: Spread, now: Spread): Drift {
  const groups = before.flatMap((count, i) => (count + (now[i] ?? 0) > 0 ? [i] : []))
  const n = sumOf(before)
  const m = sumOf(now)
  if (groups.length < 2 || n === 0 || m === 0) return { index: 0, level: 'steady' }
  const share = (spread: Spread, i: number, total: number) => ((spread[i] ?? 0) + 0.5) / (total + 0.5 * groups.length)
  let index = 0
  for (const i of groups) {
    const p = share(before, i, n)
    const q = share(now, i, m)
    index += (p - q) * log(p / q)
  }
  const perUnit = 1 / n + 1 / m
  const freedom = groups.length - 1
  const beyond = Math.max(0, index - perUnit * freedom)
  const isChance = index < perUnit * rareChiSquared(freedom)
  return { index: beyond, level: isChance || beyond < WARN ? 'steady' : beyond < ACT ? 'warn' : 'act' }
}

/** The value that χ² exceeds once in a thousand times (Wilson and Hilferty 1931): dozens of inputs are looked at every night. */
function rareChiSquared(freedom: number): number {
  const spread = 2 / (9 * freedom)
  return freedom * (1 - spread + 3.09 * Math.sqrt(spread)) ** 3
}

const sumOf = (spread: Spread) => spread.reduce((sum, count) => sum + count, 0)
