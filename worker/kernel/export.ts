import type { Change } from './change'
import type { CsvCell } from './csv'

/** A column of an exported file. */
export interface Column<Row> {
  readonly header: string
  readonly cell: (row: Row) => CsvCell
}

export interface ExportEvent extends Change {
  readonly type: 'data.exported'
  readonly entity: 'export'
  readonly audience: 'admin'
}

/** Says that a copy of the company's records left it: who took what, by which filters. */
export function dataExported(id: string, what: string, filters: Readonly<Record<string, unknown>>): ExportEvent {
  return { type: 'data.exported', entity: 'export', entityId: id, after: { what, filters }, audience: 'admin' }
}
