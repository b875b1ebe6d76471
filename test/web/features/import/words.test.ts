import { beforeAll, describe, expect, it } from 'vitest'
import {
  cutInWords,
  doneInWords,
  progressOf,
  remarksOn,
  targetKey,
  targetOf,
  tellOutcome,
  whyInWords,
} from '../../../../web/src/features/import/words'
import { setLocale } from '../../../../web/src/ui/locale'
import { aRun, columns, target } from './builders'

beforeAll(() => setLocale({ language: 'en-GB', timeZone: 'UTC' }))

describe('what a column becomes', () => {
  it.each(['amount', 'custom:text', 'custom:number', 'custom:date', 'skip'])('%s is one choice of a list', (name) => {
    expect(targetOf(targetKey(target(name)), 'Own', undefined)).toEqual(target(name))
  })

  it('stays the choice it was guessed to be, among words', () => {
    expect(targetKey(target('custom:choice'))).toBe('custom:text')
    expect(targetOf('custom:text', 'Own', target('custom:choice'))).toEqual(target('custom:choice'))
    expect(targetOf('custom:number', 'Own', target('custom:choice'))).toEqual(target('custom:number'))
  })
})

describe('remarksOn', () => {
  it('tells what the columns, as they are taken now, leave out', () => {
    expect(remarksOn([], { columns: columns('externalId', 'amount', 'stage') })).toEqual([])
    expect(remarksOn([], { columns: columns('title') })).toEqual([
      expect.stringContaining('No column identifies the deals'),
      expect.stringContaining('No column holds the amount'),
      expect.stringContaining('a model cannot learn'),
    ])
  })

  it('tells of names that were changed', () => {
    const warnings = [{ kind: 'repeated_header', from: 'Name', to: 'Name (2)' }, { kind: 'date_order_unclear' }]
    expect(remarksOn(warnings, { columns: columns('externalId', 'amount', 'outcome') })).toEqual([
      'Two columns are called “Name”; one is shown as “Name (2)”.',
    ])
  })
})

describe('the end of an import', () => {
  it.each([
    [{ rowsRead: 12, rowsCreated: 12 }, 'Import done', '12 rows read.'],
    [
      { rowsRead: 12, rowsCreated: 2, rowsUnchanged: 9, rowsFailed: 1 },
      'Import done',
      '12 rows read. 9 rows repeat what is here already. 1 row was not taken; each has its reason below.',
    ],
    [
      { rowsRead: 12, rowsUnchanged: 12 },
      'Nothing changed',
      '12 rows are here already, as they stand in the file. No deal was added or changed a second time.',
    ],
    [{ rowsRead: 3, rowsFailed: 3 }, 'Nothing was taken', '3 rows were not taken; each has its reason below.'],
    [{}, 'Nothing was taken', 'The file has no rows that are not blank.'],
  ])('%o reads %s', (counts, heading, words) => {
    expect(doneInWords(aRun(counts))).toBe(heading)
    expect(tellOutcome(aRun(counts))).toBe(words)
  })
})

it('does not pretend to know how far an import is before its first row', () => {
  expect(progressOf(aRun({ rowsTotal: 10, rowsRead: 0 }))).toBeUndefined()
  expect(progressOf(aRun({ rowsTotal: 10, rowsRead: 5 }))).toBe(0.5)
  expect(progressOf(aRun({ rowsTotal: 10, rowsRead: 12 }))).toBe(1)
})

it('says why a row has its verdict, in the words of the server where it has some', () => {
  expect(whyInWords({ verdict: 'error', why: 'Amount is missing' })).toBe('Amount is missing')
  expect(whyInWords({ verdict: 'unchanged', why: '' })).toBe('Here already, as it stands in the file')
  expect(whyInWords({ verdict: 'new', why: '' })).toBe('')
})

describe('the list of what was not taken', () => {
  const rows = (n: number, problemsEach = 1) =>
    Array.from({ length: n * problemsEach }, (_, i) => ({ rowNumber: Math.floor(i / problemsEach) }))

  it.each([
    ['says nothing before its end', 300, rows(100), false, false],
    ['says nothing where it has every row', 300, rows(300, 2), true, false],
    ['says at once that it is cut where more rows failed than are kept', 20_001, rows(100), false, true],
    ['says at its end that it is cut where rows had several problems each', 7_000, rows(5_000, 4), true, true],
  ])('%s', (_, rowsFailed, listed, isEnd, isCut) => {
    const words = 'Not all problems are listed: past 20,000 they are only counted.'
    expect(cutInWords(rowsFailed, listed, isEnd)).toBe(isCut ? words : undefined)
  })
})
