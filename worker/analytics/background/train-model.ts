import { claimJob, commitSystem, finishJob, systemUnit } from '../../platform/background'
import { sha256Hex, toHex } from '../../platform/digest'
import type { Env } from '../../platform/env'
import { errorFields, log } from '../../platform/log'
import { verdictOf } from '../application/verdict'
import type { ModelSummary } from '../contract'
import { asOf } from '../domain/as-of'
import { encodeArtifact } from '../domain/boosting/artifact'
import { createExplainer } from '../domain/boosting/contributions'
import type { Dataset } from '../domain/boosting/dataset'
import { trainModel } from '../domain/boosting/model'
import { encodeDataset, type TrainedModel } from '../domain/boosting/scoring'
import { planFor } from '../domain/boosting/settings'
import { bookOf, bookToJson } from '../domain/evidence-book'
import { subjectOf } from '../domain/features/catalogue'
import { gate, LEAST_OUTCOMES } from '../domain/gate'
import type { Subject } from '../domain/history'
import { holdoutMetrics } from '../domain/holdout'
import { closingOf, dayOf, type Instant } from '../domain/timeline'
import { type TrainingSet, TrainingSurvey } from '../domain/training-set'
import { judge, judgeRate, shareWon, type TrialFigures, trialFigures } from '../domain/trial'
import { artifactKey, putArtifact } from '../persistence/artifacts'
import { customFieldLabels } from '../persistence/custom-field-labels'
import { beginTraining, failTraining, findChampion, keepModel, type TrainedRow } from '../persistence/models'
import { companionToJson } from '../serving/companion'
import { servedModel } from '../serving/serve'
import { eachPage } from './read-deals'

const LEASE_SECONDS = 600 // twice the longest a consumer may run
const MOST_ATTEMPTS = 3
const TOP_FEATURES = 12

/**
 * Trains a tenant's next model and decides whether it serves. The message may come twice: the model bears the job's own
 * id, and one training at a time holds the tenant's lease.
 */
export async function trainTenantModel(env: Env, tenantId: string, jobId: string): Promise<void> {
  const job = await claimJob(env, tenantId, jobId, LEASE_SECONDS)
  if (!job) return
  const hub = env.TENANT_HUB.getByName(tenantId)
  if (!(await hub.claim('train', jobId, LEASE_SECONDS * 1000))) return
  try {
    const requestedBy = typeof job.payload.requestedBy === 'string' ? job.payload.requestedBy : null
    await beginTraining(systemUnit(env, tenantId, jobId), jobId, requestedBy)
    await train(env, tenantId, jobId)
  } catch (error) {
    if (job.attempts < MOST_ATTEMPTS) throw error
    // Given up: the reason is for the administrator, the whole for the log.
    log('error', 'model.training_failed', { tenantId, jobId, ...errorFields(error) })
    const unit = systemUnit(env, tenantId, jobId)
    failTraining(unit, jobId, 'Training failed three times. The model before it still serves.')
    finishJob(unit, jobId, error instanceof Error ? error.message : String(error))
    await commitSystem(env, unit)
  } finally {
    await hub.release('train', jobId)
  }
}

async function train(env: Env, tenantId: string, modelId: string): Promise<void> {
  const now = Date.now()
  const { set, won, lost, book } = await readTrainingSet(env, tenantId, modelId, now)
  const unit = systemUnit(env, tenantId, modelId)
  const champion = await findChampion(unit)
  const base = { id: modelId, deals: won + lost, won, lost }

  if (!set || Math.min(set.window.holdoutWon, set.window.holdoutLost) < LEAST_OUTCOMES) {
    const verdict = verdictOf({ kind: 'too_few', won, lost })
    return publishRate(env, tenantId, { ...base, ...windowDays(set) }, verdict, null, champion?.rung ?? null, book)
  }
  const learned = { ...set.dataset, weights: onlyRows(set.dataset, set.training) }
  const trialModel = trainModel(learned)
  const judged = judge(trialModel, set.dataset, set.holdout)
  const metrics = holdoutMetrics(judged)
  const serving = champion?.rung === 'own' ? await servedModel(env, champion) : null
  const championMetrics = serving?.trained ? holdoutMetrics(judge(serving.trained, set.dataset, set.holdout)) : null
  const decision = gate(metrics, championMetrics)
  const figures = trialFigures(judged, set.window)
  const verdict = verdictOf({ kind: 'decided', decision, hadChampion: championMetrics !== null })

  if (!decision.publish) {
    if (serving)
      return keepBack(env, tenantId, { ...base, ...windowDays(set), verdict, metrics: figures, set, model: trialModel })
    const rateFigures = trialFigures(judgeRate(shareWon(judged), judged), set.window)
    return publishRate(env, tenantId, { ...base, ...windowDays(set) }, verdict, rateFigures, null, book)
  }
  // Judged, it may learn from everything: the newest deals are the ones most like those it will be asked about.
  // How is settled: only what it learns is new.
  const model = trainModel(set.dataset, { plan: { candidates: settledOn(trialModel.report) } })
  await publishOwn(env, tenantId, { ...base, ...windowDays(set), verdict, metrics: figures, set, model, book })
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
  const labels = await customFieldLabels(systemUnit(env, tenantId, requestId))
  const survey = new TrainingSurvey({ now, labels })
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
  const book = bookToJson(bookOf(builder.history, subjects.values()))
  for await (const page of eachPage(env, tenantId, requestId, 'all', words)) {
    for (const { timeline } of page) builder.add(timeline)
  }
  const set = builder.finish()
  return { set: set.ok ? set.value : null, won, lost, book }
}

