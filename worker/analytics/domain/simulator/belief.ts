import type { Dice } from './dice'

/**
 * What nobody in the world can see: how the deal will end, and whether the buyer is warm or quiet just now. In this order
 * in every table of the process.
 */
export const HIDDEN_STATES = ['won, warm', 'won, quiet', 'lost, warm', 'lost, quiet'] as const

/** One number for each hidden state. */
export type PerState = readonly [number, number, number, number]

const STATES = [0, 1, 2, 3] as const
type State = (typeof STATES)[number]

/**
 * Draws what happens from the hidden state, and keeps beside it what an observer who knows the process must believe.
 *
 * Let h be the hidden state, o₁…oₜ everything that happened, and did not happen, up to a moment. The world starts with
 * P(won) = σ(prior) and runs in steps, each of which either draws an observation oₜ ~ P(o | h, o₁…oₜ₋₁) or moves the
 * phase h → h′ ~ P(h′ | h); the ending never changes. So, by Bayes' rule (the forward filter of a hidden Markov model),
 *
 *   α₀(h) = P(h)     α(h) ← α(h) · P(oₜ | h, o₁…oₜ₋₁)     α(h′) ← Σₕ α(h) · P(h′ | h)
 *
 *   P(won | o₁…oₜ) = Σ α(won, ·) / Σ α
 *
 * exactly: drawing and believing read the same table in the same call.
 */
export class Belief {
  private readonly dice: Dice
  private state: State
  private weights: [number, number, number, number]

  constructor(dice: Dice, priorWon: number) {
    this.dice = dice
    this.state = dice.chance(priorWon) ? 0 : 2
    this.weights = [priorWon, 0, 1 - priorWon, 0]
  }

  /** P(won | everything so far). */
  get won(): number {
    const [wonWarm, wonQuiet, lostWarm, lostQuiet] = this.weights
    return (wonWarm + wonQuiet) / (wonWarm + wonQuiet + lostWarm + lostQuiet)
  }

  /** Whether something happens that has this chance in each hidden state. */
  observe(chances: PerState): boolean {
    const happened = this.dice.chance(chances[this.state])
    this.weigh(([...chances] as [number, number, number, number]).map((p) => (happened ? p : 1 - p)))
    return happened
  }

  /** Which of several things happens; each has a weight in each hidden state. */
  choose(weights: readonly PerState[]): number {
    const chosen = this.dice.weighted(weights.map((weight) => weight[this.state]))
    this.weigh(STATES.map((state) => weights[chosen]![state] / weights.reduce((sum, w) => sum + w[state], 0)))
    return chosen
  }

  /** The phase may change: the chance to fall quiet, and to wake, of deals that will be won and lost. */
  turn(quiets: { won: number; lost: number }, wakes: { won: number; lost: number }): void {
    const leaves: PerState = [quiets.won, wakes.won, quiets.lost, wakes.lost]
    const other = (state: State) => (state ^ 1) as State
    if (this.dice.chance(leaves[this.state])) this.state = other(this.state)
    const before = this.weights
    this.weights = STATES.map(
      (state) => before[state] * (1 - leaves[state]) + before[other(state)] * leaves[other(state)],
    ) as typeof this.weights
  }

  private weigh(likelihoods: readonly number[]): void {
    const weights = STATES.map((state) => this.weights[state] * likelihoods[state]!)
    // Kept at sum 1: a product of a thousand chances would vanish.
    const sum = weights.reduce((a, b) => a + b, 0)
    this.weights = weights.map((weight) => weight / sum) as typeof this.weights
  }
}
