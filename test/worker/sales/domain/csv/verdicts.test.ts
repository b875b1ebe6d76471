import { describe, expect, it } from 'vitest'
import { createDuplicateFinder } from '../../../../../worker/sales/domain/csv/duplicates'
import type { ImportRow } from '../../../../../worker/sales/domain/csv/import-row'
import { PreviewRow } from '../../../../../worker/sales/domain/csv/mapping'
import { createRowReader } from '../../../../../worker/sales/domain/csv/rows'
import { toPreviewRow } from '../../../../../worker/sales/domain/csv/verdicts'
import { conventions, field, recordsOf } from './support'

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

describe('the finder of repetitions', () => {
  it('knows every row of a long file, however the table of them grew', () => {
    const find = createDuplicateFinder()
    const row = rowsOf('D-1,Pump,Acme,5')[0]!
    const aRow = (n: number) => ({ ...row, row: n + 2, key: `id:${n}`, digest: `${n}` })
    const count = 50_000
    for (let n = 0; n < count; n++) if (find(aRow(n))) throw new Error(`row ${n} is no repetition`)
    for (let n = 0; n < count; n++) expect(find({ ...aRow(n), row: count + n })?.sameAs).toBe(n + 2)
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
