import {
  ColumnMapping,
  type ColumnTarget,
  type Conventions,
  type WordMeaning,
} from '../../../../../worker/sales/domain/csv/mapping'
import { createRowReader, type RowResult } from '../../../../../worker/sales/domain/csv/rows'
import { conventions, field, recordsOf } from './support'

/** A file to read rows of: what its columns hold, and how it is written. */
export interface FileOf {
  readonly columns: Record<string, ColumnTarget>
  readonly stages?: readonly WordMeaning[]
  readonly outcomes?: readonly WordMeaning[]
  readonly how?: Partial<Conventions>
}

/** Reads the rows of a file without its header, as row 2 and on. */
export function read(file: FileOf, text: string): RowResult[] {
  const mapping = ColumnMapping.parse({
    columns: Object.entries(file.columns).map(([header, target]) => ({ header, target })),
    stages: file.stages ?? [],
    outcomes: file.outcomes ?? [],
  })
  const reader = createRowReader(mapping, { ...conventions, ...file.how })
  return recordsOf(text, ',', 2).map(reader)
}

export function readOne(file: FileOf, text: string) {
  const [result] = read(file, text)
  if (result?.kind !== 'row') throw new Error(JSON.stringify(result))
  return result.row
}

export function reasons(file: FileOf, text: string): string[] {
  const [result] = read(file, text)
  return result?.kind === 'error' ? result.problems.map(({ reason }) => reason) : []
}

export const deals: FileOf = {
  columns: {
    Title: field('title'),
    Account: field('customer'),
    Value: field('amount'),
    Cur: field('currency'),
    Phase: field('stage'),
    Created: field('createdOn'),
    Due: field('expectedCloseOn'),
    Done: field('closedOn'),
  },
}
