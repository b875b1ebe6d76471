import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { csvRow } from '../../../../../worker/kernel/csv'
import type { ImportRow } from '../../../../../worker/sales/domain/csv/import-row'
import { inspectCsv } from '../../../../../worker/sales/domain/csv/inspect'
import type { Inspection } from '../../../../../worker/sales/domain/csv/inspection'
import { MAX_COLUMNS } from '../../../../../worker/sales/domain/csv/limits'
import { openCsv } from '../../../../../worker/sales/domain/csv/open'
import { type CsvRefusal, CsvRefused, refusalInWords } from '../../../../../worker/sales/domain/csv/refusals'
import { createRowReader } from '../../../../../worker/sales/domain/csv/rows'
import { splitIntoChunks } from '../../../../../worker/sales/domain/csv/split'
import { bytesOf, collect, EUR, latin1, recordsOf, streamOf, utf16 } from './support'

interface Imported {
  readonly inspection: Inspection
  readonly rows: readonly ImportRow[]
  readonly errors: readonly string[]
}

/** All of it, as an import goes: opened, understood by its beginning, cut into chunks, read chunk by chunk. */
async function importFile(bytes: Uint8Array, name = 'deals.csv'): Promise<Imported | CsvRefusal> {
  const open = async () => {
    const opened = await openCsv(streamOf([new Uint8Array(bytes)]), name)
    if (!opened.ok) throw new CsvRefused(opened.error)
    return opened.value
  }
  try {
    const text = (await collect(await open())).join('')
    const inspected = inspectCsv(text, { last: true, currency: EUR, customerName: 'Imported deals' })
    if (!inspected.ok) return inspected.error
    const { dialect, mapping, conventions } = inspected.value
    const read = createRowReader(mapping, conventions)
    const chunks = await collect((await open()).pipeThrough(splitIntoChunks(dialect, 100)))
    const results = chunks.flatMap((chunk) =>
      recordsOf(new TextDecoder().decode(chunk.bytes), dialect.delimiter, chunk.firstRow).map(read),
    )
    return {
      inspection: inspected.value,
      rows: results.flatMap((result) => (result.kind === 'row' ? [result.row] : [])),
      errors: results.flatMap((result) =>
        result.kind === 'error' ? result.problems.map(({ row, column, reason }) => `${row} ${column}: ${reason}`) : [],
      ),
    }
  } catch (cause) {
    if (cause instanceof CsvRefused) return cause.refusal
    throw cause
  }
}

async function taken(text: string | Uint8Array): Promise<Imported> {
  const imported = await importFile(typeof text === 'string' ? bytesOf(text) : text)
  if ('kind' in imported) throw new Error(refusalInWords(imported))
  return imported
}

const HEADER = 'Deal id,Title,Account,Amount,Stage,Created\n'
const GOOD = 'D-1,Pump,Acme,5,Won,31/01/2026\n'

describe('a file that is taken as a whole', () => {
  const german = 'Deal id;Titel;Kunde;Betrag\r\n7;Prüfstände;Müller & Söhne;1.234,50\r\n'
  it.each([
    ['with a mark', bytesOf(`\uFEFF${german}`)],
    ['in Latin-1', latin1(german)],
    ['in UTF-16', utf16(german, 'le')],
  ])('%s and semicolons', async (_, bytes) => {
    const { rows, errors } = await taken(bytes)
    expect(errors).toEqual([])
    expect(rows).toMatchObject([{ key: 'id:7', title: 'Prüfstände', customer: 'Müller & Söhne', amountMinor: 123_450 }])
  })

  it('with quotes across lines', async () => {
    const { rows } = await taken(`${HEADER}D-1,"Pump,\nlarge",Acme,5,Won,31/01/2026\nD-2,Probe,Acme,6,Won,31/01/2026`)
    expect(rows).toMatchObject([
      { row: 2, title: 'Pump, large' },
      { row: 3, title: 'Probe' },
    ])
  })

  it('with emoji, right-to-left text and the formulas of others, which stay text', async () => {
    const { rows } = await taken(`${HEADER}D-1,🚀 launch,"שלום, עולם",5,Won,31/01/2026\nD-2,=1+1,Acme,6,Won,31/01/2026`)
    expect(rows).toMatchObject([{ title: '🚀 launch', customer: 'שלום, עולם' }, { title: '=1+1' }])
    expect(csvRow([rows[1]!.title])).toBe("'=1+1\r\n")
  })

  it('with repeated and empty headers', async () => {
    const { inspection, rows } = await taken('Deal id,Account,Region,Region,\nD-1,Acme,North,South,x\n')
    expect(inspection.guesses.map(({ name }) => name)).toEqual([
      'Deal id',
      'Account',
      'Region',
      'Region (2)',
      'Column 5',
    ])
    expect(rows).toMatchObject([{ custom: ['North', 'South', 'x'] }])
  })

  it('without a header', async () => {
    const { inspection, rows } = await taken('Acme,12,2026-01-01\nBolt,13,2026-01-02\nCoil,7,2026-02-02')
    expect(inspection.warnings.map(({ kind }) => kind)).toContain('no_header')
    expect(rows.map(({ row }) => row)).toEqual([1, 2, 3])
  })

  it(`with ${MAX_COLUMNS} columns`, async () => {
    const cells = (what: string) => Array.from({ length: MAX_COLUMNS }, (_, i) => `${what}${i}`).join(',')
    expect((await taken(`${cells('name ')}\n${cells('v')}\n`)).rows).toHaveLength(1)
  })

  it('with headers that name parts of objects', async () => {
    const { rows } = await taken('Account,__proto__,constructor,toString\nAcme,a,b,c\n')
    expect(rows).toMatchObject([{ custom: ['a', 'b', 'c'] }])
    expect(Object.getPrototypeOf(rows[0])).toBe(Object.prototype)
  })
})

