import { log } from '../../worker/analytics/domain/arithmetic'
import { asOf } from '../../worker/analytics/domain/as-of'
import { bookOf } from '../../worker/analytics/domain/evidence-book'
import { subjectOf } from '../../worker/analytics/domain/features/catalogue'
import { closedDealOf, HistoryBook } from '../../worker/analytics/domain/history'
import { climb } from '../../worker/analytics/domain/ladder'
import { priorFor } from '../../worker/analytics/domain/prior/serve'
import { featuresOfModel, probabilityAt, type ServedModel, scoreDeal } from '../../worker/analytics/domain/scorer'
import { NOTHING_SEEN } from '../../worker/analytics/domain/seen'
import { TERVO, type WorldProfile } from '../../worker/analytics/domain/simulator/profile'
import { simulate } from '../../worker/analytics/domain/simulator/simulate'
import { type SimulatedDeal, trueProbability } from '../../worker/analytics/domain/simulator/simulated'
import { snapshotsUntil } from '../../worker/analytics/domain/snapshots'
import { DAY_MS, type DealTimeline, type Instant } from '../../worker/analytics/domain/timeline'
import { assembleTrainingSet } from '../../worker/analytics/domain/training-set'
import { type Told, type TrueCalibration, trueCalibration } from './model-calibration'
import { type ConfidenceQuality, judgeConfidence } from './model-confidence'

const NOW = Date.UTC(2026, 10, 23)
const LOOKED_AHEAD = 120 * DAY_MS
const WORLDS = [41, 42, 43, 44] as const
const CLOSED = [0, 40, 100, 250, 500, 1000, 2500, 5000]
const DRIFT_MONTHS = [0, 2, 4, 6, 9]
const MONTH = 30 * DAY_MS

/** Expected losses in nats a deal, over the true chances: no luck in them, and no deal left out that is still open. */
export interface CurvePoint extends TrueCalibration {
  readonly closedDeals: number
  readonly rung: string
  readonly logLoss: number
  /** Of always answering with the share won among closed deals of the same stage, and of all. */
  readonly stageRate: number
  readonly usualRate: number
  /** Of knowing the true chance: nobody can do better. */
  readonly truth: number
}

export interface DriftPoint {
  readonly monthsAfter: number
  readonly trainedBefore: number
  readonly trainedAnew: number
  /** By who knew the day of the turn, and learned from nothing before it: the floor of what can be hoped for. */
  readonly trainedSince: number
  readonly usualRate: number
  readonly truth: number
}

/** The model with the most closed deals of one world, against the true chances there. */
export interface WorldPoint extends Pick<CurvePoint, 'rung' | 'logLoss' | 'truth' | 'slope' | 'slopeError' | 'error'> {
  readonly world: string
}

export interface SimulatorQuality {
  readonly curve: readonly CurvePoint[]
  /** World by world, and their mean: how some thousand deals happened to end moves the slope of one by its standard error. */
  readonly worlds: readonly WorldPoint[]
  readonly drift: readonly DriftPoint[]
  /** Of the model with the most closed deals, against the true chances. */
  readonly confidence: ConfidenceQuality
}

/** What only a simulator can tell: how far the answers are from the true chances, from the first deal to the five thousandth. */
export function judgeSimulated(report: (line: string) => void): SimulatorQuality {
  const { deals } = worldOf(WORLDS[0])
  const curve = learningCurve(deals, report)
  return {
    curve,
    worlds: worldByWorld(curve.at(-1)!, report), // it has points
    drift: recovery(report),
    confidence: confidenceAtLast(deals, report),
  }
}

const worldOf = (seed: number) => simulate({ seed, deals: 7600, asOf: NOW, months: 48 })

