import { sql } from 'drizzle-orm'
import type { ImportId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { ErrorPlace, ImportErrorRow } from '../application/imports/import-store'
import { MAX_PROBLEMS } from '../domain/csv/limits'
import type { RowProblem } from '../domain/csv/mapping'
import { recordset } from './recordset'

/** Keeps why rows were not taken, while there is room: `keptSoFar` of this import are there. */
export function keepErrors(unit: UnitOfWork, id: string, problems: readonly RowProblem[], keptSoFar: number): void {
  const rows = problems
    .slice(0, Math.max(0, MAX_PROBLEMS - keptSoFar))
    .map(({ row, column, value, reason }) => ({ row, column: column ?? '', value, reason }))
  if (rows.length === 0) return
  unit.write(sql`insert into import_errors (tenant_id, import_id, row_number, column_name, value, reason)
    select ${unit.tenantId}::uuid, ${id}::uuid, r.row, r.column, r.value, r.reason
    from ${recordset('r', rows, { row: 'int', column: 'text', value: 'text', reason: 'text' })} on conflict do nothing`)
}

/** Rows that were not taken, after one of them, in the order of the file. */
export async function errorsAfter(
  unit: UnitOfWork,
  id: ImportId,
  after: ErrorPlace | null,
  limit: number,
): Promise<ImportErrorRow[]> {
  const beyond = after === null ? sql`` : sql`and (row_number, column_name) > (${after.row}, ${after.column})`
  return unit.rows<ImportErrorRow>(sql`select row_number as "rowNumber", column_name as "column", value, reason
    from import_errors where tenant_id = ${unit.tenantId} and import_id = ${id} ${beyond}
    order by row_number, column_name limit ${limit}`)
}
