import type { ImportId } from '../../../kernel/ids'
import { err, ok, type Result } from '../../../kernel/result'
import { createDuplicateFinder } from '../../domain/csv/duplicates'
import type { ColumnMapping, Conventions, Dialect, PreviewRow, VerdictCounts } from '../../domain/csv/mapping'
import { parseCsv } from '../../domain/csv/parse'
import type { CsvRefusal } from '../../domain/csv/refusals'
import { createRowReader, type RowResult } from '../../domain/csv/rows'
import { noVerdicts, toPreviewRow, verdictOn } from '../../domain/csv/verdicts'
import type { SalesWork } from '../work'

export interface PreviewWanted {
  readonly dialect: Dialect
  readonly mapping: ColumnMapping
  readonly conventions: Conventions
}

export interface ImportPreview {
  /** Rows that need a look first, then the others, in the order of the file. */
  readonly rows: readonly PreviewRow[]
  /** Of the rows looked at. */
  readonly counts: VerdictCounts
  readonly rowsLookedAt: number
}

const LOOKED_AT = 2000
const SHOWN = 60
const NEEDS_A_LOOK: readonly PreviewRow['verdict'][] = ['error', 'duplicate', 'update']

export type PreviewRefused = CsvRefusal | { readonly kind: 'import_not_found' }

/** What will happen to the first rows of a file, as mapped now. Writes nothing. */
export async function previewImport(
  work: SalesWork,
  id: ImportId,
  wanted: PreviewWanted,
  text: string,
  isWhole: boolean,
): Promise<Result<ImportPreview, PreviewRefused>> {
  const parsed = parseCsv(text, { ...wanted.dialect, limit: LOOKED_AT + 1, last: isWhole })
  if (!parsed.ok) return parsed
  const read = createRowReader(wanted.mapping, wanted.conventions)
  const records = wanted.dialect.header ? parsed.value.slice(1) : parsed.value
  const results = records.slice(0, LOOKED_AT).map(read)
  const keys = results.flatMap((result) => (result.kind === 'row' ? [result.row.key] : []))
  const [run, known] = await Promise.all([work.imports.find(id), work.imports.knownDigests(keys)])
  if (!run) return err({ kind: 'import_not_found' })

  const repeats = createDuplicateFinder()
  const rows = results.flatMap((result) => (result.kind === 'blank' ? [] : [told(result, repeats, known)]))
  const counts = { ...noVerdicts() }
  for (const { verdict } of rows) counts[verdict]++
  const first = rows.filter(({ verdict }) => NEEDS_A_LOOK.includes(verdict))
  const rest = rows.filter(({ verdict }) => !NEEDS_A_LOOK.includes(verdict))
  return ok({ rows: [...first, ...rest].slice(0, SHOWN), counts, rowsLookedAt: rows.length })
}

function told(
  result: Exclude<RowResult, { kind: 'blank' }>,
  repeats: ReturnType<typeof createDuplicateFinder>,
  known: ReadonlyMap<string, string>,
): PreviewRow {
  if (result.kind === 'error') return toPreviewRow(result, 'error')
  const duplicate = repeats(result.row)
  return toPreviewRow(result, verdictOn(result.row, duplicate, known.get(result.row.key)), duplicate?.reason)
}
