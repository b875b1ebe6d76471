import type { ImportId } from '../../../kernel/ids'
import { err, ok, type Result } from '../../../kernel/result'
import { createDuplicateFinder } from '../../domain/csv/duplicates'
import type { PreviewRow, VerdictCounts } from '../../domain/csv/mapping'
import { parseCsv } from '../../domain/csv/parse'
import type { CsvRefusal } from '../../domain/csv/refusals'
import { createRowReader, type RowResult } from '../../domain/csv/rows'
import { tellsStatus } from '../../domain/csv/stage-words'
import { noVerdicts, toPreviewRow } from '../../domain/csv/verdicts'
import { decide, type KnownDeal, verdictOf } from '../../domain/import-decision'
import type { ImportDraft } from '../../domain/import-run'
import type { SalesWork } from '../work'

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
  draft: ImportDraft,
  text: string,
  isWhole: boolean,
): Promise<Result<ImportPreview, PreviewRefused>> {
  const { dialect, mapping, conventions } = draft
  const parsed = parseCsv(text, { ...dialect, limit: LOOKED_AT + 1, last: isWhole })
  if (!parsed.ok) return parsed
  const records = dialect.header ? parsed.value.slice(1) : parsed.value
  const results = records.slice(0, LOOKED_AT).map(createRowReader(mapping, conventions))
  const taken = results.flatMap((result) => (result.kind === 'row' ? [result.row] : []))
  const [run, known] = await Promise.all([work.imports.progress(id), work.imports.knownDeals(taken)])
  if (!run) return err({ kind: 'import_not_found' })

  const repeats = createDuplicateFinder()
  const tells = tellsStatus(mapping.columns)
  const told = (result: Exclude<RowResult, { kind: 'blank' }>) => preview(result, repeats, known, tells)
  const rows = results.flatMap((result) => (result.kind === 'blank' ? [] : [told(result)]))
  const counts = { ...noVerdicts() }
  for (const { verdict } of rows) counts[verdict]++
  const first = NEEDS_A_LOOK.flatMap((verdict) => rows.filter((row) => row.verdict === verdict))
  const rest = rows.filter(({ verdict }) => !NEEDS_A_LOOK.includes(verdict))
  return ok({ rows: [...first, ...rest].slice(0, SHOWN), counts, rowsLookedAt: rows.length })
}

function preview(
  result: Exclude<RowResult, { kind: 'blank' }>,
  repeats: ReturnType<typeof createDuplicateFinder>,
  known: ReadonlyMap<string, KnownDeal>,
  tellsStatus: boolean,
): PreviewRow {
  if (result.kind === 'error') return toPreviewRow(result, 'error')
  const duplicate = repeats(result.row)
  if (duplicate) return toPreviewRow(result, 'duplicate', duplicate.reason)
  // Whoever looks sees only deals within their reach; what lies beyond shows when the import runs.
  const decision = decide(result.row, known.get(result.row.key), { reach: null, tellsStatus })
  return toPreviewRow(result, verdictOf(decision), decision.kind === 'refused' ? decision.reason : '')
}
