import { commitSystem, systemUnit } from '../../platform/background'
import type { Env } from '../../platform/env'
import { type ChampionStanding, verdictOf } from '../application/verdict'
import { asOf } from '../domain/as-of'
import { bookOf, bookToJson } from '../domain/evidence-book'
import { subjectOf } from '../domain/features/catalogue'
import { gate, LEAST_OUTCOMES } from '../domain/gate'
import type { Subject } from '../domain/history'
import { holdoutMetrics } from '../domain/holdout'
import { type Climb, climb, isRefuted } from '../domain/ladder'
import { contributionOf } from '../domain/pool/contribution'
import { correctedBy, poolOfOthers } from '../domain/pool/pooled'
import { priorFor, shippedPrior } from '../domain/prior/serve'
import { closingOf, dayOf, type Instant, instantOf } from '../domain/timeline'
import { type TrainingSet, type TrainingSetBuilder, TrainingSurvey } from '../domain/training-set'
import { judge, judgeRate, shareWon, trialFigures } from '../domain/trial'
import { customFieldNames } from '../persistence/custom-field-names'
import { type ChampionRow, findChampion } from '../persistence/models'
import { keepContribution, poolInSight } from '../persistence/pool'
import { servedModel } from '../serving/serve'
import { type Common, keepBack, publishModel, publishRate } from './publish'
import { eachPage } from './read-deals'

/** Reads what there is to learn from, climbs the ladder as far as it carries, and has the best that holds serve. */
export async function train(env: Env, tenantId: string, modelId: string): Promise<void> {
  const { set, won, lost, book } = await readTrainingSet(env, tenantId, modelId, Date.now())
  const found = await findChampion(systemUnit(env, tenantId, modelId))
  const common: Common = { id: modelId, deals: won + lost, won, lost, ...windowDays(set) }
  const sight = await poolInSight(systemUnit(env, tenantId, modelId))
  if (sight) await give(env, tenantId, modelId, set)
  // Who shares no more does not go on with what others gave.
  const champion = found?.rung === 'pooled' && !sight ? undefined : found
  const pooled = sight && correctedBy(poolOfOthers(sight.pool, sight.own), shippedPrior())
  const climbed = set && climb(set, pooled)
  if (!set || !climbed || climbed.tried.length === 0) {
    return withTooFew(env, tenantId, common, { set, champion, book })
  }

  const standing = await standingOf(env, champion, set, climbed)
  const unproven = standing.kind === 'none' ? climbed.unproven : null
  const best = climbed.reached ?? unproven ?? climbed.tried.at(-1)! // something was tried
  // In a market that has turned, the model in force speaks of the time before it as much as the new one, and knows nothing of it.
  const decision =
    climbed.reached && !climbed.turn && standing.kind === 'judged'
      ? gate(metricsOn(best.judged, standing.rows), standing.metrics)
      : best.decision
  const isUnproven = unproven !== null
  const verdict = verdictOf({ kind: 'decided', decision, tried: climbed.tried, champion: standing, isUnproven })
  const tried = {
    ...common,
    rung: best.rung,
    verdict,
    metrics: trialFigures(best.judged, set, climbed),
    set,
    climbed,
  }
  if (unproven) {
    const model = climbed.finish()
    return publishModel(env, tenantId, { ...common, rung: 'prior', verdict, metrics: null, set: null, model, book })
  }
  if (decision.publish) {
    return publishModel(env, tenantId, { ...tried, model: climbed.finish(), book })
  }
  if (standing.kind === 'judged' || standing.kind === 'incomparable') {
    return keepBack(env, tenantId, { ...tried, model: best.model })
  }
  const rate = judgeRate(shareWon(best.judged), best.judged)
  return publishRate(env, tenantId, { ...common, verdict, metrics: trialFigures(rate, set, climbed), book })
}

/** What the company has agreed to give: sums over its closed deals, and nothing where they are too few. */
async function give(env: Env, tenantId: string, modelId: string, set: TrainingSet | null): Promise<void> {
  const unit = systemUnit(env, tenantId, modelId)
  keepContribution(unit, set && contributionOf(set.dataset, set.window))
  await commitSystem(env, unit)
}

interface FewDeals {
  readonly set: TrainingSet | null
  readonly champion: ChampionRow | undefined
  readonly book: string
}

