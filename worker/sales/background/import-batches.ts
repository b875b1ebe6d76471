import type { Env } from '../../platform/env'
import { LostRace } from '../../platform/unit-of-work'
import { createDuplicateFinder, type Duplicate } from '../domain/csv/duplicates'
import type { ImportRow } from '../domain/csv/import-row'
import type { RowProblem } from '../domain/csv/mapping'
import { type CsvRecord, createParser } from '../domain/csv/parse'
import { type CsvRefusal, CsvRefused } from '../domain/csv/refusals'
import { createRowReader, type RowResult } from '../domain/csv/rows'
import type { ImportPlan, ImportProgress } from '../domain/import-run'

/** Rows that are written in one transaction. */
export interface Batch {
  /** Each deal once. */
  readonly rows: ImportRow[]
  readonly problems: RowProblem[]
  /** The row of the file it begins with, and the one the next begins with. */
  readonly from: number
  to: number
  /** Rows that are not blank, whatever became of them; so many of them cannot be taken, so many are there twice alike. */
  read: number
  failed: number
  repeated: number
}

// One transaction, one statement for each table: long enough to be fast, short enough to wait for.
const ROWS_A_BATCH = 1000
// The database takes 10 MB in one request, and text grows on its way into JSON.
const CHARS_A_BATCH = 1_000_000
const CHARS_AT_ONCE = 128 * 1024

/** The rows of a file that was cut into pieces, from where an earlier run stopped, in batches. */
export async function* batchesOf(env: Env, plan: ImportPlan, progress: ImportProgress): AsyncGenerator<Batch> {
  const batches = createBatches(plan, progress.nextRow)
  for (const { key, firstRow } of progress.chunks) {
    const object = await env.FILES.get(key)
    // Most likely it was canceled a moment ago: looked at anew.
    if (!object) throw new LostRace(`a piece of an import is gone: ${key}`)
    const text = await object.text()
    const parser = createParser({ delimiter: plan.dialect.delimiter, firstRow }, batches.add)
    // A little at a time: the rows of a whole piece, made into objects, are many times its size.
    for (let at = 0; at < text.length; at += CHARS_AT_ONCE) {
      refuse(parser.push(text.slice(at, at + CHARS_AT_ONCE)))
      yield* batches.full()
    }
    refuse(parser.end())
    yield* batches.full()
  }
  yield* batches.rest()
}

function createBatches(plan: ImportPlan, nextRow: number) {
  const read = createRowReader(plan.mapping, plan.conventions)
  const isRepeated = createDuplicateFinder()
  const isChosen = createChoices(plan)
  let full: Batch[] = []
  let batch = begin(nextRow)
  let chars = 0

  function sort(result: Exclude<RowResult, { kind: 'blank' }>, repeat: Duplicate | null): void {
    if (result.kind === 'error') {
      batch.failed++
      batch.problems.push(...result.problems)
    } else if (!repeat) {
      batch.rows.push(result.row)
    } else if (repeat.differs) {
      batch.failed++
      batch.problems.push(wholeRow(result.row, 'duplicate', repeat.reason))
    } else {
      batch.repeated++
    }
  }

  return {
    add(record: CsvRecord): undefined {
      const result = isChosen(read(record))
      if (result.kind === 'blank') return
      // Rows of an earlier run are only remembered, so that a repetition of one is still known as that.
      const repeat = result.kind === 'row' ? isRepeated(result.row) : null
      if (record.row < nextRow) return
      batch.read++
      batch.to = record.row + 1
      sort(result, repeat)
      chars += lengthOf(record)
      if (batch.read < ROWS_A_BATCH && chars < CHARS_A_BATCH) return
      full.push(batch)
      batch = begin(batch.to)
      chars = 0
    },
    full(): Batch[] {
      const taken = full
      full = []
      return taken
    },
    rest: (): Batch[] => (batch.read > 0 ? [batch] : []),
  }
}

function refuse(refusal: CsvRefusal | null): void {
  if (refusal) throw new CsvRefused(refusal)
}

/** A problem of a row as a whole. */
export function wholeRow({ row, externalId, title }: ImportRow, kind: string, reason: string): RowProblem {
  return { row, column: null, field: null, value: externalId ?? title, kind, reason }
}

function begin(from: number): Batch {
  return { rows: [], problems: [], from, to: from, read: 0, failed: 0, repeated: 0 }
}

function lengthOf({ cells }: CsvRecord): number {
  let chars = 0
  for (const cell of cells) chars += cell.length
  return chars
}

/** A field of choices takes no other word. */
function createChoices({ mapping, choices }: ImportPlan): (result: RowResult) => RowResult {
  const customs = mapping.columns.flatMap(({ header, target }) =>
    target.kind === 'custom' ? [{ header, allowed: choices[target.name] && new Set(choices[target.name]) }] : [],
  )
  if (customs.every(({ allowed }) => !allowed)) return (result) => result
  return (result) => {
    if (result.kind !== 'row') return result
    const problems = customs.flatMap(({ header, allowed }, i): RowProblem[] => {
      const value = result.row.custom[i]
      if (!allowed || typeof value !== 'string' || allowed.has(value)) return []
      const reason = `${header} has no such choice`
      return [{ row: result.row.row, column: header, field: null, value, kind: 'no_such_choice', reason }]
    })
    return problems.length === 0 ? result : { kind: 'error', row: result.row, problems }
  }
}
