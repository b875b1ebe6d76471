import type { Duplicate } from './duplicates'
import type { ImportRow } from './import-row'
import type { PreviewRow, Verdict, VerdictCounts } from './mapping'
import type { RowResult } from './rows'

export function noVerdicts(): VerdictCounts {
  return { new: 0, update: 0, unchanged: 0, duplicate: 0, error: 0 }
}

export function addVerdicts(a: VerdictCounts, b: VerdictCounts): VerdictCounts {
  return {
    new: a.new + b.new,
    update: a.update + b.update,
    unchanged: a.unchanged + b.unchanged,
    duplicate: a.duplicate + b.duplicate,
    error: a.error + b.error,
  }
}

/** What will happen to a row. `known` is the digest the deal of this key was last imported with, if it was. */
export function verdictOn(row: ImportRow, duplicate: Duplicate | null, known: string | undefined): Verdict {
  if (duplicate) return 'duplicate'
  if (known === undefined) return 'new'
  return known === row.digest ? 'unchanged' : 'update'
}

/** A row for the preview; `why` is for verdicts that a reason comes with. */
export function toPreviewRow(result: Exclude<RowResult, { kind: 'blank' }>, verdict: Verdict, why = ''): PreviewRow {
  const { row } = result
  const problems = result.kind === 'error' ? result.problems : []
  return {
    row: row.row,
    verdict: result.kind === 'error' ? 'error' : verdict,
    title: row.title,
    customer: row.customer,
    amountMinor: row.amountMinor,
    currency: row.currency,
    status: row.status,
    stage: row.stage,
    closesOn: row.closedOn ?? row.expectedCloseOn,
    why: problems.length > 0 ? problems.map(({ reason }) => reason).join('; ') : why,
    problems: [...problems],
  }
}
