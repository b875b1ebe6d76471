import type { PreviewRow, Verdict, VerdictCounts } from './mapping'
import type { RowResult } from './rows'

export function noVerdicts(): VerdictCounts {
  return { new: 0, update: 0, unchanged: 0, duplicate: 0, error: 0 }
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
