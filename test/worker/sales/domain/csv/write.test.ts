import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CsvCell, csvRow, guarded, unguarded, writeCsv } from '../../../../../worker/kernel/csv'
import { decodeWhole } from '../../../../../worker/sales/domain/csv/decode'
import { cellsOf, collect, streamOf } from './support'

describe('a record', () => {
  it.each<[string, CsvCell[], string]>([
    ['plain cells', ['a', 'b'], 'a,b'],
    ['numbers', [1, -2.5, 10n, 0], '1,-2.5,10,0'],
    ['nothing', [null, undefined, ''], ',,'],
    ['truth', [true, false], 'true,false'],
    ['a comma', ['a,b'], '"a,b"'],
    ['quotes', ['say "hi"'], '"say ""hi"""'],
    ['line ends', ['a\r\nb'], '"a\r\nb"'],
    ['one empty cell', [''], '""'],
    ['emoji and right-to-left text', ['🚀 עסקה', 'صفقة'], '🚀 עסקה,صفقة'],
  ])('is written from %s', (_, cells, line) => {
    expect(csvRow(cells)).toBe(`${line}\r\n`)
  })

  it('is quoted for the delimiter it has', () => {
    expect(csvRow(['a,b', 'c;d'], { delimiter: ';' })).toBe('a,b;"c;d"\r\n')
  })
})

describe('a cell that a spreadsheet would run', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['=HYPERLINK("http://x","y")', `'=HYPERLINK("http://x","y")`],
    ['+49 30 1234', "'+49 30 1234"],
    ['-1+1', "'-1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ['\n=1', "'\n=1"],
    ['\u0000=1', "'\u0000=1"],
    ['＝1+1', "'＝1+1"],
    ["'=1", "''=1"],
  ])('%j is made text: %j', (text, safe) => {
    expect(guarded(text)).toBe(safe)
    expect(cellsOf(csvRow([text, 'x']))).toEqual([[safe, 'x']])
  })

  it.each(['-5', '+3', '-12.50', '1e-5', 'a=b', 'x@y.z', ' =1', "it's", "'quoted'", ''])(
    '%j stays as it is',
    (text) => {
      expect(guarded(text)).toBe(text)
      expect(unguarded(text)).toBe(text)
    },
  )

  it('is a number where a number is written', () => {
    expect(csvRow([-5, '-5', '-5 EUR'])).toBe("-5,-5,'-5 EUR\r\n")
  })

  it('is as it was when it comes back', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 10 }),
      fc.string({ unit: fc.constantFrom("'", '=', '-', '+', '@', '1', '\t', '\n'), maxLength: 6 }),
    )
    fc.assert(
      fc.property(text, (original) => {
        expect(unguarded(guarded(original))).toBe(original)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('a stream of records', () => {
  const rows = fc.array(fc.array(fc.string({ unit: 'binary', maxLength: 10 }), { minLength: 1, maxLength: 4 }), {
    maxLength: 10,
  })

  async function written(cells: readonly (readonly CsvCell[])[], bom: boolean): Promise<Uint8Array> {
    const pieces = await collect(streamOf(cells).pipeThrough(writeCsv({ bom })))
    return Uint8Array.from(pieces.flatMap((piece) => [...piece]))
  }

  it('becomes bytes that read as the same records', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (cells) => {
        const text = decodeWhole(await written(cells, true))
        expect(cellsOf(text).map((row) => row.map(unguarded))).toEqual(cells)
      }),
    )
  })

  it('begins with a mark only when asked to', async () => {
    expect([...(await written([['ä']], true))].slice(0, 3)).toEqual([0xef, 0xbb, 0xbf])
    expect(decodeWhole(await written([['ä']], false))).toBe('ä\r\n')
  })

  it('keeps a mark that is part of the first cell', async () => {
    expect(cellsOf(decodeWhole(await written([['\uFEFFa', 'é']], false)))).toEqual([['\uFEFFa', 'é']])
  })

  it('comes in pieces and not all at the end', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => [`deal ${i}`, i])
    const pieces = await collect(streamOf(many).pipeThrough(writeCsv()))
    expect(pieces.length).toBeGreaterThan(3)
    expect(cellsOf(new TextDecoder().decode(Uint8Array.from(pieces.flatMap((piece) => [...piece]))))).toHaveLength(
      20_000,
    )
  })
})
