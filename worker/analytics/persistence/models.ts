import { sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { DealCounts } from '../application/work'
import type { ModelSummary } from '../contract'
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
}

export async function findChampion(unit: UnitOfWork): Promise<ChampionRow | undefined> {
  const [row] = await unit.rows<{
    id: string
    number: number
    rung: ChampionRow['rung']
    artifact_key: string | null
    artifact_digest: string | null
    won: number
    lost: number
    trained_to: string | null
  }>(sql`select id, number, rung, artifact_key, artifact_digest, won, lost, trained_to::text from prediction_models
    where tenant_id = ${unit.tenantId} and status = 'champion'`)
  if (!row) return undefined
  return {
    id: row.id,
    number: row.number,
    rung: row.rung,
    artifactKey: row.artifact_key,
    artifactDigest: row.artifact_digest,
    deals: row.won + row.lost,
    baseRate: usualRate(row.won, row.lost),
    trainedTo: row.trained_to,
  }
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
  settings: { topFeatures?: ModelSummary['topFeatures'] }
  started_at: string | null
  finished_at: string | null
}

const MODELS_SHOWN = 30

/** The tenant's models, newest first. */
export async function listModels(unit: UnitOfWork): Promise<ModelSummary[]> {
  const rows =
    await unit.rows<ModelRow>(sql`select id, number, status, rung, deals, won, lost, trained_from::text, trained_to::text,
      metrics, verdict, settings, started_at, finished_at
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
    startedAt: toIso(row.started_at),
    finishedAt: toIso(row.finished_at),
  }
}

function toIso(at: string | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

/** How many deals there are, of those the viewpoint sees. */
export async function countDeals(unit: UnitOfWork): Promise<DealCounts> {
  const [row] = await unit.rows<{ won: string; lost: string; open: string; scored: string }>(sql`
    select count(*) filter (where status = 'won') as won, count(*) filter (where status = 'lost') as lost,
      count(*) filter (where status = 'open') as open,
      (select count(*) from predictions where tenant_id = ${unit.tenantId}) as scored
    from opportunities where tenant_id = ${unit.tenantId}`)
  return {
    won: Number(row?.won ?? 0),
    lost: Number(row?.lost ?? 0),
    open: Number(row?.open ?? 0),
    scored: Number(row?.scored ?? 0),
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
