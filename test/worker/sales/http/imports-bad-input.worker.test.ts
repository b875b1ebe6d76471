import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { customers, imports, opportunities } from '../../../../drizzle/schema'
import type { ImportDraft } from '../../../../worker/sales/contract'
import { aCompany, type Company, owner } from '../../../support/actors'
import { as } from '../../../support/app'
import { errorsOf, imported, upload } from '../../../support/imports'

const bytes = (text: string) => new TextEncoder().encode(text)
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

async function gzip(pieces: readonly Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
  const packer = new CompressionStream('gzip')
  const writer = packer.writable.getWriter()
  const written = (async () => {
    for (const piece of pieces) await writer.write(piece)
    await writer.close()
  })()
  const [packed] = await Promise.all([new Response(packer.readable).arrayBuffer(), written])
  return new Uint8Array(packed)
}

/** What the company has after a file was imported. */
async function dealsOf({ tenantId }: Company) {
  return owner()
    .select({
      title: opportunities.title,
      customer: customers.name,
      amountMinor: opportunities.amountMinor,
      closesOn: opportunities.expectedCloseOn,
      description: opportunities.description,
      custom: opportunities.custom,
    })
    .from(opportunities)
    .innerJoin(customers, eq(customers.id, opportunities.customerId))
    .where(eq(opportunities.tenantId, tenantId))
    .orderBy(opportunities.title)
}

describe('a file that is no CSV', () => {
  it.each([
    [
      'a workbook',
      'deals.csv',
      Uint8Array.from([0x50, 0x4b, 3, 4, ...bytes('[Content_Types].xml')]),
      'This is an Excel workbook: save it as CSV and choose that file',
    ],
    ['a PDF', 'deals.csv', bytes('%PDF-1.7\n...'), 'This is a PDF, not a CSV'],
    ['a web page', 'deals.csv', bytes('<!doctype html><html>'), 'This is a web page, not a CSV'],
    ['JSON', 'deals.csv', bytes('[{"id": 1}]'), 'This is a JSON document, not a CSV'],
    [
      'a picture',
      'deals.csv',
      Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
      'This is an image, not a CSV',
    ],
    ['a database', 'deals.csv', bytes('SQLite format 3\u0000'), 'This is a database, not a CSV'],
    [
      'random bytes',
      'deals.csv',
      Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256),
      'This is a binary file, not a CSV',
    ],
  ])('such as %s is told for what it is', async (_, name, content, detail) => {
    const company = await aCompany()
    expect(await upload(company.admin, content, name)).toMatchObject({
      status: 422,
      body: { kind: 'not_a_csv', detail, errors: [{ field: 'file' }] },
    })
    expect(await owner().select().from(imports).where(eq(imports.tenantId, company.tenantId))).toEqual([])
  })

  it.each([
    ['is empty', bytes(''), 'deals.csv', 422, 'empty_file'],
    ['is only blank lines', bytes('\n\n \n'), 'deals.csv', 422, 'empty_file'],
    ['has a header and nothing else', bytes('Deal id,Title\n'), 'deals.csv', 422, 'no_rows'],
    ['has the name of a picture', bytes('Deal id\n1\n'), 'deals.png', 422, 'name_disagrees'],
    ['says it is packed and is not', bytes('Deal id\n1\n'), 'deals.csv.gz', 422, 'name_disagrees'],
    ['is packed badly', Uint8Array.from([0x1f, 0x8b, 8, 0, 1, 2, 3]), 'deals.csv.gz', 422, 'archive_damaged'],
    [
      'has 301 columns',
      bytes(`${Array.from({ length: 301 }, (_, i) => `c${i}`).join()}\n${','.repeat(300)}1\n`),
      'deals.csv',
      422,
      'too_many_columns',
    ],
    ['never ends a row', bytes(`Deal id,Title\n1,"${'x'.repeat(1_200_000)}`), 'deals.csv', 422, 'record_too_long'],
    ['has half a million rows too many', bytes(`Deal id\n${'1\n'.repeat(500_001)}`), 'deals.csv', 422, 'too_many_rows'],
  ])('or %s is refused, and nothing is kept', async (_, content, name, status, kind) => {
    const company = await aCompany()
    expect(await upload(company.admin, content, name)).toMatchObject({ status, body: { kind } })
    expect(await owner().select().from(imports).where(eq(imports.tenantId, company.tenantId))).toEqual([])
  })

  it('or says it has 200 MB is refused before it is read', async () => {
    const company = await aCompany()
    // Whoever reads this never comes to its end.
    const body = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) })
    const response = await as(company.admin).fetch('/imports?name=deals.csv', {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/csv', 'content-length': String(200 * 1024 * 1024) },
    })
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({
      kind: 'file_too_large',
      detail: 'The file is larger than 100 MB: split it and import the parts',
    })
  })

  it('or does not say how large it is is refused', async () => {
    const company = await aCompany()
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(bytes('Deal id\n1\n'))
        controller.close()
      },
    })
    const response = await as(company.admin).fetch('/imports?name=deals.csv', { method: 'POST', body })
    expect([response.status, (await response.json<{ kind: string }>()).kind]).toEqual([411, 'length_required'])
  })

  it('or is a bomb in an archive is refused before it is unpacked', async () => {
    const company = await aCompany()
    const line = bytes(`${'x'.repeat(1022)},\n`.repeat(1024))
    const bomb = await gzip(Array.from({ length: 200 }, () => line)) // 200 MB in 200 kB
    expect(await upload(company.admin, bomb, 'deals.csv.gz')).toMatchObject({
      status: 422,
      body: { kind: 'inflates_too_much' },
    })
  })

  it.each([
    ['name=', 422],
    [`name=${'x'.repeat(256)}.csv`, 422],
    ['name=a%00.csv', 422],
    ['', 422],
  ])('or is called %s is refused', async (query, status) => {
    const company = await aCompany()
    const init = { method: 'POST', body: 'Deal id\n1\n', headers: { 'content-length': '10' } }
    expect((await as(company.admin).fetch(`/imports?${query}`, init)).status).toBe(status)
  })
})

