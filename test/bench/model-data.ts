import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { inferSchema, initParser } from 'udsv'
import { z } from 'zod'
import {
  type Column,
  categoryColumn,
  createDataset,
  type Dataset,
  numericColumn,
} from '../../worker/analytics/domain/boosting/dataset'

/** NAME.schema.json: which columns of NAME.csv.gz are features. */
const Schema = z.object({ num: z.array(z.string()), cat: z.array(z.string()) })

/** A prepared set of closed deals and the ways it is to be parted. */
export interface PreparedSet {
  readonly name: string
  readonly data: Dataset
  /** One array a repetition: the fold of each row. */
  readonly folds: readonly Uint8Array[]
  /** 1 for rows that come later than all others, or null. */
  readonly timeTest: Uint8Array | null
}

/** The names of the sets in a folder: every NAME.csv.gz that has its NAME.schema.json beside it. */
export function setsIn(folder: string): string[] {
  const files = new Set(existsSync(folder) ? readdirSync(folder) : [])
  const names = [...files].filter((file) => file.endsWith('.csv.gz')).map((file) => file.slice(0, -'.csv.gz'.length))
  return names.filter((name) => files.has(`${name}.schema.json`)).sort()
}

/** Reads columns `y`, `fold0` …, `time_test` where there is one, and the features; an empty field is missing. */
export function readSet(folder: string, name: string): PreparedSet {
  const schema = Schema.parse(JSON.parse(readFileSync(join(folder, `${name}.schema.json`), 'utf8')))
  const text = gunzipSync(readFileSync(join(folder, `${name}.csv.gz`))).toString('utf8')
  const csv = initParser(inferSchema(text, { col: ',' }))
  const rows = csv.stringArrs<string[]>(text)
  const header = csv.schema.cols.map((column) => column.name)
  const field = (column: string): string[] => {
    const at = header.indexOf(column)
    if (at < 0) throw new Error(`${name}.csv.gz has no column "${column}"`)
    return rows.map((row) => row[at] ?? '')
  }
  const columns: Column[] = [
    ...schema.num.map((column) =>
      numericColumn(
        column,
        field(column).map((text) => (text === '' ? null : Number(text))),
      ),
    ),
    ...schema.cat.map((column) => categoryColumn(column, field(column))),
  ]
  const data = createDataset({ columns, labels: field('y').map(Number) })
  if (!data.ok) throw new Error(`${name}: ${JSON.stringify(data.error)}`)
  const folds: Uint8Array[] = []
  while (header.includes(`fold${folds.length}`)) folds.push(Uint8Array.from(field(`fold${folds.length}`), Number))
  const timeTest = header.includes('time_test') ? Uint8Array.from(field('time_test'), Number) : null
  return { name, data: data.value, folds, timeTest }
}

/** Some rows of a dataset as one of their own. */
export function takeRows(data: Dataset, keep: (row: number) => boolean): Dataset {
  const rows = Int32Array.from({ length: data.rowCount }, (_, row) => row).filter(keep)
  const columns = data.columns.map(
    (column): Column =>
      column.kind === 'numeric'
        ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) }
        : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) },
  )
  return {
    rowCount: rows.length,
    columns,
    labels: Uint8Array.from(rows, (row) => data.labels[row]!),
    weights: Float64Array.from(rows, (row) => data.weights[row]!),
    groups: Int32Array.from(rows, (row) => data.groups[row]!),
    times: data.times && Float64Array.from(rows, (row) => data.times![row]!),
  }
}
