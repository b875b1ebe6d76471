import { minorDigits, toMajor } from '../../kernel/currency'
import type { OpportunityId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { NarrativeBrief, Talk } from '../domain/narrative/brief'
import { shownPercent } from '../domain/points'
import { type PredictionMissing, toPrediction } from './show-prediction'
import type { PastScore, StoredPrediction } from './work'

/** What is told of a deal beside its score. */
export interface DealTold {
  readonly title: string
  readonly customer: string
  readonly stage: string
  readonly owner: string
  readonly amountMinor: number
  readonly currency: string
  readonly closesOn: string | null
  readonly nextStep: string | null
}

/** What a text about a deal is written from. */
export interface NarrativeWork {
  readonly now: Date
  deal(id: OpportunityId): Promise<DealTold | undefined>
  prediction(id: OpportunityId): Promise<StoredPrediction | undefined>
  history(id: OpportunityId): Promise<readonly PastScore[]>
  /** Newest first. */
  talks(id: OpportunityId): Promise<readonly Talk[]>
}

const ACTIONS = {
  meeting: 'A meeting',
  meeting_with_somebody_new: 'Meeting somebody new',
  call: 'A call',
  next_step: 'A next step within the week',
} as const

/** All a writer is told of a deal. A deal without a score has nothing to be told from. */
export async function briefOf(
  work: NarrativeWork,
  id: OpportunityId,
): Promise<Result<NarrativeBrief, PredictionMissing>> {
  const [deal, stored, history, talks] = await Promise.all([
    work.deal(id),
    work.prediction(id),
    work.history(id),
    work.talks(id),
  ])
  if (!deal || !stored) return err({ kind: 'prediction_not_found' })
  const { probability, low, high, baseRate, confidence, weekChange, rung, reasons, risk, push } = toPrediction(
    stored,
    history,
    work.now,
  )
  const { amountMinor, currency, ...told } = deal
  return ok({
    ...told,
    amount: amountMinor > 0 ? amountWords(amountMinor, currency) : 'no amount yet',
    chance: shownPercent(probability),
    low: shownPercent(low),
    high: shownPercent(high),
    usual: shownPercent(baseRate),
    confidence,
    weekChange: weekChange === null ? null : shownPercent(probability) - shownPercent(probability - weekChange),
    isOwn: rung !== 'base_rate',
    reasons: reasons.map(({ words, points }) => ({ words, points })),
    risk: risk && { words: risk.words, points: risk.points },
    push: push && { action: ACTIONS[push.action], points: push.points },
    talks,
  })
}

function amountWords(amountMinor: number, currency: string): string {
  const digits = amountMinor % 10 ** minorDigits(currency) === 0 ? 0 : minorDigits(currency)
  const style = { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const
  return new Intl.NumberFormat('en', style).format(toMajor(amountMinor, currency))
}
