import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CsvCell, csvRow } from '../../../../../worker/kernel/csv'
import { MAX_COLUMNS, MAX_RECORD_CHARS } from '../../../../../worker/sales/domain/csv/limits'
import { type CsvRecord, createParser, parseCsv, parseStream } from '../../../../../worker/sales/domain/csv/parse'
import { cellsOf, collect, cutAt, recordsOf, streamOf } from './support'

describe('the records of a text', () => {
  it.each([
    [
      'plain cells',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'no line end at the end',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'Windows line ends',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'old Macintosh line ends',
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'mixed line ends',
      'a,b\n1,2\r\n3,4\r5,6',
      [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ],
    ],
    [
      'quoted cells',
      '"a","b"\n"1","2"',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['a delimiter in quotes', '"a,b",c', [['a,b', 'c']]],
    ['doubled quotes', '"say ""hi""",b', [['say "hi"', 'b']]],
    ['a cell of quotes only', '"""",""', [['"', '']]],
    [
      'a cell of several lines',
      '"one\ntwo\r\nthree",b\n1,2',
      [
        ['one\ntwo\r\nthree', 'b'],
        ['1', '2'],
      ],
    ],
    ['a quote inside a cell', '5" pipe,3', [['5" pipe', '3']]],
    ['text after a closing quote', '"Big" deal,3', [['Big deal', '3']]],
    ['blanks around quotes', 'a, "b, c" ,d', [['a', 'b, c', 'd']]],
    ['blanks without quotes', ' a , b ', [[' a ', ' b ']]],
    ['empty cells', ',,\n', [['', '', '']]],
    ['an empty cell at the end', 'a,\n', [['a', '']]],
    ['rows of different lengths', 'a,b,c\n1\n1,2,3,4', [['a', 'b', 'c'], ['1'], ['1', '2', '3', '4']]],
    ['blank lines', 'a\n\n\nb', [['a'], ['b']]],
    ['a quoted blank line', 'a\n""\nb', [['a'], [''], ['b']]],
    ['nothing', '', []],
  ])('come out of %s', (_, text, expected) => {
    expect(cellsOf(text)).toEqual(expected)
  })

  it.each([';', '\t', '|'] as const)('come apart at %j', (delimiter) => {
    expect(cellsOf(`a${delimiter}"b${delimiter}c"\n`, delimiter)).toEqual([['a', `b${delimiter}c`]])
  })

  it('bear the numbers a spreadsheet shows: blank lines count, lines inside a cell do not', () => {
    expect(recordsOf('h\n\n"1\n2"\n3').map(({ row }) => row)).toEqual([1, 3, 4])
    expect(recordsOf('x\ny', ',', 500).map(({ row }) => row)).toEqual([500, 501])
  })

  it('begin after the line that names the delimiter', () => {
    const parsed = parseCsv('sep=;\r\na;b\r\n', { delimiter: ';', sepLine: true })
    expect(parsed).toMatchObject({ ok: true, value: [{ row: 1, cells: ['a', 'b'] }] })
  })

  it('stop at the limit asked for', () => {
    expect(parseCsv('a\nb\nc', { delimiter: ',', limit: 2 })).toMatchObject({
      ok: true,
      value: [{ row: 1 }, { row: 2 }],
    })
  })

  it('leave out the cut end of a sample', () => {
    const parsed = parseCsv('a,b\n1,2\n3,', { delimiter: ',', last: false })
    expect(parsed).toMatchObject({ ok: true, value: [{ cells: ['a', 'b'] }, { cells: ['1', '2'] }] })
  })
})

describe('a quote that nothing closes', () => {
  it('costs its own row and no other', () => {
    expect(recordsOf('a,b\n1,"2\n3,4\n5,6')).toEqual([
      { row: 1, cells: ['a', 'b'], unclosedQuote: false },
      { row: 2, cells: ['1', '"2'], unclosedQuote: true },
      { row: 3, cells: ['3', '4'], unclosedQuote: false },
      { row: 4, cells: ['5', '6'], unclosedQuote: false },
    ])
  })

  it('is known by a record growing too long, wherever the pieces end', () => {
    const lines = Math.ceil(MAX_RECORD_CHARS / 10)
    const text = `h\n"open\n${'row of words\n'.repeat(lines)}`
    const rows: CsvRecord[] = []
    const parser = createParser({ delimiter: ',' }, (record) => {
      rows.push(record)
      return undefined
    })
    for (const piece of cutAt(text, [5, 100, 1000, 500_000, MAX_RECORD_CHARS, MAX_RECORD_CHARS + 3])) {
      expect(parser.push(piece)).toBeNull()
    }
    expect(rows.length).toBeGreaterThan(2) // long before the file ends
    expect(parser.end()).toBeNull()
    expect(rows[1]).toEqual({ row: 2, cells: ['"open'], unclosedQuote: true })
    expect(rows).toHaveLength(2 + lines)
  })
})

describe('a line too long to be a row', () => {
  const long = 'x'.repeat(MAX_RECORD_CHARS + 1)

  it('refuses the file and names the row', () => {
    const refusal = { kind: 'record_too_long', row: 3, limitChars: MAX_RECORD_CHARS }
    expect(parseCsv(`a\nb\n${long}\nc`, { delimiter: ',' })).toEqual({ ok: false, error: refusal })
  })

  it('fails a stream', async () => {
    const pieces = cutAt(`a\n${long}`, [1, 70_000, 900_000])
    await expect(collect(streamOf(pieces).pipeThrough(parseStream({ delimiter: ',' })))).rejects.toMatchObject({
      refusal: { kind: 'record_too_long', row: 2 },
    })
  })

  it('is found out before it has all been kept', () => {
    const parser = createParser({ delimiter: ',' }, () => undefined)
    let pushed = 0
    while (pushed < 100 && parser.push('x'.repeat(64 * 1024)) === null) pushed++
    expect(pushed).toBeLessThan(34) // twice the limit
  })

  it('keeps no more cells than tell that there are too many', () => {
    expect(cellsOf(','.repeat(50_000))[0]).toHaveLength(MAX_COLUMNS + 1)
  })
})

const cell = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\n', '\r', ' ', 'a', "'", '=', '\t'), maxLength: 12 }),
)
const records = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { maxLength: 12 })
const delimiters = fc.constantFrom(',' as const, ';' as const, '\t' as const, '|' as const)

function write(rows: readonly (readonly CsvCell[])[], delimiter: ',' | ';' | '\t' | '|'): string {
  return rows.map((row) => csvRow(row, { delimiter, formulaSafe: false })).join('')
}

describe('laws', () => {
  it('what is written is read again, for any text', () => {
    fc.assert(
      fc.property(records, delimiters, (rows, delimiter) => {
        expect(cellsOf(write(rows, delimiter), delimiter)).toEqual(rows)
      }),
      { numRuns: 1000 },
    )
  })

  it('any text is read the same however it is cut, and numbered the same', async () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom('"', '""', ',', '\n', '\r', '\r\n', ' ', 'a', 'é'), maxLength: 60 }),
      records.map((rows) => write(rows, ',')),
    )
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(), { maxLength: 8 }), async (whole, places) => {
        const pieces = await collect(streamOf(cutAt(whole, places)).pipeThrough(parseStream({ delimiter: ',' })))
        expect(pieces.flat()).toEqual(recordsOf(whole))
      }),
      { numRuns: 1000 },
    )
  })
})
