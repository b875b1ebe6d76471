import type { Channel, Instant } from './timeline'

/** One contact with a customer, as far as its time can teach. */
export interface Contact {
  readonly at: Instant
  readonly channel: Channel
  readonly direction: 'in' | 'out' | null
  readonly outcome: string | null
}

/** Weekday (0 is Sunday) and hour of a moment where the seller is. */
export type LocalTime = (at: Instant) => { readonly weekday: number; readonly hour: number }

/** When a customer is best reached, with what says so; or why nothing can be said. */
export type ContactTime =
  | { readonly kind: 'too_few'; readonly answers: number; readonly needed: number }
  | { readonly kind: 'no_pattern'; readonly answers: number }
  | {
      readonly kind: 'window'
      readonly weekday: number
      readonly fromHour: number
      readonly toHour: number
      /** So many of all answers came in it. */
      readonly inWindow: number
      readonly answers: number
    }

const FEWEST = 8
const WINDOWS = [
  [8, 11],
  [11, 14],
  [14, 18],
] as const
const WORKDAYS = [1, 2, 3, 4, 5]
const MISSED = ['no_answer', 'left_message']
const CHANCE = 0.05 // that one of the windows would stand out as much by luck

/**
 * Finds the window of the week in which a customer answers clearly more often than chance would have it. An answer is a message
 * or call of theirs, or a call they took.
 */
export function bestContactTime(contacts: readonly Contact[], localTime: LocalTime): ContactTime {
  const counts = new Map<string, number>()
  let answers = 0
  for (const contact of contacts) {
    if (!isAnswer(contact)) continue
    answers++
    const { weekday, hour } = localTime(contact.at)
    const window = WINDOWS.findIndex(([from, to]) => hour >= from && hour < to)
    if (window >= 0 && WORKDAYS.includes(weekday)) {
      const key = `${weekday} ${window}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  if (answers < FEWEST) return { kind: 'too_few', answers, needed: FEWEST }
  const [best] = [...counts].sort(([, a], [, b]) => b - a)
  const all = WORKDAYS.length * WINDOWS.length
  if (!best || atLeast(best[1], answers, 1 / all) * all > CHANCE) return { kind: 'no_pattern', answers }
  const [weekday, window] = best[0].split(' ').map(Number) as [number, number]
  const [fromHour, toHour] = WINDOWS[window]!
  return { kind: 'window', weekday, fromHour, toHour, inWindow: best[1], answers }
}

function isAnswer({ channel, direction, outcome }: Contact): boolean {
  if (channel === 'note') return false
  return direction === 'in' || (channel === 'call' && outcome !== null && !MISSED.includes(outcome))
}

/** P(X ≥ k) of a binomial variable. */
function atLeast(k: number, n: number, p: number): number {
  let term = (1 - p) ** n // of exactly none
  let below = 0
  for (let i = 0; i < k; i++) {
    below += term
    term *= ((n - i) / (i + 1)) * (p / (1 - p))
  }
  return Math.max(0, 1 - below)
}
