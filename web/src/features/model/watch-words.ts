import type { ModelOverview, ModelSummary, Rung, Sweep, WatchReport } from '../../../../worker/analytics/contract'
import { formatDay, formatNumber, formatPercent, plural } from '../../ui/format'

type Drift = WatchReport['score']

export const LEVEL_WORDS = { steady: 'steady', warn: 'look', act: 'retrain' } as const

const DRAWN_UP_TO = 0.3

export interface DriftRow extends Drift {
  readonly key: string
  readonly label: string
  /** Where it stands on a scale from 0 to 1. */
  readonly at: number
}

const MOST_ROWS = 5

/** What has moved most, and the score itself. */
export function driftRows({ inputs, score }: WatchReport): DriftRow[] {
  const row = (key: string, label: string, { index, level }: Drift): DriftRow => {
    return { key, label, index, level, at: Math.min(1, index / DRAWN_UP_TO) }
  }
  return [
    ...inputs.slice(0, MOST_ROWS).map((input) => row(input.feature, input.phrase, input)),
    row('score', 'Score itself', score),
  ]
}

/** Where warning and acting begin on the same scale. */
export const DRIFT_MARKS = [0.1 / DRAWN_UP_TO, 0.2 / DRAWN_UP_TO] as const

export function driftSentence({ inputs, score }: WatchReport): string {
  const moved = inputs.filter(({ level }) => level !== 'steady').length
  if (moved === 0) return score.level === 'steady' ? 'Nothing has moved' : 'The scores have moved'
  return moved === 1 ? 'One input has moved' : `${formatNumber(moved)} inputs have moved`
}

export function driftNote({ deals, dealsThen, since }: WatchReport): string {
  return `${plural(deals, 'open deal')} now against ${formatNumber(dealsThen)} on ${formatDay(new Date(since).toISOString())}, beyond what chance gives. From 0.10 we look, from 0.20 we retrain.`
}

/** How the scores came true, in a sentence. */
export function outcomesSentence({ outcomes }: WatchReport): string {
  if (!outcomes) return 'No scored deal has closed yet'
  return outcomes.logLoss < outcomes.baseRateLogLoss ? 'Still ahead of the usual rate' : 'Behind the usual rate'
}

export function outcomesNote({ outcomes }: WatchReport): string {
  if (!outcomes) return 'Once deals close that had a score, this shows how the scores came true.'
  const { deals, won, slope } = outcomes
  const sure =
    slope === null
      ? ''
      : slope < 0.8
        ? ' The scores are surer of themselves than they should be.'
        : slope > 1.25
          ? ' The scores are more cautious than they need be.'
          : ' They are as sure of themselves as they should be.'
  return `Log loss by month of closing, lower is better: ${plural(deals, 'scored deal')} closed, ${formatNumber(won)} won.${sure}`
}

export const RUNG_WORDS: Readonly<Record<Rung, string>> = {
  base_rate: 'Usual rate',
  prior: 'How deals usually run',
  prior_calibrated: 'The same, adjusted to your deals',
  pooled: 'With what companies that share have learned',
  residual: 'The same, corrected by your deals',
  own: 'Your deals alone',
}

export function rungSentence({ champion }: Pick<ModelOverview, 'champion'>): string {
  switch (champion?.rung) {
    case 'own':
      return 'Your deals carry a model of their own'
    case 'residual':
      return 'Your deals correct a general model'
    case 'pooled':
      return 'What companies that share have learned serves, adjusted to your deals'
    case 'prior_calibrated':
      return 'Your deals adjust a general model'
    case 'prior':
      return 'A general model serves for now'
    default:
      return 'No model is better than your usual rate'
  }
}

export function nextRungNote({
  nextRung,
  closedDeals,
}: Pick<ModelOverview, 'nextRung' | 'closedDeals'>): string | undefined {
  if (!nextRung) return undefined
  const missing = [
    nextRung.won > closedDeals.won && `${formatNumber(nextRung.won - closedDeals.won)} more won`,
    nextRung.lost > closedDeals.lost && `${formatNumber(nextRung.lost - closedDeals.lost)} more lost`,
  ].filter(Boolean)
  const what = RUNG_WORDS[nextRung.rung].toLowerCase()
  if (missing.length === 0) return `There are enough deals for the next step (${what}); it serves once it is better.`
  return `${missing.join(' and ')}, and the next step can be tried: ${what}.`
}

/** How far a pass over every open deal has come. Deals may open and close under way. */
export function sweepWords({ scored, of, failure }: Sweep): string {
  if (of === null) return failure === null ? 'Scoring the open deals begins in a moment' : 'No deal was scored'
  const so = `${formatNumber(scored)} of ${plural(Math.max(of, scored), 'open deal')}`
  return failure === null ? `Scoring: ${so}` : `It had scored ${so}`
}

/** What became of the answers where the newest deals ended unlike what the older ones had taught. */
export function turnWords({ since, deals, share }: NonNullable<ModelSummary['turn']>): string {
  const what = `The ${plural(deals, 'deal')} closed since ${formatDay(since)} ended unlike what all before them taught`
  if (share === 1) return `${what}: every chance is moved to the rate at which they were won`
  return `${what}. Until they are enough to learn from, chances keep ${formatPercent(share)} of their distance from the usual rate`
}

/** The settings of a version, as one line of facts. */
export function settingsWords({ settings, rows, halfLifeDays, features, artifactBytes }: ModelSummary): string {
  return [
    `${plural(features, 'input')}`,
    rows !== null && plural(rows, 'look', 'looks'),
    halfLifeDays !== null && `half-life ${plural(halfLifeDays, 'day')}`,
    settings && settings.rounds > 0 && `${plural(settings.rounds, 'tree')} of depth ${formatNumber(settings.maxDepth)}`,
    settings && settings.rounds > 0 && `rate ${settings.learningRate}`,
    settings && settings.rounds > 0 && `λ ${settings.lambda}`,
    settings?.stopped && 'stopped trying others in time',
    settings && `seed ${settings.seed}`,
    artifactBytes ? `${formatNumber(artifactBytes / 1000)} kB` : false,
  ]
    .filter(Boolean)
    .join(' · ')
}
