import { sql } from 'drizzle-orm'
import type { ImportId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { ErrorPlace, ImportErrorRow, KnownImport } from '../application/imports/import-store'
import type { ImportRun as ImportWire } from '../contract'
import type { Inspection } from '../domain/csv/inspect'
import type { RowProblem } from '../domain/csv/mapping'
import type { ImportPlan, ImportProgress, ImportStatus } from '../domain/import-run'

export type StoredImport = KnownImport

interface Row {
  id: string
  file_name: string
  bytes: string | number
  status: ImportStatus
  layout: Inspection
  mapping: ImportPlan | null
  progress: Partial<ImportProgress>
  rows_total: number | null
  rows_read: number
  rows_created: number
  rows_updated: number
  rows_unchanged: number
  rows_failed: number
  failure: string | null
  created_by: string
  created_at: string
  started_at: string | null
  finished_at: string | null
  version: number
}

const columns = sql`id, file_name, bytes, status, layout, mapping, progress, rows_total, rows_read, rows_created, rows_updated,
  rows_unchanged, rows_failed, failure, created_by, created_at, started_at, finished_at, version`

export async function findImport(unit: UnitOfWork, id: string): Promise<StoredImport | undefined> {
  const [row] = await unit.rows<Row>(
    sql`select ${columns} from imports where tenant_id = ${unit.tenantId} and id = ${id}`,
  )
  return row && toStored(row)
}

const LISTED = 50

/** The newest imports the viewpoint sees. */
export async function listImports(unit: UnitOfWork): Promise<ImportWire[]> {
  const rows = await unit.rows<Row>(sql`select ${columns} from imports where tenant_id = ${unit.tenantId}
    order by created_at desc, id desc limit ${LISTED}`)
  return rows.map((row) => toWire(toStored(row)))
}

export function addImport(
  unit: UnitOfWork,
  run: { readonly id: ImportId; readonly fileName: string; readonly bytes: number; readonly inspection: Inspection },
): void {
  unit.write(sql`insert into imports (tenant_id, id, created_by, file_name, bytes, status, layout)
    values (${unit.tenantId}, ${run.id}, ${unit.actor.userId}, ${run.fileName}, ${run.bytes}, 'uploaded',
      ${JSON.stringify(run.inspection)}::jsonb)`)
}

export function startImport(unit: UnitOfWork, run: StoredImport, plan: ImportPlan): void {
  unit.guard(sql`update imports set status = 'running', mapping = ${JSON.stringify(plan)}::jsonb, started_at = now(),
      updated_at = now(), version = version + 1
    where tenant_id = ${unit.tenantId} and id = ${run.id} and version = ${run.version} returning 1`)
}

export function cancelImport(unit: UnitOfWork, run: StoredImport): void {
  unit.guard(sql`update imports set status = 'canceled', finished_at = now(), updated_at = now(), version = version + 1
    where tenant_id = ${unit.tenantId} and id = ${run.id} and status in ('uploaded','ready','running') returning 1`)
}

/** The file was cut into pieces: what is left is to work through them. */
export function planChunks(unit: UnitOfWork, id: string, progress: ImportProgress): void {
  const total = progress.chunks.reduce((sum, { rows }) => sum + rows, 0)
  unit.write(sql`update imports set progress = ${JSON.stringify(progress)}::jsonb, rows_total = ${total}, updated_at = now()
    where tenant_id = ${unit.tenantId} and id = ${id}`)
}

/** What one batch of rows came to. */
export interface BatchCounts {
  readonly read: number
  readonly unchanged: number
  readonly failed: number
}

/**
 * Counts a batch as done, in the same transaction as its deals. Only a running import moves on: a canceled one undoes
 * the batch and stops.
 */
export function advance(unit: UnitOfWork, id: string, nextRow: number, counts: BatchCounts): void {
  unit.guard(sql`update imports set progress = jsonb_set(progress, '{nextRow}', ${JSON.stringify(nextRow)}::jsonb),
      rows_read = rows_read + ${counts.read}, rows_unchanged = rows_unchanged + ${counts.unchanged},
      rows_failed = rows_failed + ${counts.failed}, updated_at = now()
    where tenant_id = ${unit.tenantId} and id = ${id} and status = 'running' returning 1`)
}

const ERRORS_KEPT = 20_000 // past this nobody mends them one by one; the count still tells

export function keepErrors(unit: UnitOfWork, id: string, problems: readonly RowProblem[], keptSoFar: number): void {
  const room = Math.max(0, ERRORS_KEPT - keptSoFar)
  const rows = problems.slice(0, room).map(({ row, column, value, reason }) => ({
    row_number: row,
    column_name: column ?? '',
    value: value.slice(0, 200),
    reason,
  }))
  if (rows.length === 0) return
  unit.write(sql`insert into import_errors (tenant_id, import_id, row_number, column_name, value, reason)
    select ${unit.tenantId}, ${id}, r.row_number, r.column_name, r.value, r.reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(row_number int, column_name text, value text, reason text)
    on conflict do nothing`)
}

export function finishImport(unit: UnitOfWork, id: string, status: 'done' | 'failed', failure: string | null): void {
  unit.write(sql`update imports set status = ${status}, failure = ${failure}, finished_at = now(), updated_at = now(),
      version = version + 1
    where tenant_id = ${unit.tenantId} and id = ${id} and status = 'running'`)
}

/** Rows that were not taken, after one of them, in the order of the file. */
export async function errorsAfter(
  unit: UnitOfWork,
  id: string,
  after: ErrorPlace | null,
  limit: number,
): Promise<ImportErrorRow[]> {
  const from = after
  const rows = await unit.rows<{ row_number: number; column_name: string; value: string; reason: string }>(sql`
    select row_number, column_name, value, reason from import_errors
    where tenant_id = ${unit.tenantId} and import_id = ${id}
      ${from === null ? sql`` : sql`and (row_number, column_name) > (${from.row}, ${from.column})`}
    order by row_number, column_name limit ${limit}`)
  return rows.map(({ row_number, column_name, value, reason }) => ({
    rowNumber: row_number,
    column: column_name,
    value,
    reason,
  }))
}

/** The digests of deals that were imported under these keys. */
export async function knownDigests(unit: UnitOfWork, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await unit.rows<{ import_key: string; import_digest: string | null }>(sql`
    select import_key, import_digest from opportunities where tenant_id = ${unit.tenantId}
      and import_key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))`)
  return new Map(rows.map(({ import_key, import_digest }) => [import_key, import_digest ?? '']))
}

export function toWire(run: StoredImport): ImportWire {
  const { inspection: _, plan: __, progress: ___, ...wire } = run
  return wire
}

function toStored(row: Row): StoredImport {
  const iso = (at: string | null) => (at === null ? null : new Date(at).toISOString())
  return {
    id: row.id as ImportId,
    fileName: row.file_name,
    bytes: Number(row.bytes),
    status: row.status,
    inspection: row.layout,
    plan: row.mapping,
    progress: { chunks: row.progress.chunks ?? [], nextRow: row.progress.nextRow ?? 0 },
    rowsTotal: row.rows_total,
    rowsRead: row.rows_read,
    rowsCreated: row.rows_created,
    rowsUpdated: row.rows_updated,
    rowsUnchanged: row.rows_unchanged,
    rowsFailed: row.rows_failed,
    failure: row.failure,
    createdBy: row.created_by as ImportWire['createdBy'],
    createdAt: iso(row.created_at) ?? '',
    startedAt: iso(row.started_at),
    finishedAt: iso(row.finished_at),
    version: row.version,
  }
}