/** Too few closed deals to judge anything by: the shipped model serves, unless they speak against it. */
async function withTooFew(
  env: Env,
  tenantId: string,
  common: Common,
  { set, champion, book }: FewDeals,
): Promise<void> {
  const { won, lost } = common
  const refuted = set !== null && isRefuted(set)
  // What once passed the gate on more deals than there are now still knows more than what has never been tried.
  const stays = isProven(champion)
  const verdict = verdictOf({ kind: 'too_few', won, lost, published: !refuted && !stays })
  if (stays)
    return keepBack(env, tenantId, { ...common, rung: 'prior', verdict, metrics: null, set: null, model: null })
  if (refuted) return publishRate(env, tenantId, { ...common, verdict, metrics: null, book })
  const model = priorFor({ won, lost })
  return publishModel(env, tenantId, { ...common, rung: 'prior', verdict, metrics: null, set: null, model, book })
}

const isProven = (champion: ChampionRow | undefined) =>
  champion !== undefined && champion.rung !== 'base_rate' && champion.rung !== 'prior'

type Standing = Exclude<ChampionStanding, { kind: 'judged' }> | Judged
type Judged = Extract<ChampionStanding, { kind: 'judged' }> & {
  /** Positions among the judged rows that the champion had not seen. */
  readonly rows: Int32Array
}

/**
 * How the model in force does on what closed after it had learned: on deals it has seen, it would win against anything. The
 * lower rungs are tried anew every time and need no comparison.
 */
async function standingOf(
  env: Env,
  champion: ChampionRow | undefined,
  set: TrainingSet,
  climbed: Climb,
): Promise<Standing> {
  const serving = champion && isProven(champion) ? await servedModel(env, champion) : null
  if (!champion || !serving?.trained) return { kind: 'none' }
  const since = champion.trainedTo === null ? Number.NaN : instantOf(champion.trainedTo)
  const isUnseen = (row: number) => set.closings[set.dataset.groups[row]!]! > since
  const positions = Int32Array.from(climbed.rows.keys()).filter((i) => isUnseen(climbed.rows[i]!))
  const judged = judge(serving.trained, set.dataset, climbed.rows)
  const metrics = metricsOn(judged, positions)
  if (Math.min(metrics.won, metrics.lost) < LEAST_OUTCOMES) return { kind: 'incomparable' }
  if (metrics.logLoss >= metrics.baseLogLoss) return { kind: 'fallen', metrics }
  return { kind: 'judged', metrics, rows: positions }
}

function metricsOn(judged: Parameters<typeof holdoutMetrics>[0], positions: Int32Array) {
  return holdoutMetrics({
    probabilities: Float64Array.from(positions, (i) => judged.probabilities[i]!),
    labels: Uint8Array.from(positions, (i) => judged.labels[i]!),
    weights: Float64Array.from(positions, (i) => judged.weights[i]!),
    groups: Int32Array.from(positions, (i) => judged.groups[i]!),
  })
}

interface ReadSet {
  readonly set: TrainingSet | null
  readonly won: number
  readonly lost: number
  /** What scoring will need of the past, as JSON. */
  readonly book: string
}

/** Reads every deal twice, page by page: what the past held, then each deal in its light. */
async function readTrainingSet(env: Env, tenantId: string, requestId: string, now: Instant): Promise<ReadSet> {
  const words = new Map<string, string>()
  const { builder, ...counted } = await surveyDeals(env, tenantId, requestId, now, words)
  for await (const page of eachPage(env, tenantId, requestId, 'all', words)) {
    for (const { timeline } of page) builder.add(timeline)
  }
  const set = builder.finish()
  return { set: set.ok ? set.value : null, ...counted }
}

/** The first reading. On its own, so that what it kept of every deal is gone when the second begins. */
async function surveyDeals(
  env: Env,
  tenantId: string,
  requestId: string,
  now: Instant,
  words: Map<string, string>,
): Promise<Omit<ReadSet, 'set'> & { readonly builder: TrainingSetBuilder }> {
  const named = await customFieldNames(systemUnit(env, tenantId, requestId))
  const survey = new TrainingSurvey({ now, ...named })
  const subjects = new Map<string, Subject>()
  let won = 0
  let lost = 0
  for await (const page of eachPage(env, tenantId, requestId, 'all', words)) {
    for (const { timeline } of page) {
      survey.add(timeline)
      const closing = closingOf(timeline)
      if (closing?.won) won++
      else if (closing) lost++
      const subject = subjectOf(asOf(timeline, now))
      subjects.set(`${subject.ownerId} ${subject.source} ${subject.currency} ${subject.productIds.join()}`, subject)
    }
  }
  const builder = survey.finish()
  return { builder, won, lost, book: bookToJson(bookOf(builder.history, subjects.values())) }
}

function windowDays(set: TrainingSet | null): {
  readonly trainedFrom: string | null
  readonly trainedTo: string | null
} {
  const { from = null, to = null } = set?.window ?? {}
  return { trainedFrom: from === null ? null : dayOf(from), trainedTo: to === null ? null : dayOf(to) }
}
