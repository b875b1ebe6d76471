import type { DealAsOf } from '../as-of'
import type { Evidence } from '../history'
import type { ChangeKind } from '../what-if'

export type FeatureValue = number | string | null

export type FeatureGroup = 'stage' | 'deal' | 'activity' | 'history' | 'context' | 'custom'

export type FeatureUnit = 'days' | 'count' | 'share' | 'ratio' | 'amount' | 'score' | 'word'

/** What a feature may look at: the deal as it stood, and what the tenant had learned by then. */
export interface Sight {
  readonly deal: DealAsOf
  readonly evidence: Evidence
}

/** One input of the model, defined once for training, scoring, explaining and what-if. */
export interface FeatureDefinition {
  /** Stored in artifacts and predictions: never renamed, never reused. */
  readonly name: string
  readonly kind: 'numeric' | 'category'
  readonly group: FeatureGroup
  /** Features that tell one story in several ways share a topic, and the reasons add their contributions together. */
  readonly topic: string
  readonly unit: FeatureUnit
  /** What it is, in plain words, as a label. */
  readonly phrase: string
  /** Which imagined changes move it; absent when nothing a seller does today would. */
  readonly whatIf?: readonly ChangeKind[]
  /** Null when unknown. */
  read(sight: Sight): FeatureValue
  /** The fact in a sentence without a full stop: “No meeting in 21 days”. */
  say(value: FeatureValue, contribution: number, sight: Sight): string
}

type Common = Pick<FeatureDefinition, 'name' | 'topic' | 'unit' | 'phrase' | 'whatIf'> & {
  /** What is said when the value is unknown. */
  readonly unknown: string | ((sight: Sight) => string)
}

const unknownIn = (sight: Sight, unknown: Common['unknown']) => (typeof unknown === 'string' ? unknown : unknown(sight))

/** Completes the definitions of one group; a sentence is only ever asked for a value that is there. */
export function featuresOf(group: FeatureGroup) {
  return {
    numeric({
      unknown,
      read,
      say,
      ...common
    }: Common & {
      read(sight: Sight): number | null
      say(value: number, contribution: number, sight: Sight): string
    }): FeatureDefinition {
      return {
        ...common,
        kind: 'numeric',
        group,
        read: (sight) => {
          const value = read(sight)
          return value === null || !Number.isFinite(value) ? null : value
        },
        say: (value, contribution, sight) =>
          typeof value === 'number' ? say(value, contribution, sight) : unknownIn(sight, unknown),
      }
    },
    category({
      unknown,
      read,
      say,
      ...common
    }: Common & {
      read(sight: Sight): string | null
      say(value: string, contribution: number, sight: Sight): string
    }): FeatureDefinition {
      return {
        ...common,
        kind: 'category',
        group,
        read: (sight) => read(sight) || null, // an empty cell is an unknown one
        say: (value, contribution, sight) =>
          typeof value === 'string' ? say(value, contribution, sight) : unknownIn(sight, unknown),
      }
    },
  }
}
