import type { ModelOverview, Prediction, Reason } from '../../../../worker/analytics/contract'
import { formatNumber, localFigures, plural } from '../../ui/format'
import { toPoints } from '../../ui/probability'
import { type WaterfallInput, type WaterfallRow, waterfall } from '../../ui/waterfall-geometry'

type Scored = Pick<Prediction, 'probability' | 'reasons'> & Partial<Pick<Prediction, 'movedBy'>>

const WORTH_SAYING = 0.02 // log-odds; a reason that moved less did not move the number

/** What the number became, and the reason that moved most: "57 to 64: mostly the reply within a day". */
export function changeWords(before: Scored, now: Scored): string {
  const [from, to] = [toPoints(before.probability), toPoints(now.probability)]
  if (from === to) return `Still ${to}`
  // The server knows best what a command did; without it, the reasons then and now are compared.
  const told = now.movedBy?.length ? now.movedBy : moved(before, now, to > from ? 1 : -1).map(({ words }) => words)
  const why = told.map((words) => localFigures(uncapitalized(words)))
  return why.length > 0 ? `${from} to ${to}: mostly ${why.join(', and ')}` : `${from} to ${to}`
}

// The two that moved most in the direction the whole went. What is gone now is told as it was.
function moved(before: Scored, now: Scored, direction: 1 | -1): Reason[] {
  const then = new Map(before.reasons.map((reason) => [reason.feature, reason.contribution]))
  const gone = before.reasons.filter(({ feature }) => !now.reasons.some((reason) => reason.feature === feature))
  return [
    ...now.reasons.map((reason) => ({ reason, by: reason.contribution - (then.get(reason.feature) ?? 0) })),
    ...gone.map((reason) => ({ reason, by: -reason.contribution })),
  ]
    .filter(({ reason, by }) => reason.feature !== REST && by * direction > WORTH_SAYING)
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by))
    .slice(0, 2)
    .map(({ reason }) => reason)
}

// "No meeting in 21 days" goes on in the middle of a sentence; "VX-20 in the deal" stays as it is.
function uncapitalized(words: string): string {
  return /^\p{Lu}\p{Ll}/u.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words
}

/** Why a deal has no score. */
export function pendingWords(overview: ModelOverview | undefined): string {
  if (!overview) return 'the model has not seen this deal.'
  if (overview.champion) return 'it is being worked out.'
  if (overview.isTraining) return 'the model is learning from your closed deals right now.'
  const { won, lost } = overview.closedDeals
  const { needed } = overview
  if (won >= needed.won && lost >= needed.lost) return 'no model has been made from your closed deals yet.'
  return `not enough closed deals. ${plural(won, 'deal')} won and ${formatNumber(lost)} lost so far; ${formatNumber(needed.won)} and ${formatNumber(needed.lost)} are needed.`
}

/** The reasons that weigh most, those that help first: the same steps, in the same points, as the whole waterfall. */
export function mainReasons(prediction: Prediction | null | undefined, most: number): WaterfallRow[] {
  if (!prediction) return []
  return waterfall(waterfallOf(prediction))
    .filter(({ kind, points }) => (kind === 'helps' || kind === 'hurts') && points !== 0)
    .sort((a, b) => Math.abs(b.logOdds ?? 0) - Math.abs(a.logOdds ?? 0))
    .slice(0, most)
    .sort((a, b) => Math.sign(b.points) - Math.sign(a.points))
}

// The reason that is no feature's own: the sum of those too small to be told.
const REST = ''
const ALL = 50 // the server has chosen already which stand alone

/** A score as the waterfall takes it. */
export function waterfallOf(prediction: Pick<Prediction, 'baseRate' | 'probability' | 'reasons'>): WaterfallInput {
  const rest = prediction.reasons.find(({ feature }) => feature === REST)
  return {
    base: prediction.baseRate,
    value: prediction.probability,
    reasons: prediction.reasons
      .filter(({ feature }) => feature !== REST)
      .map(({ feature, words, contribution, points }) => ({
        key: feature,
        label: localFigures(words),
        logOdds: contribution,
        points,
      })),
    rest: rest && { label: rest.words, logOdds: rest.contribution },
    most: ALL,
  }
}
