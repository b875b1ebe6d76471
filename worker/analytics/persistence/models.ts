import { type SQL, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { DealCounts } from '../application/work'
import type { ModelSummary } from '../contract'
import type { TrainingReport } from '../domain/boosting/scoring'
import type { Rung } from '../domain/rung'

/** What serving needs to know of the model that is in force. */
export interface ChampionRow {
  readonly id: string
  readonly number: number
  readonly rung: Rung
  readonly artifactKey: string | null
  readonly artifactDigest: string | null
  /** Closed deals it was trained on. */
  readonly deals: number
  /** The tenant's usual win rate when it was trained. */
  readonly baseRate: number
  /** Day of the last closing it learned from; null where none has a date. */
  readonly trainedTo: string | null
  /** Versions that served before it, newest first. */
  readonly before: readonly ChampionRow[]
}

const BEFORE_IT = 2 // versions that may stand in for it

/** The model in force, with those before it that serve while it cannot be read. */
export async function findChampion(unit: UnitOfWork): Promise<ChampionRow | undefined> {
  const rows = await unit.rows<{
    id: string
    number: number
    status: 'champion' | 'retired'
    rung: ChampionRow['rung']
    artifact_key: string | null
    artifact_digest: string | null
    won: number
    lost: number
    trained_to: string | null
  }>(sql`select id, number, status, rung, artifact_key, artifact_digest, won, lost, trained_to::text from prediction_models
    where tenant_id = ${unit.tenantId} and (status = 'champion' or status = 'retired' and artifact_key is not null and (rung <> 'pooled' or exists (
        select from model_care c where c.tenant_id = ${unit.tenantId} and c.pooling_at is not null)))
    order by status, number desc limit ${1 + BEFORE_IT}`)
  const [champion, ...before] = rows.map(
    (row): ChampionRow => ({
      id: row.id,
      number: row.number,
      rung: row.rung,
      artifactKey: row.artifact_key,
      artifactDigest: row.artifact_digest,
      deals: row.won + row.lost,
      baseRate: usualRate(row.won, row.lost),
      trainedTo: row.trained_to,
      before: [],
    }),
  )
  return champion && rows[0]?.status === 'champion' ? { ...champion, before } : undefined
}

/** The share won, never 0 or 1: half a deal of each kind is added, as the trainer does. */
export function usualRate(won: number, lost: number): number {
  return (won + 0.5) / (won + lost + 1)
}

interface ModelRow {
  id: string
  number: number
  status: ModelSummary['status']
  rung: ModelSummary['rung']
  deals: number
  won: number
  lost: number
  trained_from: string | null
  trained_to: string | null
  // Empty objects until training is done.
  metrics: Partial<NonNullable<ModelSummary['metrics']>>
  verdict: Partial<NonNullable<ModelSummary['verdict']>>
  settings: {
    topFeatures?: ModelSummary['topFeatures']
    leftOut?: ModelSummary['leftOut']
    report?: TrainingReport
    halfLifeDays?: number | null
    turn?: ModelSummary['turn']
  }
  features: readonly unknown[]
  artifact_bytes: number | null
  started_at: string | null
  finished_at: string | null
}

const MODELS_SHOWN = 30

/** The tenant's models, newest first. */
export async function listModels(unit: UnitOfWork): Promise<ModelSummary[]> {
  const rows =
    await unit.rows<ModelRow>(sql`select id, number, status, rung, deals, won, lost, trained_from::text, trained_to::text,
      metrics, verdict, settings, features, artifact_bytes, started_at, finished_at
    from prediction_models where tenant_id = ${unit.tenantId} order by number desc limit ${MODELS_SHOWN}`)
  return rows.map(toSummary)
}

function toSummary(row: ModelRow): ModelSummary {
  return {
    id: row.id as ModelSummary['id'],
    number: row.number,
    status: row.status,
    rung: row.rung,
    deals: row.deals,
    won: row.won,
    lost: row.lost,
    trainedFrom: row.trained_from,
    trainedTo: row.trained_to,
    metrics: row.metrics.logLoss === undefined ? null : ({ stages: [], ...row.metrics } as ModelSummary['metrics']),
    verdict: row.verdict.why === undefined ? null : ({ ladder: [], ...row.verdict } as ModelSummary['verdict']),
    topFeatures: row.settings.topFeatures ?? [],
    leftOut: row.settings.leftOut ?? [],
    rows: row.settings.report?.rows ?? null,
    settings: row.settings.report ? settingsOf(row.settings.report) : null,
    halfLifeDays: row.settings.halfLifeDays ?? null,
    turn: row.settings.turn ?? null,
    features: row.features.length,
    artifactBytes: row.artifact_bytes,
    canServe: row.status === 'retired' && row.artifact_bytes !== null,
    startedAt: toIso(row.started_at),
    finishedAt: toIso(row.finished_at),
  }
}

function settingsOf(report: TrainingReport): ModelSummary['settings'] {
  const { rounds, maxDepth, maxLeaves, learningRate, lambda, linearLambda, seed, heldOut, stopped } = report
  return { rounds, maxDepth, maxLeaves, learningRate, lambda, linearLambda, seed, heldOut, stopped }
}

function toIso(at: string | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

/** How many deals there are, of those the viewpoint sees. */
export async function countDeals(unit: UnitOfWork): Promise<DealCounts> {
  const [row] = await unit.rows<{ won: string; lost: string; open: string; scored: string; by_champion: string }>(sql`
    select count(*) filter (where status = 'won') as won, count(*) filter (where status = 'lost') as lost,
      count(*) filter (where status = 'open') as open,
      (select count(*) from predictions where tenant_id = ${unit.tenantId}) as scored,
      (select count(*) from predictions p join prediction_models m on m.tenant_id = p.tenant_id and m.id = p.model_id
        where p.tenant_id = ${unit.tenantId} and m.status = 'champion') as by_champion
    from opportunities where tenant_id = ${unit.tenantId}`)
  return {
    won: Number(row?.won ?? 0),
    lost: Number(row?.lost ?? 0),
    open: Number(row?.open ?? 0),
    scored: Number(row?.scored ?? 0),
    scoredByChampion: Number(row?.by_champion ?? 0),
  }
}

/** Begins a training under the job's own id, so that a message delivered twice goes on with the same model. */
export async function beginTraining(unit: UnitOfWork, modelId: string, requestedBy: string | null): Promise<void> {
  await unit.rows(sql`insert into prediction_models (tenant_id, id, number, status, requested_by, started_at)
    select ${unit.tenantId}, ${modelId}, coalesce(max(number), 0) + 1, 'training', ${requestedBy}::uuid, now()
      from prediction_models where tenant_id = ${unit.tenantId}
    on conflict (tenant_id, id) do update set status = 'training', started_at = now(), version = prediction_models.version + 1`)
}

/** A model as training leaves it. */
export interface TrainedRow {
  readonly id: string
  readonly rung: Rung
  readonly artifact: { readonly key: string; readonly digest: string; readonly bytes: number } | null
  readonly settings: Readonly<Record<string, unknown>>
  readonly metrics: Readonly<Record<string, unknown>> | null
  readonly features: readonly unknown[]
  readonly verdict: NonNullable<ModelSummary['verdict']>
  readonly trainedFrom: string | null
  readonly trainedTo: string | null
  readonly deals: number
  readonly won: number
  readonly lost: number
}

/** A guard that a model is in force, and stays so until the unit is committed. */
export function stillChampion(tenantId: string, id: string): SQL {
  return sql`select id from prediction_models where tenant_id = ${tenantId} and id = ${id} and status = 'champion' for share`
}

/** Keeps a trained model; a champion takes the place of the one before it in the same batch. */
export function keepModel(unit: UnitOfWork, model: TrainedRow, status: 'champion' | 'kept_back'): void {
  if (status === 'champion') {
    unit.write(sql`update prediction_models set status = 'retired', updated_at = now(), version = version + 1
      where tenant_id = ${unit.tenantId} and status = 'champion' and id <> ${model.id}`)
  }
  const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`
  unit.guard(sql`update prediction_models set status = ${status}, rung = ${model.rung},
      artifact_key = ${model.artifact?.key ?? null}, artifact_digest = ${model.artifact?.digest ?? null},
      artifact_bytes = ${model.artifact?.bytes ?? null}, settings = ${json(model.settings)}, metrics = ${json(model.metrics ?? {})},
      features = ${json(model.features)}, verdict = ${json(model.verdict)}, trained_from = ${model.trainedFrom}::date,
      trained_to = ${model.trainedTo}::date, deals = ${model.deals}, won = ${model.won}, lost = ${model.lost},
      finished_at = now(), updated_at = now(), version = version + 1
    where tenant_id = ${unit.tenantId} and id = ${model.id} and status = 'training' returning 1`)
}

export function failTraining(unit: UnitOfWork, modelId: string, detail: string): void {
  unit.write(sql`update prediction_models set status = 'failed', finished_at = now(), updated_at = now(), version = version + 1,
      verdict = ${JSON.stringify({ published: false, why: 'failed', checks: [], detail })}::jsonb
    where tenant_id = ${unit.tenantId} and id = ${modelId} and status = 'training'`)
}

/** Puts an earlier version back in the place of the one in force. Lost to whoever changes either first. */
export function putBack(unit: UnitOfWork, modelId: string, championId: string | null): void {
  if (championId !== null) {
    unit.guard(sql`update prediction_models set status = 'retired', updated_at = now(), version = version + 1
      where tenant_id = ${unit.tenantId} and id = ${championId} and status = 'champion' returning 1`)
  }
  unit.guard(sql`update prediction_models set status = 'champion', updated_at = now(), version = version + 1
    where tenant_id = ${unit.tenantId} and id = ${modelId} and status = 'retired' returning 1`)
}
