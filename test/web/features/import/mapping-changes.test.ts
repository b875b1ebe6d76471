import { describe, expect, it } from 'vitest'
import {
  foundWords,
  needsLook,
  needsReading,
  retargeted,
  tallyOf,
  withChosen,
  withMeaning,
} from '../../../../web/src/features/import/mapping-changes'
import type { WordMeaning } from '../../../../worker/sales/domain/csv/mapping'
import { columns, target, type Words } from './builders'

const won: WordMeaning = { word: 'Gewonnen', status: 'won', stageId: null }
const open: WordMeaning = { word: 'Angebot', status: 'open', stageId: null }
const words: Words = [
  { field: 'stage', word: 'Gewonnen', rows: 6 },
  { field: 'stage', word: 'Angebot', rows: 3 },
]

describe('retargeted', () => {
  it('gives a field to one column only: whoever had it before is left out', () => {
    expect(retargeted(columns('title', 'amount'), 0, target('amount'))).toEqual(columns('amount', 'skip'))
  })

  it('lets any number of columns be left out, or be fields of one’s own', () => {
    expect(retargeted(columns('skip', 'title'), 1, target('skip'))).toEqual(columns('skip', 'skip'))
    expect(retargeted(columns('custom:text', 'title'), 1, target('custom:text'))).toEqual(
      columns('custom:text', 'custom:text'),
    )
  })
})

describe('needsReading', () => {
  it.each([
    ['another column is the stage', columns('stage', 'skip'), columns('skip', 'stage'), true],
    ['a column becomes a date', columns('custom:text'), columns('custom:date'), true],
    ['a column is no amount any more', columns('amount'), columns('skip'), true],
    ['a column names the customer', columns('title'), columns('customer'), true],
    ['a column becomes the owner', columns('skip'), columns('owner'), false],
    ['nothing changes', columns('stage', 'amount'), columns('stage', 'amount'), false],
  ])('when %s: %s', (_, before, after, needed) => {
    expect(needsReading(before, after)).toBe(needed)
  })
})

describe('the words of a file', () => {
  const mapping = { columns: columns('stage'), stages: [won], outcomes: [] }

  it('have the meaning that is known, or none', () => {
    expect(foundWords({ words }, mapping).map(({ word, meaning }) => [word, meaning?.status ?? null])).toEqual([
      ['Gewonnen', 'won'],
      ['Angebot', null],
    ])
  })

  it('of a column that is not taken for stages any more are none', () => {
    expect(foundWords({ words }, { ...mapping, columns: columns('skip') })).toEqual([])
  })

  it('are given a meaning, or another one', () => {
    expect(withMeaning(mapping, 'stage', open).stages).toEqual([won, open])
    expect(withMeaning(mapping, 'stage', { ...won, status: 'lost' }).stages).toEqual([{ ...won, status: 'lost' }])
  })

  it('keep what a person said through another reading, unless they are gone', () => {
    const said = [
      { field: 'stage' as const, meaning: { ...won, status: 'open' as const } },
      { field: 'stage' as const, meaning: { ...open, word: 'Weg' } },
    ]
    expect(withChosen({ words, mapping }, said).stages).toEqual([{ ...won, status: 'open' }])
  })

  it.each([
    ['an outcome nobody knows', 'outcome', null, true],
    ['a stage the pipeline does not have', 'stage', open, true],
    ['a stage it has', 'stage', { ...open, stageId: '0199f5f0-0000-7000-8000-000000000003' }, false],
    ['an outcome that is open', 'outcome', open, false],
    ['a stage that is won', 'stage', won, false],
  ] as const)('want a look: %s', (_, field, meaning, wanted) => {
    expect(needsLook({ field, word: 'x', rows: 1, meaning: meaning as WordMeaning | null })).toBe(wanted)
  })
})

describe('tallyOf', () => {
  const known = foundWords({ words }, { columns: columns('stage'), stages: [won], outcomes: [] })

  it('counts deals by what their words mean; a blank cell is an open deal', () => {
    expect(tallyOf(known, columns('stage'), 10)).toEqual({ won: 6, lost: 0, open: 1, unknown: 3 })
  })

  it('says nothing where two columns tell, or none', () => {
    expect(tallyOf(known, columns('stage', 'outcome'), 10)).toBeNull()
    expect(tallyOf([], columns('title'), 10)).toBeNull()
  })
})