describe('a file that is a CSV all the same', () => {
  const PUMPS = { title: 'Pumpen für Köln', customer: 'Müller', amountMinor: 123_450 }

  it.each([
    ['a byte order mark', bytes('\uFEFFTitel;Kunde;Betrag\nPumpen für Köln;Müller;1.234,50\n')],
    ['semicolons and Latin-1', latin1('Titel;Kunde;Betrag\nPumpen f\u00fcr K\u00f6ln;M\u00fcller;1.234,50\n')],
    ['tabs and old line ends', bytes('Titel\tKunde\tBetrag\rPumpen für Köln\tMüller\t1.234,50\r')],
    ['a separator line', bytes('sep=;\r\nTitel;Kunde;Betrag\r\nPumpen für Köln;Müller;1.234,50\r\n')],
    ['an amount with a comma', bytes('Title,Customer,Amount\nPumpen für Köln,Müller,"1,234.50"\n')],
    ['its amounts in another manner', bytes("Title,Customer,Amount\nPumpen für Köln,Müller,€ 1'234.50\n")],
  ])('with %s is read', async (_, content) => {
    const company = await aCompany()
    expect(await imported(company.admin, content)).toMatchObject({ status: 'done', rowsCreated: 1, rowsFailed: 0 })
    expect(await dealsOf(company)).toMatchObject([PUMPS])
  })

  it('packed is read', async () => {
    const company = await aCompany()
    const packed = await gzip([bytes('Titel;Kunde;Betrag\nPumpen für Köln;Müller;1.234,50\n')])
    expect(await imported(company.admin, packed, { name: 'deals.csv.gz' })).toMatchObject({ rowsCreated: 1 })
    expect(await dealsOf(company)).toMatchObject([PUMPS])
  })

  it('without a header is read by numbered columns', async () => {
    const company = await aCompany()
    const rows = ['2026-01-31,Acme,12,Won', '2026-02-01,Bolt,13,Lost', '2026-02-03,Coil,14,Won'].join('\n')
    const { body } = await upload(company.admin, rows)
    expect(body.inspection).toMatchObject({ rows: 3, dialect: { header: false } })
    expect(body.inspection.warnings.map(({ kind }) => kind)).toContain('no_header')
    const run = await imported(company.admin, rows, {
      correct: ({ mapping }) => {
        mapping.columns[1]!.target = { kind: 'field', field: 'customer' }
      },
    })
    expect(run).toMatchObject({ rowsRead: 3, rowsCreated: 3 })
    expect((await dealsOf(company)).map(({ customer }) => customer).sort()).toEqual(['Acme', 'Bolt', 'Coil'])
  })

  it('with repeated headers keeps both columns apart', async () => {
    const company = await aCompany()
    const { body } = await upload(company.admin, 'Title,Region,Region\nPumps,North,West\n')
    expect(body.inspection.warnings).toContainEqual({
      kind: 'repeated_header',
      column: 2,
      from: 'Region',
      to: 'Region (2)',
    })
    await imported(company.admin, 'Title,Region,Region\nPumps,North,West\n')
    expect(await dealsOf(company)).toMatchObject([{ custom: { region: 'North', region_2: 'West' } }])
  })

  it('with quotes across lines is read, and counts rows as a spreadsheet does', async () => {
    const company = await aCompany()
    const file =
      'Title,Amount,Notes\n"Pumps, ""big""",1,"first\nsecond\n\nfourth"\nProbes,x,\nScales,3,\nValves,4,\nFilters,5,\nPipes,6,\n'
    const run = await imported(company.admin, file)
    expect(run).toMatchObject({ rowsRead: 6, rowsCreated: 5, rowsFailed: 1 })
    expect(await errorsOf(company.admin, run)).toEqual([[3, 'Amount', 'Amount is not a number']])
    expect((await dealsOf(company)).find(({ title }) => title.startsWith('Pumps'))).toMatchObject({
      title: 'Pumps, "big"',
      description: 'first\nsecond\n\nfourth',
    })
  })

  it('with cells that a spreadsheet would run keeps them as text, and gives them back harmless', async () => {
    const company = await aCompany()
    await imported(company.admin, 'Title,Customer\n"=HYPERLINK(""http://x"",""y"")",@cmd\n\'=1+1,Acme\n')
    expect((await dealsOf(company)).map(({ title, customer }) => [title, customer])).toEqual([
      ['=1+1', 'Acme'],
      ['=HYPERLINK("http://x","y")', '@cmd'],
    ])
    const file = await (await as(company.admin).fetch('/exports/opportunities.csv')).text()
    expect(file).toContain(`"'=HYPERLINK(""http://x"",""y"")",'@cmd`)
  })

  it('with dates that could be two days takes none of them until somebody says which', async () => {
    const company = await aCompany()
    const file = 'Title,Expected close\nPumps,03/04/2026\nProbes,2026-05-06\n'
    const { body } = await upload(company.admin, file)
    expect(body.inspection.ambiguousDate).toBe('03/04/2026')
    const undecided = await imported(company.admin, file)
    expect(undecided).toMatchObject({ rowsCreated: 1, rowsFailed: 1 })
    expect(await errorsOf(company.admin, undecided)).toEqual([
      [2, 'Expected close', 'Expected close could be 2026-04-03 or 2026-03-04: choose the order of dates'],
    ])
    const monthFirst = ({ conventions }: ImportDraft) => {
      conventions.dateOrder = 'mdy'
    }
    expect(await imported(company.admin, file, { correct: monthFirst })).toMatchObject({
      rowsCreated: 1,
      rowsUnchanged: 1,
    })
    expect((await dealsOf(company)).map(({ closesOn }) => closesOn).sort()).toEqual(['2026-03-04', '2026-05-06'])
  })

  it('with 300 columns is read whole', async () => {
    const company = await aCompany()
    const names = Array.from({ length: 300 }, (_, i) => (i === 0 ? 'Deal id' : `Column ${i}`))
    const run = await imported(company.admin, `${names.join()}\n${names.map((_, i) => i).join()}\n`)
    expect(run).toMatchObject({ status: 'done', rowsCreated: 1 })
    const [deal] = await dealsOf(company)
    expect(Object.keys(deal!.custom)).toHaveLength(299)
    expect(deal!.custom).toMatchObject({ column_299: 299 })
  })

  it('with any characters is read: those that no text has are a problem of their row', async () => {
    const company = await aCompany()
    const file = [
      'Deal id,Title,Customer,Stage,Region',
      '1,🎉 שלום \u202Bعرض\u202C,名前 株式会社,Lead,a',
      '2,NUL\u0000here,Acme,Le\u0000ad,b\u0000',
      `3,${'n'.repeat(10_000)},Acme,Lead,c`,
      '4,Pumps,Acme,Lead,d',
    ].join('\n')
    const run = await imported(company.admin, file, {
      correct: ({ mapping }) => {
        mapping.columns[1]!.target = { kind: 'field', field: 'title' }
      },
    })
    expect(run).toMatchObject({ status: 'done', rowsCreated: 2, rowsFailed: 2 })
    expect(await errorsOf(company.admin, run)).toEqual([
      [3, 'Region', 'Region has a NUL character'],
      [3, 'Stage', 'Stage has a NUL character'],
      [3, 'Title', 'Title has a NUL character'],
      [4, 'Title', 'Title has 10,000 characters; at most 200 fit'],
    ])
    expect((await dealsOf(company)).map(({ title }) => title)).toContain('🎉 שלום \u202Bعرض\u202C')
  })

  it.each([
    ['an amount of 10^30', 'Amount', '1000000000000000000000000000000', 'Amount is too large'],
    [
      'a closing date in 1899',
      'Expected close',
      '1899-12-31',
      'Expected close is in the year 1899, outside 1970 to 2200',
    ],
    ['a day that is not', 'Expected close', '2027-02-31', 'There is no 31 February'],
  ])('with %s takes the other rows', async (_, header, value, reason) => {
    const company = await aCompany()
    const good = header === 'Amount' ? '5' : '2027-01-01'
    const file = `Title,${header}\n${['a', 'b', 'c', 'd', 'e'].map((title) => `${title},${good}`).join('\n')}\nf,${value}\n`
    const run = await imported(company.admin, file)
    expect(run).toMatchObject({ rowsCreated: 5, rowsFailed: 1 })
    expect(await errorsOf(company.admin, run)).toEqual([[7, header, reason]])
  })
})
