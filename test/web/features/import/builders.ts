import type { ImportInspection, ImportRun } from '../../../../worker/sales/contract'
import { FIELDS, type Field } from '../../../../worker/sales/domain/csv/fields'
import type { ColumnTarget, MappedColumn } from '../../../../worker/sales/domain/csv/mapping'

/** "amount": that field; "custom:date": a field of one's own; "skip". */
export function target(name: string): ColumnTarget {
  if (name === 'skip') return { kind: 'skip' }
  if ((FIELDS as readonly string[]).includes(name)) return { kind: 'field', field: name as Field }
  return { kind: 'custom', name: 'Own', type: name.slice('custom:'.length) as 'text' | 'number' | 'date' | 'choice' }
}

export function columns(...names: readonly string[]): MappedColumn[] {
  return names.map((name, index) => ({ header: `Column ${index + 1}`, target: target(name) }))
}

export function aRun(known: Partial<ImportRun> = {}): ImportRun {
  return {
    id: '0199f5f0-0000-7000-8000-000000000001' as ImportRun['id'],
    fileName: 'deals.csv',
    bytes: 100,
    status: 'done',
    rowsTotal: 10,
    rowsRead: 0,
    rowsCreated: 0,
    rowsUpdated: 0,
    rowsUnchanged: 0,
    rowsFailed: 0,
    failure: null,
    canResume: false,
    createdBy: '0199f5f0-0000-7000-8000-000000000002' as ImportRun['createdBy'],
    createdAt: '2026-11-29T10:00:00.000Z' as ImportRun['createdAt'],
    startedAt: null,
    finishedAt: null,
    version: 1,
    ...known,
  }
}

export type Words = ImportInspection['words']
