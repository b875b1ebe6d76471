import type { TrainedModel } from '../boosting/scoring'
import type { Contribution } from './contribution'
import { groupedFeatures, groupOf } from './groups'
import { FEWEST_COMPANIES } from './terms'

/** What several companies' sums come to: from how many, and nothing of which. */
export interface PooledCell {
  readonly feature: string
  readonly group: number
  readonly companies: number
  readonly gradient: number
  readonly hessian: number
}

const LAMBDA = 25 // of hessian: a hundred deals' doubt about every step
// Inputs tell much the same story in several ways, and each would take the whole step that all should share.
const DAMPING = 0.25
const MOST = 1 // log-odds: a correction, not a model of its own

/**
 * The pool without what the company itself put in, so that its deals are never judged by a model that has seen them; only
 * sums from at least five others.
 */
export function poolOfOthers(pool: readonly PooledCell[], own: Contribution | null): PooledCell[] {
  const mine = new Map(own?.cells.map((cell) => [`${cell.feature} ${cell.group}`, cell]))
  return pool
    .map((cell) => {
      const part = mine.get(`${cell.feature} ${cell.group}`)
      if (!part) return cell
      return {
        ...cell,
        companies: cell.companies - 1,
        gradient: cell.gradient - part.gradient,
        hessian: cell.hessian - part.hessian,
      }
    })
    .filter(({ companies }) => companies >= FEWEST_COMPANIES)
}

/**
 * The shipped model, corrected by one damped Newton step on what the companies' deals left unexplained: w = −G / (H + λ) for
 * each group of values, around nothing. A plain model again: kept, scored and explained like any other. Null where the pool
 * says nothing.
 */
export function correctedBy(pool: readonly PooledCell[], prior: TrainedModel): TrainedModel | null {
  const byFeature = Map.groupBy(pool, ({ feature }) => feature)
  const { blend, linear, offsets } = prior
  const table = linear.table.map((value) => value * blend.linear)
  let isChanged = false
  for (const { name, at, bins } of groupedFeatures(prior)) {
    const steps = stepsOf(byFeature.get(name) ?? [])
    for (let bin = 0; bin < bins; bin++) {
      const step = steps.get(groupOf(bin, bins)) ?? 0
      table[offsets[at]! + bin]! += step
      isChanged ||= step !== 0
    }
  }
  if (!isChanged) return null
  return {
    ...prior,
    linear: { intercept: linear.intercept * blend.linear, table },
    linearMeans: prior.linearMeans.map((mean) => mean * blend.linear),
    blend: { ...blend, linear: 1 },
  }
}

/** By group; they are nothing on average, since how often a company wins is its own. */
function stepsOf(cells: readonly PooledCell[]): ReadonlyMap<number, number> {
  const raw = cells.map(({ group, gradient, hessian }) => ({
    group,
    hessian,
    step: -gradient / (Math.max(0, hessian) + LAMBDA),
  }))
  const total = raw.reduce((sum, { hessian }) => sum + Math.max(0, hessian), 0)
  if (total === 0) return new Map()
  const mean = raw.reduce((sum, { step, hessian }) => sum + step * Math.max(0, hessian), 0) / total
  return new Map(raw.map(({ group, step }) => [group, DAMPING * Math.min(MOST, Math.max(-MOST, step - mean))] as const))
}
