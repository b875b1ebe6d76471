import type { FeatureDefinition, FeatureValue, Sight } from './features/definition'
import { type Step, type Waterfall, waterfall } from './points'

/** One row of the waterfall: a fact in words, and what it is worth. */
export interface Reason extends Step {
  /** The feature whose sentence it is. */
  readonly feature: string
  readonly text: string
}

export interface Explanation extends Omit<Waterfall, 'helping' | 'hurting'> {
  readonly helping: readonly Reason[]
  readonly hurting: readonly Reason[]
}

/** What one feature said of this deal, and what the model made of it in log-odds. */
export interface Reading {
  readonly feature: FeatureDefinition
  readonly value: FeatureValue
  readonly contribution: number
}

interface Topic {
  readonly logOdds: number
  readonly spokenBy: Reading
}

/**
 * The reasons of a score in words, adding up to it. Features of one topic (calls in 7, 30 and 90 days) are one reason: their
 * contributions are summed, and the one that says most in the direction of the sum speaks for all.
 */
export function explain(base: number, probability: number, readings: readonly Reading[], sight: Sight): Explanation {
  const topics = new Map<string, Topic>()
  for (const [name, members] of Map.groupBy(readings, ({ feature }) => feature.topic)) {
    const logOdds = members.reduce((sum, { contribution }) => sum + contribution, 0)
    const spokenBy = members.reduce((loudest, reading) =>
      reading.contribution * Math.sign(logOdds) > loudest.contribution * Math.sign(logOdds) ? reading : loudest,
    )
    topics.set(name, { logOdds, spokenBy })
  }
  const steps = waterfall(
    base,
    probability,
    [...topics].map(([key, { logOdds }]) => ({ key, logOdds })),
  )
  const inWords = (step: Step): Reason => {
    const { feature, value, contribution } = topics.get(step.key)!.spokenBy // keys come from the topics
    return { ...step, feature: feature.name, text: feature.say(value, contribution, sight) }
  }
  return { ...steps, helping: steps.helping.map(inWords), hurting: steps.hurting.map(inWords) }
}
