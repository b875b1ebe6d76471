import { sigmoid } from './boosting/loss'
import { predictLogOdds } from './boosting/scoring'
import type { CustomerEvidence } from './evidence-book'
import type { FeatureValue } from './features/definition'
import { pointsPerLogOdds, roundedTo, shownPercent } from './points'
import { lookAt, type ServedModel } from './scorer'
import { isUnheardOf } from './seen'
import { shapley } from './shapley'
import type { DealTimeline, Instant } from './timeline'
import { type Change, suppose } from './what-if'

/** What one imagined change is worth beside the others. */
export interface ImaginedPart {
  readonly change: Change
  /** Whole points; those of all parts add up to the difference as shown. */
  readonly points: number
  /** It makes the deal unlike all the model learned from, so that what it says is a guess. */
  readonly isUnheardOf: boolean
}

export interface Imagined {
  readonly probability: number
  readonly parts: readonly ImaginedPart[]
}

export interface Imagination {
  /** The chance as things are. */
  readonly probability: number
  /** The chance under some changes, by one question: what a finger waits for. */
  readonly chance: (changes: readonly Change[]) => number
  /** The same with what each change is worth, by as many questions as there are combinations of them. */
  readonly imagine: (changes: readonly Change[]) => Imagined
}

/** What the chance rests on under a set of changes: the one question everything here is made of. */
type Ask = (changes: readonly Change[]) => { readonly logOdds: number; readonly values: readonly FeatureValue[] }

const MOST_REMEMBERED = 2000 // answers; a finger that goes over a slider asks for a few hundred

/** Imagines changes of one deal at one moment. Null where the usual rate is all there is: it moves with nothing. */
export function createImagination(
  model: ServedModel,
  timeline: DealTimeline,
  at: Instant,
  customer: CustomerEvidence | null,
): Imagination | null {
  const { trained } = model
  if (!trained) return null
  return imaginationOf(model, (changes) => {
    const { row, values } = lookAt(model, trained, suppose(timeline, changes, at), at, customer)
    return { logOdds: predictLogOdds(trained, row), values }
  })
}

/** The same over any way to ask, so that its work can be counted. */
export function imaginationOf({ features, seen }: Pick<ServedModel, 'features' | 'seen'>, ask: Ask): Imagination {
  const answers = new Map<string, ReturnType<Ask>>()
  const asked = (changes: readonly Change[]) => {
    const key = JSON.stringify(changes)
    const known = answers.get(key)
    if (known) return known
    if (answers.size >= MOST_REMEMBERED) answers.clear()
    const answer = ask(changes)
    answers.set(key, answer)
    return answer
  }
  const now = asked([])
  const probability = sigmoid(now.logOdds)

  function imagine(changes: readonly Change[]): Imagined {
    const then = asked(changes)
    const imagined = sigmoid(then.logOdds)
    const shares = shapley(changes.length, (coalition) => asked(changes.filter((_, i) => coalition & (1 << i))).logOdds)
    const factor = 100 * pointsPerLogOdds(probability, imagined)
    const points = roundedTo(
      shownPercent(imagined) - shownPercent(probability),
      shares.map((share) => share * factor),
    )
    return {
      probability: imagined,
      parts: changes.map((change, i) => ({
        change,
        points: points[i]!,
        isUnheardOf: features.some(
          ({ name, whatIf }, f) =>
            whatIf?.includes(change.kind) &&
            !Object.is(then.values[f], now.values[f]) &&
            isUnheardOf(seen, name, then.values[f] ?? null),
        ),
      })),
    }
  }
  return { probability, chance: (changes) => sigmoid(asked(changes).logOdds), imagine }
}