function onlyRows(dataset: Dataset, rows: Int32Array): Float64Array {
  const weights = new Float64Array(dataset.rowCount)
  for (const row of rows) weights[row] = dataset.weights[row]!
  return weights
}

function windowDays(set: TrainingSet | null): {
  readonly trainedFrom: string | null
  readonly trainedTo: string | null
} {
  const { from = null, to = null } = set?.window ?? {}
  return { trainedFrom: from === null ? null : dayOf(from), trainedTo: to === null ? null : dayOf(to) }
}

type Common = Pick<TrainedRow, 'id' | 'deals' | 'won' | 'lost' | 'trainedFrom' | 'trainedTo'>
type Verdict = TrainedRow['verdict']

/** No model of its own: every deal gets the usual rate, and the page says why. An own model in force stays. */
async function publishRate(
  env: Env,
  tenantId: string,
  common: Common,
  verdict: Verdict,
  metrics: TrialFigures | null,
  championRung: 'base_rate' | 'own' | null,
  book: string,
): Promise<void> {
  const key = artifactKey(tenantId, common.id)
  const companion = companionToJson({ custom: [], book })
  await putArtifact(env, key, new Uint8Array(), companion)
  const row: TrainedRow = {
    ...common,
    rung: 'base_rate',
    artifact: { key, digest: await sha256Hex(companion), bytes: 0 },
    settings: {},
    metrics: metrics && { ...metrics },
    features: [],
    verdict,
  }
  await conclude(env, tenantId, row, championRung === 'own' ? 'kept_back' : 'champion')
}

interface Own extends Common {
  readonly verdict: Verdict
  readonly metrics: TrialFigures
  readonly set: TrainingSet
  readonly model: TrainedModel
}

async function publishOwn(env: Env, tenantId: string, own: Own & { readonly book: string }): Promise<void> {
  const key = artifactKey(tenantId, own.id)
  const bytes = encodeArtifact(own.model)
  await putArtifact(env, key, bytes, companionToJson({ custom: own.set.custom, book: own.book }))
  const digest = toHex(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))
  await conclude(env, tenantId, { ...rowOf(own), artifact: { key, digest, bytes: bytes.length } }, 'champion')
}

async function keepBack(env: Env, tenantId: string, own: Own): Promise<void> {
  await conclude(env, tenantId, { ...rowOf(own), artifact: null }, 'kept_back')
}

function rowOf({ set, model, metrics, ...rest }: Own): Omit<TrainedRow, 'artifact'> {
  const { report } = model
  return {
    id: rest.id,
    deals: rest.deals,
    won: rest.won,
    lost: rest.lost,
    trainedFrom: rest.trainedFrom,
    trainedTo: rest.trainedTo,
    rung: 'own',
    verdict: rest.verdict,
    metrics: { ...metrics },
    settings: { report, topFeatures: topFeatures(set, model), leftOut: set.leftOut },
    features: set.features.map(({ name, kind, phrase }) => ({ name, kind, phrase })),
  }
}

/** The settings that won the trial. */
function settledOn({ wonDeals, lostDeals, rows, maxDepth, maxLeaves, lambda }: TrainedModel['report']) {
  const { candidates } = planFor(wonDeals + lostDeals, rows)
  const winner = candidates.filter(
    (one) => one.maxDepth === maxDepth && one.maxLeaves === maxLeaves && one.lambda === lambda,
  )
  return winner.length > 0 ? winner : candidates
}

/** What the model leans on most: the mean size of each feature's contribution on deals it was judged on. */
function topFeatures(set: TrainingSet, model: TrainedModel): ModelSummary['topFeatures'] {
  const rows = spread(set.holdout, ROWS_LOOKED_AT)
  const encoded = encodeDataset(model, set.dataset)
  const width = model.features.length
  const sums = new Float64Array(model.inputs.length)
  const explainer = createExplainer(model)
  for (const row of rows) {
    const { inputs } = explainer(encoded, row * width)
    inputs.forEach((contribution, i) => {
      sums[i]! += Math.abs(contribution)
    })
  }
  const phrases = new Map(set.features.map(({ name, phrase }) => [name, phrase]))
  return model.inputs
    .map(({ name }, i) => ({
      feature: name,
      phrase: phrases.get(name) ?? name,
      meanAbsContribution: sums[i]! / rows.length,
    }))
    .sort((a, b) => b.meanAbsContribution - a.meanAbsContribution)
    .slice(0, TOP_FEATURES)
}

const ROWS_LOOKED_AT = 500 // a mean to two figures; exact contributions take a millisecond a row

function spread(rows: Int32Array, most: number): Int32Array {
  const step = Math.max(1, rows.length / most)
  return Int32Array.from({ length: Math.min(most, rows.length) }, (_, i) => rows[Math.floor(i * step)]!)
}

/** Keeps the model, says what happened, and has every open deal scored by whatever serves now. */
async function conclude(env: Env, tenantId: string, row: TrainedRow, status: 'champion' | 'kept_back'): Promise<void> {
  const unit = systemUnit(env, tenantId, row.id)
  keepModel(unit, row, status)
  finishJob(unit, row.id)
  unit.emit({
    type: status === 'champion' ? 'model.published' : 'model.kept_back',
    entity: 'model',
    entityId: row.id,
    after: { rung: row.rung, why: row.verdict.why, deals: row.deals },
    audience: 'tenant',
  })
  if (status === 'champion') unit.enqueue({ kind: 'score', key: 'all', payload: { all: true } })
  await commitSystem(env, unit)
}
