import { predictLogOdds, type TrainedModel } from './boosting/scoring'
import { type Contribution, type Step, waterfall } from './points'
import type { Look, ServedModel } from './scorer'
import { shapley } from './shapley'

/** A fact that is another now, in words, and what that did to the score. */
export interface MovedFact extends Step {
  /** Null when it takes the same words as now. */
  readonly before: string | null
  readonly after: string
}

/** From one look at a deal to another: from + facts + smaller + other = to, in points. */
export interface Movement {
  readonly from: number
  readonly to: number
  /** Those that raised it most first, then those that lowered it. */
  readonly facts: readonly MovedFact[]
  readonly smaller: { readonly count: number; readonly points: number } | null
  /** What no fact explains; null when nothing is left. */
  readonly other: Step | null
}

const MOST_PLAYERS = 8 // 256 coalitions: a millisecond or two
const MOST_FACTS = 6
const MOST_NAMED = 2
const TRIFLE = 0.005 // log-odds: an eighth of a point at most
const OTHER = ' other' // no topic is called so

/**
 * Exactly what each fact that differs between two looks is worth: a Shapley value over those facts alone, so that what stayed the
 * same gets neither credit nor blame. `other` is a share that came from elsewhere, in log-odds; with it, shares must add up to
 * the way between the probabilities.
 */
export function factsMoved(
  model: ServedModel,
  trained: TrainedModel,
  [before, after]: readonly [Look, Look],
  [from, to]: readonly [number, number],
  other: number | null = null,
): Movement {
  const contributions = sharesOf(model, trained, before, after)
  if (other !== null) contributions.push({ key: OTHER, logOdds: other })
  const steps = waterfall(from, to, contributions, MOST_FACTS + 1)
  const told = [...steps.helping, ...steps.hurting]
  return {
    from: steps.base,
    to: steps.total,
    facts: told
      .filter(({ key }) => key !== OTHER)
      .map((step) => ({ ...step, ...wordsOf(model, step.key, before, after) })),
    smaller: steps.smaller && { count: steps.smaller.count, points: steps.smaller.points },
    other: told.find(({ key }) => key === OTHER) ?? null,
  }
}

/** The facts that did most to move a score up (1) or down (−1), in words, biggest first. */
export function mainlyMoved(
  model: ServedModel,
  trained: TrainedModel,
  [before, after]: readonly [Look, Look],
  way: number,
): string[] {
  return sharesOf(model, trained, before, after)
    .filter(({ logOdds }) => logOdds * way > TRIFLE)
    .sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds))
    .slice(0, MOST_NAMED)
    .map(({ key }) => wordsOf(model, key, before, after).after)
}

function sharesOf(model: ServedModel, trained: TrainedModel, before: Look, after: Look): Contribution[] {
  const players = playersOf(model, trained, before.row, after.row)
  const row = new Uint8Array(before.row)
  const shares = shapley(players.length, (coalition) => {
    row.set(before.row)
    players.forEach(({ places }, i) => {
      if (coalition & (1 << i)) for (const f of places) row[f] = after.row[f]!
    })
    return predictLogOdds(trained, row)
  })
  return players.map(({ topic }, i) => ({ key: topic, logOdds: shares[i]! }))
}

interface Player {
  readonly topic: string
  readonly places: readonly number[]
}

/** One player a topic whose reading differs; of very many, those that alone move least are one. */
function playersOf(model: ServedModel, trained: TrainedModel, before: Uint8Array, after: Uint8Array): Player[] {
  const topicOf = new Map(model.features.map(({ name, topic }) => [name, topic]))
  const players = [...Map.groupBy(trained.features.keys(), (f) => topicOf.get(trained.features[f]!.name) ?? '')]
    .map(([topic, places]): Player => ({ topic, places }))
    .filter(({ places }) => places.some((f) => before[f] !== after[f]))
  if (players.length <= MOST_PLAYERS) return players
  const start = predictLogOdds(trained, before)
  const size = new Map(
    players.map((player) => {
      const row = new Uint8Array(before)
      for (const f of player.places) row[f] = after[f]!
      return [player, Math.abs(predictLogOdds(trained, row) - start)]
    }),
  )
  const bySize = players.toSorted((a, b) => size.get(b)! - size.get(a)!)
  const rest = bySize.slice(MOST_PLAYERS - 1)
  return [...bySize.slice(0, MOST_PLAYERS - 1), { topic: rest[0]!.topic, places: rest.flatMap(({ places }) => places) }]
}

/** What the topic said then and says now: by the first feature whose sentence changed. */
function wordsOf(model: ServedModel, topic: string, before: Look, after: Look): Pick<MovedFact, 'before' | 'after'> {
  let subtle: string | undefined
  for (const [i, feature] of model.features.entries()) {
    const [from, to] = [before.values[i] ?? null, after.values[i] ?? null]
    if (feature.topic !== topic || Object.is(from, to)) continue
    const said = { before: feature.say(from, 0, before.sight), after: feature.say(to, 0, after.sight) }
    if (said.before !== said.after) return said
    subtle ??= `${feature.phrase}: slightly ${Number(to) > Number(from) ? 'up' : 'down'}`
  }
  return { before: null, after: subtle ?? topic }
}
