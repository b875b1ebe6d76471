import { type SQL, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { KnownImport, NewImport } from '../application/imports/import-store'
import type { ImportRun as ImportWire } from '../contract'
import type { Inspection } from '../domain/csv/inspection'
import type { ImportDraft, ImportPlan, ImportProgress, ImportStatus } from '../domain/import-run'

interface ProgressRow {
  id: string
  file_name: string
  bytes: string | number
  status: ImportStatus
  rows_total: number | null
  rows_read: number
  rows_created: number
  rows_updated: number
  rows_unchanged: number
  rows_failed: number
  failure: string | null
  can_resume: boolean
  created_by: string
  created_at: string
  started_at: string | null
  finished_at: string | null
  version: number
}

interface WholeRow extends ProgressRow {
  layout: Inspection
  mapping: ImportDraft | ImportPlan | null
  progress: Partial<ImportProgress>
}

const PROGRESS = sql`id, file_name, bytes, status, rows_total, rows_read, rows_created, rows_updated, rows_unchanged, rows_failed,
  failure, status = 'failed' and coalesce((progress->>'canResume')::boolean, false) as can_resume, created_by, created_at, started_at, finished_at, version`

export async function findImport(unit: UnitOfWork, id: string): Promise<KnownImport | undefined> {
  const [row] = await unit.rows<WholeRow>(
    sql`select ${PROGRESS}, layout, mapping, progress from imports where ${isThis(unit, id)}`,
  )
  if (!row) return undefined
  const { layout, mapping, progress } = row
  const place = { chunks: progress.chunks ?? [], nextRow: progress.nextRow ?? 0 }
  return { ...toWire(row), inspection: layout, draft: mapping, progress: place }
}

export async function importProgress(unit: UnitOfWork, id: string): Promise<ImportWire | undefined> {
  const [row] = await unit.rows<ProgressRow>(sql`select ${PROGRESS} from imports where ${isThis(unit, id)}`)
  return row && toWire(row)
}

const LISTED = 50

/** The newest imports the viewpoint sees, without files that were set aside before anything was taken from them. */
export async function listImports(unit: UnitOfWork): Promise<ImportWire[]> {
  const rows = await unit.rows<ProgressRow>(sql`select ${PROGRESS} from imports where tenant_id = ${unit.tenantId}
      and (status <> 'canceled' or started_at is not null)
    order by created_at desc, id desc limit ${LISTED}`)
  return rows.map(toWire)
}

export function addImport(unit: UnitOfWork, { id, fileName, bytes, inspection }: NewImport): void {
  unit.write(sql`insert into imports (tenant_id, id, created_by, file_name, bytes, status, rows_total, created_at, layout)
    values (${unit.tenantId}, ${id}, ${unit.actor.userId}, ${fileName}, ${bytes}, 'uploaded', ${inspection.rows}, ${unit.now.toISOString()},
      ${JSON.stringify(inspection)}::jsonb)`)
}

export function correctImport(unit: UnitOfWork, run: ImportWire, draft: ImportDraft): void {
  unit.guard(sql`update imports set status = 'ready', mapping = ${JSON.stringify(draft)}::jsonb, updated_at = now(),
      version = version + 1
    where ${isThis(unit, run.id)} and version = ${run.version} returning 1`)
}

export function startImport(unit: UnitOfWork, run: ImportWire, plan: ImportPlan): void {
  unit.guard(sql`update imports set status = 'running', mapping = ${JSON.stringify(plan)}::jsonb, started_at = ${unit.now.toISOString()},
      updated_at = now(), version = version + 1
    where ${isThis(unit, run.id)} and version = ${run.version} returning 1`)
}

export function cancelImport(unit: UnitOfWork, run: ImportWire): void {
  unit.guard(sql`update imports set status = 'canceled', finished_at = now(), updated_at = now(), version = version + 1
    where ${isThis(unit, run.id)} and status in ('uploaded','ready','running') returning 1`)
}

/** The file was cut into pieces: what is left is to work through them. */
export function planChunks(unit: UnitOfWork, id: string, progress: ImportProgress): void {
  unit.guard(sql`update imports set progress = ${JSON.stringify(progress)}::jsonb, updated_at = now()
    where ${isThis(unit, id)} and status = 'running' returning 1`)
}

/** What one batch of rows came to. */
export interface BatchCounts {
  readonly read: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly failed: number
}

/**
 * Takes the turn of the batch that begins with a row: whoever waits for this turn waits until the batch is committed or
 * undone. To be taken before anything is written. The commit does not wait for the disk: should the server die, its last
 * batches are lost whole, with the places they had come to, and the end of the import waits for all of them.
 */
export function takeTurn(unit: UnitOfWork, id: string, from: number): void {
  unit.write(sql`select pg_advisory_xact_lock(${turn(id, from)}), set_config('synchronous_commit', 'off', true)`)
}

/** Waits for the batch that begins with a row. What follows sees what that has written. */
export function awaitTurn(unit: UnitOfWork, id: string, from: number): void {
  unit.write(sql`select pg_advisory_xact_lock_shared(${turn(id, from)})`)
}

const turn = (id: string, from: number): SQL => sql`hashtextextended(${`import ${id} from ${from}`}, 0)`

/**
 * Counts a batch as done, in the same transaction as its deals. Only a running import moves on, and only from where this
 * batch began: a canceled one, or one that another run has taken further, undoes the batch.
 */
export function advance(unit: UnitOfWork, id: string, from: number, to: number, counts: BatchCounts): void {
  unit.guard(sql`update imports set progress = jsonb_set(progress, '{nextRow}', to_jsonb(${to}::int)),
      rows_read = rows_read + ${counts.read}, rows_created = rows_created + ${counts.created},
      rows_updated = rows_updated + ${counts.updated}, rows_unchanged = rows_unchanged + ${counts.unchanged},
      rows_failed = rows_failed + ${counts.failed}, updated_at = now()
    where ${isThis(unit, id)} and status = 'running' and coalesce((progress->>'nextRow')::int, 0) = ${from} returning 1`)
}

export function finishImport(unit: UnitOfWork, id: string, status: 'done' | 'failed', failure: string | null): void {
  unit.guard(sql`update imports set status = ${status}, failure = ${failure}, finished_at = now(), updated_at = now(),
      version = version + 1
    where ${isThis(unit, id)} and status = 'running' returning 1`)
}

/** Ends a run that broke off every time; its file stays, so that it can be taken up where it stands. */
export function breakOffImport(unit: UnitOfWork, id: string, failure: string): void {
  unit.guard(sql`update imports set status = 'failed', failure = ${failure}, progress = progress || '{"canResume":true}', finished_at = now(),
      updated_at = now(), version = version + 1
    where ${isThis(unit, id)} and status = 'running' returning 1`)
}

export function resumeImport(unit: UnitOfWork, run: ImportWire): void {
  unit.guard(sql`update imports set status = 'running', failure = null, progress = progress - 'canResume', finished_at = null,
      updated_at = now(), version = version + 1
    where ${isThis(unit, run.id)} and version = ${run.version} returning 1`)
}

const isThis = (unit: UnitOfWork, id: string): SQL => sql`tenant_id = ${unit.tenantId} and id = ${id}`

function toWire(row: ProgressRow): ImportWire {
  const iso = (at: string | null) => (at === null ? null : new Date(at).toISOString())
  return {
    id: row.id as ImportWire['id'],
    fileName: row.file_name,
    bytes: Number(row.bytes),
    status: row.status,
    rowsTotal: row.rows_total,
    rowsRead: row.rows_read,
    rowsCreated: row.rows_created,
    rowsUpdated: row.rows_updated,
    rowsUnchanged: row.rows_unchanged,
    rowsFailed: row.rows_failed,
    failure: row.failure,
    canResume: row.can_resume,
    createdBy: row.created_by as ImportWire['createdBy'],
    createdAt: iso(row.created_at) ?? '',
    startedAt: iso(row.started_at),
    finishedAt: iso(row.finished_at),
    version: row.version,
  }
}
