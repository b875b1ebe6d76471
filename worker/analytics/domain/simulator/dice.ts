import { createRandom, type Random } from '../boosting/random'

/** A seeded source of chance: the same seed always tells the same story. */
export class Dice {
  private readonly random: Random

  constructor(seed: number) {
    this.random = createRandom(seed)
  }

  /** Another source that goes its own way: what one part of a story draws does not shift the rest. */
  fork(salt: number): Dice {
    return new Dice((Math.floor(this.random() * 2 ** 32) ^ Math.imul(salt + 1, 0x9e3779b1)) >>> 0)
  }

  chance(probability: number): boolean {
    return this.random() < probability
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.random()
  }

  /** A whole number in [low, high]. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1))
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)]! // callers give lists that are not empty
  }

  /** An index, as likely as its weight. */
  weighted(weights: readonly number[]): number {
    let left = this.random() * weights.reduce((sum, weight) => sum + weight, 0)
    for (let i = 0; i < weights.length; i++) {
      left -= weights[i]!
      if (left < 0) return i
    }
    return weights.length - 1
  }

  /** Box–Muller. */
  normal(mean = 0, deviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.random()))
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.random())
  }

  shuffled<T>(items: readonly T[]): T[] {
    const shuffled = [...items]
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.whole(0, last)
      const kept = shuffled[last]!
      shuffled[last] = shuffled[other]!
      shuffled[other] = kept
    }
    return shuffled
  }

  /** A UUID of version 7 for a moment: seeded rows are as good for an index as real ones. */
  uuid(at: number): string {
    const hex = (digits: number) =>
      Math.floor(this.random() * 16 ** digits)
        .toString(16)
        .padStart(digits, '0')
    const time = Math.max(0, Math.floor(at)).toString(16).padStart(12, '0')
    const variant = '89ab'[this.whole(0, 3)]!
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(6)}${hex(6)}`
  }
}
