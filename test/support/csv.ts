import { parseCsv } from '../../worker/sales/domain/csv/parse'

/** The records of an exported file, by the names of its columns. */
export function recordsOf(csv: string): Record<string, string>[] {
  const parsed = parseCsv(csv.replace(/^\uFEFF/, ''), { delimiter: ',' })
  if (!parsed.ok) throw new Error(parsed.error.kind)
  const [header = [], ...records] = parsed.value.map(({ cells }) => cells)
  for (const { length } of records)
    if (length !== header.length) throw new Error('a record is not as long as the header')
  return records.map((record) => Object.fromEntries(header.map((name, i) => [name, record[i] ?? ''])))
}