describe('a file of which some rows are not taken', () => {
  it.each([
    ['an amount of 10^30', `D-2,Probe,Acme,1${'0'.repeat(30)},Won,31/01/2026`, '3 Amount: Amount is too large'],
    [
      'an amount with letters',
      'D-2,Probe,Acme,18.4OO,Won,31/01/2026',
      '3 Amount: Amount has letters O instead of zeros',
    ],
    [
      'a name of 10,000 characters',
      `D-2,Probe,${'x'.repeat(10_000)},5,Won,31/01/2026`,
      '3 Account: Customer has 10,000 characters; at most 200 fit',
    ],
    ['a NUL', 'D-2,Pro\u0000be,Acme,5,Won,31/01/2026', '3 Title: Title has a NUL character'],
    [
      'a date in 1899',
      'D-2,Probe,Acme,5,Won,31/12/1899',
      '3 Created: Created is in the year 1899, outside 1970 to 2200',
    ],
    ['a day there is not', 'D-2,Probe,Acme,5,Won,31/02/2026', '3 Created: There is no 31 February'],
    [
      'a quote never closed',
      'D-2,"Probe,Acme,5,Won,31/01/2026',
      '3 null: A quote opens in this row and nothing closes it',
    ],
    ['a line broken in two', 'D-2,Pro', '3 null: The row has 2 of 6 columns'],
  ])('for %s', async (_, bad, error) => {
    const { rows, errors } = await taken(`${HEADER}${GOOD}${bad}\nD-3,Waage,Bolt,7,Lost,30/01/2026\n`)
    expect(errors).toEqual([error])
    expect(rows.map(({ row }) => row)).toEqual([2, 4])
  })

  it('for a date that could be two days, when no row decides', async () => {
    const { inspection, rows, errors } = await taken(
      `${HEADER}D-1,Pump,Acme,5,Won,03/02/2026\nD-2,Probe,Acme,5,Won,2026-02-03\n`,
    )
    expect(inspection.ambiguousDate).toBe('03/02/2026')
    expect(errors).toEqual(['2 Created: Created could be 2026-02-03 or 2026-03-02: choose the order of dates'])
    expect(rows.map(({ row }) => row)).toEqual([3])
  })

  it('for an amount written another way than the rest', async () => {
    const { errors } = await taken(`${HEADER}D-1,a,A,"1,234.50",,\nD-2,b,A,"2,345.50",,\nD-3,c,A,"1.234,50",,\n`)
    expect(errors).toEqual(['4 Amount: Amount does not read as 1,234.56'])
  })
})

describe('a file that is not taken', () => {
  it.each<[string, Uint8Array, string, string]>([
    [
      'a workbook',
      Uint8Array.from([0x50, 0x4b, 3, 4, ...bytesOf('xl/workbook.xml')]),
      'deals.csv',
      'This is an Excel workbook: save it as CSV and choose that file',
    ],
    [
      'a picture',
      Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
      'deals.csv',
      'This is an image, not a CSV',
    ],
    ['empty', new Uint8Array(0), 'deals.csv', 'The file is empty'],
    ['a header alone', bytesOf(HEADER), 'deals.csv', 'The file has a header but no rows'],
    [
      'wider than we take',
      bytesOf(`${'c,'.repeat(MAX_COLUMNS)}c\n1\n`),
      'deals.csv',
      'The file has more than 300 columns',
    ],
    ['one endless line', bytesOf('x'.repeat(2_000_000)), 'deals.csv', 'Row 1 is longer than 1,048,576 characters'],
    [
      'a zip bomb',
      gzipSync('a,b\n'.repeat(30_000_000)),
      'deals.csv.gz',
      'The archive unpacks to more than 200 times its size, as harmful archives do',
    ],
    [
      'a broken archive',
      gzipSync(HEADER + GOOD).subarray(0, 40),
      'deals.csv.gz',
      'The archive is damaged or incomplete: pack it again',
    ],
    [
      'called something else',
      bytesOf(HEADER + GOOD),
      'deals.pdf',
      'The content of deals.pdf is not what its name says',
    ],
  ])('because it is %s', async (_, bytes, name, words) => {
    const imported = await importFile(bytes, name)
    expect('kind' in imported ? refusalInWords(imported) : 'taken').toBe(words)
  })

  it('because it is 200 MB, of which it reads no more than half', async () => {
    const piece = bytesOf(GOOD.repeat(30_000))
    let sent = 0
    const upload = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (sent >= 200e6) return controller.close()
          sent += piece.length
          controller.enqueue(piece)
        },
      },
      { highWaterMark: 0 },
    )
    const opened = await openCsv(upload, 'deals.csv')
    if (!opened.ok) throw new Error('refused too early')
    const reading = (async () => {
      for await (const _text of opened.value as unknown as AsyncIterable<string>);
    })()
    await expect(reading).rejects.toThrow('The file is larger than 100 MB: split it and import the parts')
    expect(sent).toBeLessThan(110e6)
  }, 30_000)
})
