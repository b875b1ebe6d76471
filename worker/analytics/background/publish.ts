import { commitSystem, finishJob, systemUnit } from '../../platform/background'
import { sha256Hex, toHex } from '../../platform/digest'
import type { Env } from '../../platform/env'
import type { LeftOutReason, ModelSummary } from '../contract'
import { encodeArtifact } from '../domain/boosting/artifact'
import { createExplainer } from '../domain/boosting/contributions'
import { encodeDataset, type TrainedModel } from '../domain/boosting/scoring'
import type { Climb } from '../domain/ladder'
import { PRIOR_FEATURES } from '../domain/prior/features'
import type { Rung } from '../domain/rung'
import { NOTHING_SEEN, seenIn } from '../domain/seen'
import { dayOf } from '../domain/timeline'
import type { LeftOut, TrainingSet } from '../domain/training-set'
import type { TrialFigures } from '../domain/trial'
import { artifactKey, putArtifact } from '../persistence/artifacts'
import { keepModel, type TrainedRow } from '../persistence/models'
import { companionToJson } from '../serving/companion'

const TOP_FEATURES = 12

export type Common = Pick<TrainedRow, 'id' | 'deals' | 'won' | 'lost' | 'trainedFrom' | 'trainedTo'>

interface Tried extends Common {
  readonly verdict: TrainedRow['verdict']
  readonly metrics: TrialFigures | null
}

/** No model: every deal gets the usual rate, and the page says why. */
export async function publishRate(env: Env, tenantId: string, tried: Tried & { readonly book: string }): Promise<void> {
  const { book, metrics, ...rest } = tried
  const key = artifactKey(tenantId, tried.id)
  const companion = companionToJson({ custom: [], book, seen: NOTHING_SEEN })
  await putArtifact(env, key, new Uint8Array(), companion)
  const row: TrainedRow = {
    ...rest,
    rung: 'base_rate',
    artifact: { key, digest: await sha256Hex(companion), bytes: 0 },
    settings: {},
    metrics: metrics && { ...metrics },
    features: [],
  }
  await conclude(env, tenantId, row, 'champion')
}

interface Model extends Tried {
  readonly rung: Rung
  readonly model: TrainedModel | null
  /** What it was judged on; null where nothing was. */
  readonly set: TrainingSet | null
  readonly climbed?: Climb
}

export async function publishModel(
  env: Env,
  tenantId: string,
  tried: Model & { readonly model: TrainedModel; readonly book: string },
): Promise<void> {
  const key = artifactKey(tenantId, tried.id)
  const bytes = encodeArtifact(tried.model)
  const seen = tried.set ? seenIn(tried.set.dataset) : NOTHING_SEEN
  await putArtifact(env, key, bytes, companionToJson({ custom: tried.set?.custom ?? [], book: tried.book, seen }))
  const digest = toHex(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))
  await conclude(env, tenantId, { ...rowOf(tried), artifact: { key, digest, bytes: bytes.length } }, 'champion')
}

/** The model in force stays; what was tried is kept with its figures. */
export async function keepBack(env: Env, tenantId: string, tried: Model): Promise<void> {
  await conclude(env, tenantId, { ...rowOf(tried), artifact: null }, 'kept_back')
}

function rowOf({ set, model, metrics, climbed, ...rest }: Model): Omit<TrainedRow, 'artifact'> {
  const features = (set?.features ?? PRIOR_FEATURES).map(({ name, kind, phrase }) => ({ name, kind, phrase }))
  return {
    id: rest.id,
    deals: rest.deals,
    won: rest.won,
    lost: rest.lost,
    trainedFrom: rest.trainedFrom,
    trainedTo: rest.trainedTo,
    rung: rest.rung,
    verdict: rest.verdict,
    metrics: metrics && { ...metrics },
    settings: {
      ...(model && { report: model.report }),
      halfLifeDays: climbed?.age.halfLifeDays ?? null,
      turn: climbed?.turn ? { ...climbed.turn, since: dayOf(climbed.turn.since) } : null,
      topFeatures: set && model && climbed ? topFeatures(set, climbed.rows, model) : [],
      leftOut: set?.leftOut.map(({ reason, ...one }) => ({ ...one, reason: reasonOf(reason) })) ?? [],
    },
    features,
  }
}

const reasonOf = (reason: LeftOut['reason']): LeftOutReason => (typeof reason === 'string' ? reason : reason.kind)

/** What the model leans on most: the mean size of each feature's contribution on deals it was judged on. */
function topFeatures(set: TrainingSet, judged: Int32Array, model: TrainedModel): ModelSummary['topFeatures'] {
  const rows = spread(judged, ROWS_LOOKED_AT)
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
  const phrases = new Map([...PRIOR_FEATURES, ...set.features].map(({ name, phrase }) => [name, phrase]))
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
