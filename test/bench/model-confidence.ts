import { log } from '../../worker/analytics/domain/arithmetic'
import type { ConfidenceLevel } from '../../worker/analytics/domain/confidence'

/** One answer: how sure it was said to be, and what came. `label` may be a true chance where one is known. */
export interface Answer {
  readonly level: ConfidenceLevel
  /** Width of its interval, in probability. */
  readonly width: number
  readonly probability: number
  readonly label: number
}

/** How well the deals of one level of confidence were predicted; expected values where labels are chances. */
export interface LevelQuality {
  readonly deals: number
  readonly logLoss: number
  readonly brier: number
}

export interface ConfidenceQuality {
  readonly levels: Partial<Record<ConfidenceLevel, LevelQuality>>
  /** The third of the deals whose intervals are narrowest, and the third whose are widest, whatever they are called. */
  readonly narrowest: LevelQuality
  readonly widest: LevelQuality
  /** Whether who was surer was better: level by level, by width where there is one level; null where there are too few. */
  readonly holds: boolean | null
  /** The same in words, with the reason where there is nothing to compare. */
  readonly verdict: string
}

const FEWEST = 30 // deals of a level before it says anything
const SUREST_FIRST: readonly ConfidenceLevel[] = ['high', 'medium', 'low']

/** Whether those who were said to be surer were in fact better predicted. */
export function judgeConfidence(answers: readonly Answer[]): ConfidenceQuality {
  const byLevel = Map.groupBy(answers, ({ level }) => level)
  const levels = Object.fromEntries([...byLevel].map(([level, some]) => [level, qualityOf(some)]))
  const told = SUREST_FIRST.flatMap((level) => {
    const quality = levels[level]
    return quality && quality.deals >= FEWEST ? [{ level, quality }] : []
  })
  const byWidth = answers.toSorted((a, b) => a.width - b.width)
  const third = Math.floor(byWidth.length / 3)
  const [narrowest, widest] = [qualityOf(byWidth.slice(0, third)), qualityOf(byWidth.slice(-third))]
  const holdsByWidth = third < FEWEST ? null : narrowest.logLoss < widest.logLoss
  const holds =
    told.length < 2
      ? holdsByWidth
      : told.every(({ quality }, i) => i === 0 || told[i - 1]!.quality.logLoss < quality.logLoss)
  return {
    levels,
    narrowest,
    widest,
    holds,
    verdict: verdictOf(
      holds,
      told.map(({ level }) => level),
    ),
  }
}

function verdictOf(holds: boolean | null, told: readonly ConfidenceLevel[]): string {
  if (holds === null) return 'too few to compare'
  const better = holds ? 'surer is better' : 'surer is NOT better'
  if (told.length > 1) return `${better}: ${told.join(' < ')} in log loss`
  return `${better}, by width: all are ${told[0]}${WHY_ALL[told[0] ?? 'medium']}`
}

const WHY_ALL: Readonly<Record<ConfidenceLevel, string>> = {
  high: ', since so many deals stand behind each',
  medium: '',
  low: ', since no model beats the usual rate',
}

function qualityOf(answers: readonly Answer[]): LevelQuality {
  let loss = 0
  let distance = 0
  for (const { probability, label } of answers) {
    const p = Math.min(1 - 1e-6, Math.max(1e-6, probability))
    loss -= label * log(p) + (1 - label) * log(1 - p)
    distance += (probability - label) ** 2
  }
  return { deals: answers.length, logLoss: loss / answers.length, brier: distance / answers.length }
}
