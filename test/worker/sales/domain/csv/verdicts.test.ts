import { describe, expect, it } from 'vitest'
import { createDuplicateFinder } from '../../../../../worker/sales/domain/csv/duplicates'
import { errorReport } from '../../../../../worker/sales/domain/csv/error-report'
import type { ImportRow } from '../../../../../worker/sales/domain/csv/import-row'
import { PreviewRow, type RowProblem, VerdictCounts } from '../../../../../worker/sales/domain/csv/mapping'
import { createRowReader } from '../../../../../worker/sales/domain/csv/rows'
import { addVerdicts, noVerdicts, toPreviewRow, verdictOn } from '../../../../../worker/sales/domain/csv/verdicts'
import { cellsOf, conventions, field, recordsOf } from './support'

const mapping = {
  columns: [
    { header: 'Id', target: field('externalId') },
    { header: 'Title', target: field('title') },
    { header: 'Account', target: field('customer') },
    { header: 'Value', target: field('amount') },
    { header: 'Due', target: field('expectedCloseOn') },
  ],
  stages: [],
  outcomes: [],
}

function read(text: string) {
  return recordsOf(text, ',', 2).map(createRowReader(mapping, conventions))
}

function rowsOf(text: string): ImportRow[] {
  return read(text).flatMap((result) => (result.kind === 'row' ? [result.row] : []))
}

function aProblem(problem: Partial<RowProblem>): RowProblem {
  return {
    row: 2,
    column: 'Value',
    field: 'amount',
    value: 'x',
    kind: 'not_a_number',
    reason: 'Amount is not a number',
    ...problem,
  }
}

describe('a row that repeats an earlier one', () => {
  it.each([
    ['the whole row', 'D-1,Pump,Acme,5\nD-1,Pump,Acme,5', 'Same as row 2; row 2 is kept', false],
    ['its id', 'D-1,Pump,Acme,5\nD-1,Pump,Acme,6', 'Same id as row 2, other values differ; row 2 is kept', true],
    ['title, customer, day and amount', ',Pump,Acme,5,\n,pump,Acme,5,', 'Same deal as row 2; row 2 is kept', true],
  ])('in %s is told', (_, text, reason, differs) => {
    const find = createDuplicateFinder()
    expect(rowsOf(text).map(find)).toEqual([null, { sameAs: 2, differs, reason }])
  })

  it('is compared with the first, however often it comes', () => {
    const find = createDuplicateFinder()
    expect(rowsOf('D-1,a,A,5\nD-2,a,A,5\nD-1,a,A,5\nD-1,a,A,5').map((row) => find(row)?.sameAs ?? null)).toEqual([
      null,
      null,
      2,
      2,
    ])
  })
})

describe('the verdict on a row', () => {
  const [row] = rowsOf('D-1,Pump,Acme,5')
  it.each([
    ['new', null, undefined],
    ['unchanged', null, row!.digest],
    ['update', null, 'another'],
    ['duplicate', { sameAs: 2, differs: false, reason: '' }, undefined],
    ['duplicate', { sameAs: 2, differs: false, reason: '' }, row!.digest],
  ])('is %s', (verdict, duplicate, known) => {
    expect(verdictOn(row!, duplicate, known)).toBe(verdict)
  })

  it('is counted', () => {
    const counts = addVerdicts({ ...noVerdicts(), new: 2, error: 1 }, { ...noVerdicts(), new: 3, duplicate: 4 })
    expect(VerdictCounts.parse(counts)).toEqual({ new: 5, update: 0, unchanged: 0, duplicate: 4, error: 1 })
  })

  it('is a second import of the same file that changes nothing', () => {
    const text = 'D-1,Pump,Acme,5\n,Probe,Bolt,6\n'
    const known = new Map(rowsOf(text).map(({ key, digest }) => [key, digest]))
    expect(rowsOf(text).map((again) => verdictOn(again, null, known.get(again.key)))).toEqual([
      'unchanged',
      'unchanged',
    ])
  })
})

describe('the preview', () => {
  it('shows what was read, and why a row needs a look', () => {
    const [good, bad] = read('D-1,Pump,Acme,5,01/02/2026\nD-2,Probe,,many,31/02/2026')
    if (good?.kind !== 'row' || bad?.kind !== 'error') throw new Error('not the rows expected')
    expect(PreviewRow.parse(toPreviewRow(good, 'duplicate', 'Same as row 1; row 1 is kept'))).toMatchObject({
      row: 2,
      verdict: 'duplicate',
      title: 'Pump',
      amountMinor: 500,
      closesOn: '2026-02-01',
      why: 'Same as row 1; row 1 is kept',
      problems: [],
    })
    expect(PreviewRow.parse(toPreviewRow(bad, 'new'))).toMatchObject({
      row: 3,
      verdict: 'error',
      title: 'Probe',
      customer: '',
      why: 'There is no 31 February; Amount is not a number; Customer is missing',
    })
  })
})

describe('the list of errors to download', () => {
  it('has row, column, value and reason, and nothing a spreadsheet would run', () => {
    const problems = [
      aProblem({}),
      aProblem({ row: 3, column: null, value: '=cmd|calc', reason: 'The row has 1 of 2 columns' }),
    ]
    expect(cellsOf(errorReport(problems))).toEqual([
      ['Row', 'Column', 'Value', 'Reason'],
      ['2', 'Value', 'x', 'Amount is not a number'],
      ['3', '', "'=cmd|calc", 'The row has 1 of 2 columns'],
    ])
  })
})
