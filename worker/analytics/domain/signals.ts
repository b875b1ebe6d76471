import { type ActionKind, bestActions } from './actions'
import { sigmoid } from './boosting/loss'
import { predictLogOdds } from './boosting/scoring'
import type { CustomerEvidence } from './evidence-book'
import { factsMoved } from './facts-moved'
import { shownPercent } from './points'
import { lookAt, type ScoredDeal, type ServedModel } from './scorer'
import { DAY_MS, type DealTimeline, type Instant } from './timeline'

/** What a list says of a deal at a glance. */
export interface Signals {
  /** It fell by so many points in a week, or stands so many below what deals of its stage usually do; and why, in three words. */
  readonly risk: { readonly kind: 'falling' | 'below_stage'; readonly points: number; readonly words: string } | null
  /** What would raise it most, and by how many points. */
  readonly push: { readonly action: ActionKind; readonly points: number } | null
}

export const NO_SIGNALS: Signals = { risk: null, push: null }

const WEEK_MS = 7 * DAY_MS
const FAST = 10 // points in a week: two standard steps of a usual deal
const FAR_BELOW = 20 // points under the stage's usual rate, and
const SMALL_SHARE = 0.5 // of it at most: at a third of all deals a mark would say nothing
const ENOUGH_IN_STAGE = 30 // deals, before their rate is a norm
const WORTH_A_PUSH = 5 // points

/** What is wrong, by the topic that hurts most, in three words or fewer: a marker has no room for a sentence. */
const RISK_WORDS: Readonly<Record<string, string>> = {
  stage: 'Early stage still',
  stage_age: 'Stuck in stage',
  pace: 'Slower than usual',
  regressions: 'Moved back before',
  age: 'Open too long',
  slips: 'Close date slipping',
  close_date: 'Close date off',
  amount: 'Amount is unusual',
  amount_changes: 'Amount keeps changing',
  calls: 'Few calls lately',
  emails: 'Few e-mails lately',
  meetings: 'No recent meeting',
  contact: 'No recent contact',
  replies: 'Buyer gone quiet',
  reply_time: 'Buyer answers slowly',
  people: 'Few people engaged',
  sentiment: 'Tone is cooling',
  next_step: 'No good next step',
  outcome: 'Last talk poor',
  customer: 'Customer rarely buys',
  owner: 'Owner’s record low',
  source: 'Weak source',
  product: 'Product sells less',
  competitor: 'Strong competitor',
  industry: 'Weaker industry',
  priority: 'Priority is telling',
  season: 'Weak season',
}

/** Falling fast comes before standing low: it is news. */
export function signalsOf(
  model: ServedModel,
  timeline: DealTimeline,
  at: Instant,
  customer: CustomerEvidence | null,
  scored: Pick<ScoredDeal, 'probability' | 'reasons'>,
): Signals {
  if (!model.trained) return NO_SIGNALS
  const [best] = bestActions(model, timeline, at, customer, { knowsSomebodyNew: false })
  return {
    risk: falling(model, timeline, at, customer, scored.probability) ?? belowStage(model, timeline, at, scored),
    push: best && best.points >= WORTH_A_PUSH ? { action: best.kind, points: best.points } : null,
  }
}

/** Against what the same model says of the deal as it stood a week ago: another model's opinion is no fall. */
function falling(
  model: ServedModel,
  timeline: DealTimeline,
  at: Instant,
  customer: CustomerEvidence | null,
  probability: number,
): Signals['risk'] {
  const { trained } = model
  const then = at - WEEK_MS
  const began = Math.max(timeline.createdAt, timeline.recordedFrom ?? Number.POSITIVE_INFINITY)
  if (!trained || began > then) return null
  const before = lookAt(model, trained, timeline, then, customer)
  const after = lookAt(model, trained, timeline, at, customer)
  const told = sigmoid(predictLogOdds(trained, before.row))
  const points = shownPercent(told) - shownPercent(probability)
  if (points < FAST) return null
  const { facts } = factsMoved(model, trained, [before, after], [told, probability])
  const worst = facts.reduce<(typeof facts)[number] | undefined>(
    (low, fact) => (fact.points < (low?.points ?? 0) ? fact : low),
    undefined,
  )
  return { kind: 'falling', points, words: RISK_WORDS[worst?.key ?? ''] ?? 'Falling this week' }
}

function belowStage(
  { seen, features }: ServedModel,
  timeline: DealTimeline,
  at: Instant,
  { probability, reasons }: Pick<ScoredDeal, 'probability' | 'reasons'>,
): Signals['risk'] {
  const stage = timeline.events.findLast((event) => event.type === 'stage_entered' && event.at <= at)
  const usual = stage?.type === 'stage_entered' ? seen.stages[stage.stageId] : undefined
  if (!usual || usual.deals < ENOUGH_IN_STAGE) return null
  const rate = usual.won / usual.deals
  const points = shownPercent(rate) - shownPercent(probability)
  if (points < FAR_BELOW || probability > rate * SMALL_SHARE) return null
  const worst = reasons.reduce<(typeof reasons)[number] | undefined>(
    (low, reason) => (reason.points < (low?.points ?? 0) ? reason : low),
    undefined,
  )
  const topic = features.find(({ name }) => name === worst?.feature)?.topic
  return { kind: 'below_stage', points, words: RISK_WORDS[topic ?? ''] ?? 'Below stage norm' }
}