/** The first is that of the curve. */
function worldByWorld(first: CurvePoint, report: (line: string) => void): WorldPoint[] {
  const points = WORLDS.map((seed, i): WorldPoint => {
    const { rung, logLoss, truth, slope, slopeError, error } =
      i === 0 ? first : pointAt(worldOf(seed).deals, first.closedDeals)
    report(`world ${seed}: slope ${slope.toFixed(3)} ± ${slopeError.toFixed(3)}`)
    return { world: String(seed), rung, logLoss, truth, slope, slopeError, error }
  })
  const mean = (of: (point: WorldPoint) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length
  return [
    ...points,
    {
      world: 'mean',
      rung: '',
      logLoss: mean(({ logLoss }) => logLoss),
      truth: mean(({ truth }) => truth),
      slope: mean(({ slope }) => slope),
      slopeError: Math.sqrt(mean(({ slopeError }) => slopeError ** 2) / points.length),
      error: mean(({ error }) => error),
    },
  ]
}

const closingsOf = (deals: readonly SimulatedDeal[]) =>
  deals.flatMap(({ closedAt }) => closedAt ?? []).sort((a, b) => a - b)

/** How sure the product would have said it was of each open deal, and how right it was. */
function confidenceAtLast(deals: readonly SimulatedDeal[], report: (line: string) => void): ConfidenceQuality {
  const at = closingsOf(deals)[CLOSED.at(-1)!]! // there are more
  const { model } = trainAt(deals, at)
  const history = HistoryBook.of(deals.flatMap(({ timeline }) => closedDealOf(timeline) ?? []))
  report('how sure it is')
  return judgeConfidence(
    deals.flatMap((deal) =>
      snapshotsUntil(deal.timeline, Math.min(deal.closedAt ?? NOW, at + LOOKED_AHEAD))
        .filter((moment) => moment.at >= at)
        .map((moment) => {
          const { customer, customerAmount } = history.evidenceAt(moment.at, subjectOf(asOf(deal.timeline, moment.at)))
          const known = { tally: customer, amount: customerAmount }
          const { probability, low, high, confidence } = scoreDeal(model, deal.timeline, moment.at, known)
          return { level: confidence, width: high - low, probability, label: trueProbability(deal, moment.at) }
        }),
    ),
  )
}

function learningCurve(deals: readonly SimulatedDeal[], report: (line: string) => void): CurvePoint[] {
  return CLOSED.map((closedDeals) => {
    const point = pointAt(deals, closedDeals)
    report(`${closedDeals} closed deals: ${point.rung}`)
    return point
  })
}

function pointAt(deals: readonly SimulatedDeal[], closedDeals: number): CurvePoint {
  const at = closingsOf(deals)[closedDeals]! // there are more
  const { model, rung } = trainAt(deals, at)
  const told = answersSince(deals, model, at, at + LOOKED_AHEAD)
  const rates = ratesAt(deals, at)
  return {
    closedDeals,
    rung,
    logLoss: expectedLoss(told, ({ probability }) => probability),
    stageRate: expectedLoss(told, ({ stageId }) => rates.ofStage(stageId)),
    usualRate: expectedLoss(told, () => rates.usual),
    truth: expectedLoss(told, ({ truth }) => truth),
    ...trueCalibration(told, closedDeals),
  }
}

/** From one day on sources and budgets mean the opposite, and less is won. Who learns again recovers. */
function recovery(report: (line: string) => void): DriftPoint[] {
  const turned: WorldProfile = {
    ...TERVO,
    prior: {
      ...TERVO.prior,
      intercept: TERVO.prior.intercept - 0.6,
      budget: { Approved: -0.8, Requested: 0, 'Not yet': 0.8 },
    },
    sources: TERVO.sources.map((source) => ({ ...source, effect: -source.effect })),
  }
  const asOfTheTurn = NOW - 300 * DAY_MS
  const [before, after] = [TERVO, turned].map(
    (profile) => simulate({ seed: 43, deals: 4200, asOf: NOW, months: 36, profile }).deals,
  )
  const deals = [
    ...before!.filter(({ openedAt }) => openedAt < asOfTheTurn),
    ...after!.filter(({ openedAt }) => openedAt >= asOfTheTurn),
  ]
  const old = trainAt(deals, asOfTheTurn).model
  return DRIFT_MONTHS.map((monthsAfter) => {
    const at = asOfTheTurn + monthsAfter * MONTH
    const anew = monthsAfter === 0 ? old : trainAt(deals, at).model
    // Judged on deals opened since the turn: the others still live by the old rules.
    const young = deals.filter(({ openedAt }) => openedAt >= asOfTheTurn)
    const since = trainAt(young, at).model
    const told = [old, anew, since].map((model) => answersSince(young, model, at, at + MONTH))
    const rates = ratesAt(deals, at)
    report(`${monthsAfter} months after the turn`)
    return {
      monthsAfter,
      trainedBefore: expectedLoss(told[0]!, ({ probability }) => probability),
      trainedAnew: expectedLoss(told[1]!, ({ probability }) => probability),
      trainedSince: expectedLoss(told[2]!, ({ probability }) => probability),
      usualRate: expectedLoss(told[1]!, () => rates.usual),
      truth: expectedLoss(told[1]!, ({ truth }) => truth),
    }
  })
}

/** What the product would have trained on a day, from what was known on that day. */
function trainAt(deals: readonly SimulatedDeal[], at: Instant): { model: ServedModel; rung: string } {
  const known = deals.filter(({ openedAt }) => openedAt < at).map(({ timeline }) => until(timeline, at))
  const set = assembleTrainingSet(known, { now: at })
  const climbed = set.ok ? climb(set.value) : null
  // Where everything that was tried failed the gate, the product shows the usual rate.
  const isRate = climbed !== null && !climbed.reached && !climbed.unproven && climbed.tried.length > 0
  const trained = isRate ? null : climbed ? climbed.finish() : priorFor({ won: 0, lost: 0 })
  const rung = isRate ? 'base_rate' : (climbed?.reached?.rung ?? 'prior')
  const closed = known.flatMap((timeline) => closedDealOf(timeline) ?? [])
  const history = HistoryBook.of(closed)
  const book = bookOf(
    history,
    known.map((timeline) => subjectOf(asOf(timeline, at))),
  )
  const features = trained ? featuresOfModel(trained, set.ok ? set.value.custom : []) : []
  return {
    rung,
    model: {
      id: 'simulated',
      number: 1,
      rung,
      trained,
      usualRate: usualRateOf(closed),
      deals: closed.length,
      features,
      book,
      seen: NOTHING_SEEN,
    },
  }
}

const usualRateOf = (closed: readonly { readonly won: boolean }[]) =>
  (closed.filter(({ won }) => won).length + 0.5) / (closed.length + 1)

const until = (timeline: DealTimeline, at: Instant): DealTimeline => ({
  ...timeline,
  events: timeline.events.filter((event) => event.at < at),
})

/** What the model says of deals in the time after it has learned, at the moments at which deals are looked at. */
function answersSince(deals: readonly SimulatedDeal[], model: ServedModel, from: Instant, to: Instant): Told[] {
  const history = HistoryBook.of(deals.flatMap(({ timeline }) => closedDealOf(timeline) ?? []))
  return deals.flatMap((deal) =>
    snapshotsUntil(deal.timeline, Math.min(deal.closedAt ?? NOW, to))
      .filter(({ at }) => at >= from)
      .map(({ at, weight }) => {
        const seen = asOf(deal.timeline, at)
        const { customer, customerAmount } = history.evidenceAt(at, subjectOf(seen))
        return {
          probability: probabilityAt(model, deal.timeline, at, { tally: customer, amount: customerAmount }),
          truth: trueProbability(deal, at),
          weight,
          stageId: seen.stages.at(-1)?.stageId ?? '',
          dealId: deal.id,
        }
      }),
  )
}

function expectedLoss(told: readonly Told[], answer: (one: Told) => number): number {
  let loss = 0
  let total = 0
  for (const one of told) {
    const p = Math.min(1 - 1e-6, Math.max(1e-6, answer(one)))
    loss -= one.weight * (one.truth * log(p) + (1 - one.truth) * log(1 - p))
    total += one.weight
  }
  return loss / total
}

/** The share won of what had closed by a day: of all, and of the deals that had been in a stage. */
function ratesAt(deals: readonly SimulatedDeal[], at: Instant) {
  const closed = deals.filter(({ closedAt }) => closedAt !== null && closedAt < at)
  const rate = (some: readonly SimulatedDeal[], usual: number) =>
    (some.filter(({ status }) => status === 'won').length + 4 * usual) / (some.length + 4)
  const usual = rate(closed, 0.3)
  const byStage = new Map<string, number>()
  return {
    usual,
    ofStage(stageId: string) {
      const known = byStage.get(stageId)
      if (known !== undefined) return known
      const there = closed.filter(({ stageHistory }) => stageHistory.some((stay) => stay.stageId === stageId))
      byStage.set(stageId, rate(there, usual))
      return byStage.get(stageId)!
    },
  }
}
