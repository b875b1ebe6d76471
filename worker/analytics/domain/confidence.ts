import { exp, log } from './arithmetic'
import type { Rung } from './rung'

export interface ConfidenceInput {
  readonly probability: number
  readonly rung: Rung
  /** Closed deals and features the model learned from. */
  readonly deals: number
  readonly features: number
  /** Closed deals behind this customer and this owner; won deals that went through this stage. Null where there is none. */
  readonly customerDeals: number | null
  readonly ownerDeals: number | null
  readonly stageDeals: number | null
  /** Share of the features that are unknown for this deal. */
  readonly missingShare: number
  /** Values, such as a source, that no closed deal had. */
  readonly unseen: number
}

export type ConfidenceLevel = 'high' | 'medium' | 'low'

/** What the confidence rests on, or what it lacks: what limits most comes first. */
export type ConfidenceReason =
  | { readonly kind: 'not_own_model'; readonly rung: Rung }
  | { readonly kind: 'wide_interval'; readonly low: number; readonly high: number }
  | { readonly kind: 'much_missing'; readonly share: number }
  | { readonly kind: 'unseen_values'; readonly count: number }
  | { readonly kind: 'stage_rarely_won'; readonly deals: number }
  | { readonly kind: 'little_known_customer_and_owner'; readonly customerDeals: number; readonly ownerDeals: number }
  | { readonly kind: 'many_deals'; readonly deals: number }
  | { readonly kind: 'known_customer'; readonly deals: number }
  | { readonly kind: 'known_owner'; readonly deals: number }

export interface Confidence {
  readonly level: ConfidenceLevel
  /**
   * Four times in five, a model learned from as many other deals of the same company would answer within; of a borrowed model,
   * the company's own once it has one.
   */
  readonly low: number
  readonly high: number
  readonly reasons: readonly ConfidenceReason[]
}

// Measured by training on two halves of simulated companies: their answers stray in log-odds by a variance of about
// 5 × features ÷ deals, at all probabilities alike. With a few hundred deals it is less, because there the model is held
// near the usual rate; what that leaves out makes up for it.
const VARIANCE_PER_FEATURE = 5
const FEWEST_FEATURES = 10 // a few columns bend as freely as ten
const UNSEEN_VARIANCE = 0.06 // of an effect of ±0.25 that could not be learned
const STAGE_VARIANCE = 5 // ÷ deals: 1 / (n · p(1 − p)) at the usual p
// How far, in variance of log-odds, a model of a simulated company's own, with 2,500 deals, ends up from what was borrowed;
// and what is not known of a company's own rate: 1 / (n · p(1 − p)) at the usual p.
const BORROWED = {
  prior: { elsewhere: 1.1 },
  prior_calibrated: { elsewhere: 1 },
  pooled: { elsewhere: 1 },
  residual: { elsewhere: 0.4 },
} as const
const RATE_VARIANCE = 5
const WORLD_DEALS = 10 // as many as stand behind the rate of a company without any
const EIGHTY_PERCENT = 1.2816 // standard deviations

const NARROW = 0.14
const WIDE = 0.35
const MUCH_MISSING = 0.5
const TOO_MUCH_MISSING = 0.75
const FEW_IN_STAGE = 10
const KNOWN_CUSTOMER = 3
const KNOWN_OWNER = 20

const WORST_FIRST: readonly ConfidenceLevel[] = ['low', 'medium', 'high']

export function confidenceOf(input: ConfidenceInput): Confidence {
  const { low, high } = intervalOf(input)
  const limits = limitsOf(input, low, high)
  const level = WORST_FIRST.find((candidate) => limits.some((limit) => limit.atMost === candidate)) ?? 'high'
  const limiting = limits
    .toSorted((a, b) => WORST_FIRST.indexOf(a.atMost) - WORST_FIRST.indexOf(b.atMost))
    .map(({ reason }) => reason)
  return { level, low, high, reasons: [...limiting, ...supportOf(input)] }
}

/** The 80 % interval, symmetrical in log-odds. */
function intervalOf({ probability, rung, deals, features, stageDeals, missingShare, unseen }: ConfidenceInput) {
  const rests = rung === 'own' || rung === 'base_rate' ? null : BORROWED[rung]
  const learned = rests
    ? rests.elsewhere + RATE_VARIANCE / (deals + WORLD_DEALS)
    : (VARIANCE_PER_FEATURE * Math.max(rung === 'own' ? FEWEST_FEATURES : 1, features)) / Math.max(1, deals)
  const stage = stageDeals === null || rests ? 0 : STAGE_VARIANCE / (stageDeals + 1)
  const variance = learned * (1 + missingShare) + stage + UNSEEN_VARIANCE * unseen
  const half = EIGHTY_PERCENT * Math.sqrt(variance)
  const logit = log(probability / (1 - probability))
  return { low: sigmoid(logit - half), high: sigmoid(logit + half) }
}

const sigmoid = (x: number) => 1 / (1 + exp(-x))

interface Limit {
  readonly atMost: ConfidenceLevel
  readonly reason: ConfidenceReason
}

function limitsOf(input: ConfidenceInput, low: number, high: number): Limit[] {
  const { rung, stageDeals, missingShare, unseen } = input
  const customerDeals = input.customerDeals ?? 0
  const ownerDeals = input.ownerDeals ?? 0
  const limits: Limit[] = []
  const limit = (atMost: ConfidenceLevel, reason: ConfidenceReason) => {
    limits.push({ atMost, reason })
  }
  if (rung === 'base_rate' || rung === 'prior') limit('low', { kind: 'not_own_model', rung })
  if (rung === 'prior_calibrated' || rung === 'pooled' || rung === 'residual')
    limit('medium', { kind: 'not_own_model', rung })
  if (high - low > NARROW) limit(high - low > WIDE ? 'low' : 'medium', { kind: 'wide_interval', low, high })
  if (missingShare > MUCH_MISSING) {
    limit(missingShare > TOO_MUCH_MISSING ? 'low' : 'medium', { kind: 'much_missing', share: missingShare })
  }
  if (unseen > 0) limit('medium', { kind: 'unseen_values', count: unseen })
  // What is borrowed does not learn by stage.
  if (rung === 'own' && stageDeals !== null && stageDeals < FEW_IN_STAGE)
    limit('medium', { kind: 'stage_rarely_won', deals: stageDeals })
  // A tenant whose deals name neither has other things to go by.
  const isKnown = customerDeals >= KNOWN_CUSTOMER || ownerDeals >= KNOWN_OWNER
  const couldBe = rung === 'own' && (input.customerDeals !== null || input.ownerDeals !== null)
  if (couldBe && !isKnown) limit('medium', { kind: 'little_known_customer_and_owner', customerDeals, ownerDeals })
  return limits
}

function supportOf({ rung, deals, customerDeals, ownerDeals }: ConfidenceInput): ConfidenceReason[] {
  if (rung === 'prior') return [] // it rests on none of them
  const support: ConfidenceReason[] = [{ kind: 'many_deals', deals }]
  if (customerDeals !== null && customerDeals >= KNOWN_CUSTOMER)
    support.push({ kind: 'known_customer', deals: customerDeals })
  if (ownerDeals !== null && ownerDeals >= KNOWN_OWNER) support.push({ kind: 'known_owner', deals: ownerDeals })
  return support
}
