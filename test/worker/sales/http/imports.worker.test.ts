import { describe, expect, it } from 'vitest'
import { newId } from '../../../../worker/kernel/ids'
import type { ImportDetail, ImportInspection, ImportPreview, ImportRun } from '../../../../worker/sales/contract'
import { aCompany } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal } from '../../../support/builders'
import { forEachRole } from '../../../support/for-each-role'
import { draftOf, ended, errorsOf, filesOf, imported, upload } from '../../../support/imports'

const FILE = `Deal id,Title,Account,Amount,Stage,Expected close
D-1,Pumps,Acme,"1,500.00",Lead,2027-01-31
D-2,Probes,Bolt,7,Won,2026-02-01
D-3,Waagen,Acme,many,Lead,2027-01-31
D-5,Ventile,Acme,8,Lead,2027-01-31
D-6,Filter,Acme,9,Lead,2027-01-31
`

describe('who may', () => {
  forEachRole('GET /imports', { nobody: 401, sales_rep: 200, manager: 403, org_admin: 200 })

  const unknown = { nobody: 401, sales_rep: 404, manager: 403, org_admin: 404 }
  const path = (what: string) => ({ path: `/imports/${newId()}${what}` })
  const draft = {
    dialect: { delimiter: ',', header: true, sepLine: false },
    mapping: { columns: [{ header: 'a', target: { kind: 'field', field: 'title' } }], stages: [], outcomes: [] },
    conventions: { dateOrder: 'dmy', decimals: 'point', currency: 'EUR', customerWhenBlank: 'Acme' },
  }
  forEachRole('GET /imports/:id', unknown, () => path(''))
  forEachRole('GET /imports/:id/progress', unknown, () => path('/progress'))
  forEachRole('GET /imports/:id/errors', unknown, () => path('/errors'))
  forEachRole('GET /imports/:id/errors.csv', unknown, () => path('/errors.csv'))
  forEachRole('POST /imports/:id/inspect', unknown, () => ({ ...path('/inspect'), body: {} }))
  forEachRole('POST /imports/:id/preview', unknown, () => ({ ...path('/preview'), body: draft }))
  forEachRole('PUT /imports/:id/draft', unknown, () => ({ ...path('/draft'), body: draft }))
  forEachRole('POST /imports/:id/start', unknown, () => ({ ...path('/start'), body: draft }))
  forEachRole('POST /imports/:id/cancel', unknown, () => path('/cancel'))

  it.each([
    ['nobody', 401],
    ['rep', 201],
    ['manager', 403],
    ['admin', 201],
  ] as const)('POST /imports answers %s %i', async (who, status) => {
    const company = await aCompany()
    const answer = await upload(who === 'nobody' ? null : company[who], FILE)
    expect(answer.status).toBe(status)
    if (status === 201) expect(answer.roundTrips).toBe(2)
  })
})

describe('an upload', () => {
  it('is understood: columns, stages, dates and how many rows there are', async () => {
    const company = await aCompany()
    const { body } = await upload(company.admin, FILE, 'crm export.csv')
    expect(body.run).toMatchObject({ status: 'uploaded', fileName: 'crm export.csv', rowsTotal: 5, rowsRead: 0 })
    const { mapping, words } = body.inspection
    expect(mapping.columns.map(({ target }) => (target.kind === 'field' ? target.field : target.kind))).toEqual([
      'externalId',
      'title',
      'customer',
      'amount',
      'stage',
      'expectedCloseOn',
    ])
    expect(mapping.stages).toEqual([
      { word: 'Lead', status: 'open', stageId: company.stages.lead },
      { word: 'Won', status: 'won', stageId: company.stages.won },
    ])
    expect(words).toEqual([
      { field: 'stage', word: 'Lead', rows: 4 },
      { field: 'stage', word: 'Won', rows: 1 },
    ])
    expect(await filesOf(company, body.run)).toEqual(['file'])
  })

  it('is taken once under its key; another file, or another name, under the same one is refused', async () => {
    const company = await aCompany()
    const key = { 'idempotency-key': crypto.randomUUID() }
    const send = (name: string, file: string) =>
      as(company.admin).fetch(`/imports?name=${name}`, {
        method: 'POST',
        body: file,
        headers: { 'content-type': 'text/csv', 'content-length': String(file.length), ...key },
      })
    const first = await send('deals.csv', FILE)
    expect(first.status).toBe(201)
    const again = await send('deals.csv', FILE)
    expect([again.status, again.headers.get('idempotent-replay')]).toEqual([201, 'true'])
    expect(await again.json()).toEqual(await first.json())
    for (const other of [await send('others.csv', FILE), await send('deals.csv', `${FILE}\n`)]) {
      expect(other.status).toBe(422)
      expect(await other.json()).toMatchObject({ kind: 'operation_id_reused' })
    }
  })

  it('may have a name that is cut within a letter where its customers are named after it', async () => {
    const company = await aCompany()
    const name = `${'x'.repeat(186)}😀.csv`
    const taken = await upload(company.admin, 'Deal id,Amount,Stage\n1,200,Lead\n2,300,Lead\n', name)
    expect(taken).toMatchObject({ status: 201, body: { run: { fileName: name } } })
  })

  it('goes on with its errors from no place that is none', async () => {
    const company = await aCompany()
    const { body } = await upload(company.admin, FILE)
    const after = encodeURIComponent('1:\0')
    expect(await as(company.admin).get(`/imports/${body.run.id}/errors?after=${after}`)).toMatchObject({ status: 422 })
  })

  it('shows words that come only late in a long file', async () => {
    const company = await aCompany()
    const early = Array.from({ length: 30_000 }, (_, i) => `${i},Acme,Won,3/4/2026\n`).join('')
    const { body } = await upload(company.admin, `Id,Account,Stage,Closed\n${early}x,Acme,Prospecting,12/31/2026\n`)
    expect(body.run.rowsTotal).toBe(30_001)
    expect(body.inspection.words).toEqual([
      { field: 'stage', word: 'Won', rows: 30_000 },
      { field: 'stage', word: 'Prospecting', rows: 1 },
    ])
    // The one date that can only be read one way is in the last row.
    expect(body.inspection.conventions.dateOrder).toBe('mdy')
  })

  it('is found again with what was corrected', async () => {
    const company = await aCompany()
    const { body } = await upload(company.admin, FILE)
    const path = `/imports/${body.run.id}`
    const draft = draftOf(body, ({ mapping, conventions }) => {
      mapping.columns[5]!.target = { kind: 'skip' }
      conventions.currency = 'CHF' as typeof conventions.currency
    })
    const kept = await as(company.admin).put<ImportRun>(`${path}/draft`, draft)
    expect(kept).toMatchObject({ status: 200, body: { status: 'ready', version: 2 }, roundTrips: 2 })
    const found = await as(company.admin).get<ImportDetail>(path)
    expect(found.roundTrips).toBe(1)
    expect(found.body.run).toEqual(kept.body)
    expect(draftOf(found.body)).toEqual(draft)
    expect(found.body.inspection.guesses).toEqual(body.inspection.guesses)
  })
})

describe('another look at the file', () => {
  it('takes columns for what they are said to be, and finds their words', async () => {
    const company = await aCompany()
    const { body } = await upload(
      company.admin,
      'Deal id,Account,Reg,Due\n1,A,North,01/02/2026\n2,B,South,03/04/2026\n',
    )
    const columns = structuredClone(body.inspection.mapping.columns)
    columns[2]!.target = { kind: 'field', field: 'stage' }
    columns[3]!.target = { kind: 'skip' }
    const path = `/imports/${body.run.id}/inspect`
    const looked = await as(company.admin).post<ImportInspection>(path, { columns })
    expect(looked).toMatchObject({ status: 200, roundTrips: 1 })
    expect(body.inspection.ambiguousDate).toBe('01/02/2026')
    expect(looked.body).toMatchObject({
      ambiguousDate: null,
      rows: 2,
      mapping: { columns, stages: [{ word: 'North' }, { word: 'South' }] },
    })
  })

  it('cuts the file otherwise', async () => {
    const company = await aCompany()
    const { body } = await upload(company.admin, 'a;b,c\n1;2,3\n4;5,6\n')
    const looked = async (delimiter: string, header: boolean) =>
      (
        await as(company.admin).post<ImportInspection>(`/imports/${body.run.id}/inspect`, {
          dialect: { delimiter, header, sepLine: false },
        })
      ).body
    expect((await looked(';', true)).mapping.columns.map(({ header }) => header)).toEqual(['a', 'b,c'])
    expect(await looked(',', false)).toMatchObject({ rows: 3, warnings: [{ kind: 'no_header' }, {}, {}, {}, {}] })
    const refused = await as(company.admin).post(`/imports/${body.run.id}/inspect`, { dialect: { delimiter: 'x' } })
    expect(refused.status).toBe(422)
  })
})

describe('a preview', () => {
  it('tells what will happen to each row, those that need a look first, and writes nothing', async () => {
    const company = await aCompany()
    await imported(company.admin, FILE)
    const again = `${FILE.replace('Probes', 'Better probes')}D-1,Pumps,Acme,5,Lead,\nD-4,Gauges,Coil,9,Lead,\n`
    const { body } = await upload(company.admin, again)
    const path = `/imports/${body.run.id}/preview`
    const byId = draftOf(body, ({ mapping }) => {
      mapping.columns[0]!.target = { kind: 'field', field: 'externalId' }
    })
    const preview = await as(company.admin).post<ImportPreview>(path, byId)
    expect(preview).toMatchObject({ status: 200, roundTrips: 1 })
    expect(preview.body.rows.map(({ row, verdict, why }) => [row, verdict, why])).toEqual([
      [4, 'error', 'Amount is not a number'],
      [7, 'duplicate', 'Same id as row 2, other values differ; row 2 is kept'],
      [3, 'update', ''],
      [2, 'unchanged', ''],
      [5, 'unchanged', ''],
      [6, 'unchanged', ''],
      [8, 'new', ''],
    ])
    expect(preview.body).toMatchObject({
      counts: { new: 1, update: 1, unchanged: 3, duplicate: 1, error: 1 },
      rowsLookedAt: 7,
    })
    expect((await as(company.admin).get<ImportDetail>(`/imports/${body.run.id}`)).body.run).toEqual(body.run)
  })

  it('says of a deal that is closed that it stays closed', async () => {
    const company = await aCompany()
    const customerId = await aCustomer(company)
    await aDeal(company, { customerId, externalId: 'D-1', status: 'lost' })
    const { body } = await upload(company.admin, FILE)
    const preview = await as(company.admin).post<ImportPreview>(`/imports/${body.run.id}/preview`, draftOf(body))
    expect(preview.body.rows.find(({ row }) => row === 2)).toMatchObject({
      verdict: 'error',
      why: 'This deal is closed as lost here, and stays closed',
    })
  })

  it('shows a rep nothing of a deal they do not see', async () => {
    const company = await aCompany()
    await imported(company.admin, FILE)
    const { body } = await upload(company.rep, FILE)
    const preview = await as(company.rep).post<ImportPreview>(`/imports/${body.run.id}/preview`, draftOf(body))
    expect(preview.body.counts).toEqual({ new: 4, update: 0, unchanged: 0, duplicate: 0, error: 1 })
  })
})

describe('a start', () => {
  it('answers at once, and the import ends by itself', async () => {
    const company = await aCompany()
    const { body } = await upload(company.admin, FILE)
    const path = `/imports/${body.run.id}`
    const key = crypto.randomUUID()
    const start = () => as(company.admin).post<ImportRun>(`${path}/start`, draftOf(body), { 'idempotency-key': key })
    const first = await start()
    expect(first).toMatchObject({ status: 202, body: { status: 'running', version: 2 } })
    expect(first.roundTrips).toBe(2)
    const second = await start()
    expect(second).toMatchObject({ status: 202, body: first.body })
    expect(second.headers.get('idempotent-replay')).toBe('true')
    expect(await ended(company.admin, body.run)).toMatchObject({
      status: 'done',
      rowsTotal: 5,
      rowsRead: 5,
      rowsCreated: 4,
      rowsFailed: 1,
      failure: null,
    })
    expect(await as(company.admin).post(`${path}/start`, draftOf(body))).toMatchObject({
      status: 409,
      body: { kind: 'import_not_waiting', present: 'done' },
    })
    expect((await as(company.admin).put(`${path}/draft`, draftOf(body))).status).toBe(409)
    expect((await as(company.admin).post(`${path}/inspect`, {})).status).toBe(409)
    expect((await as(company.admin).post(`${path}/preview`, draftOf(body))).body).toMatchObject({
      kind: 'import_file_gone',
    })
    expect((await as(company.admin).post(`${path}/cancel`)).body).toMatchObject({ kind: 'import_over' })
  })

  it.each([
    [
      'nothing that names a deal or its customer',
      422,
      'import_maps_nothing',
      (draft: ReturnType<typeof draftOf>) => {
        for (const column of draft.mapping.columns) column.target = { kind: 'skip' }
      },
    ],
    [
      'a stage of another pipeline',
      422,
      'stage_not_found',
      (draft: ReturnType<typeof draftOf>) => {
        draft.mapping.stages[0]!.stageId = newId()
      },
    ],
    [
      'two columns for one field',
      422,
      'invalid_input',
      (draft: ReturnType<typeof draftOf>) => {
        draft.mapping.columns[1]!.target = draft.mapping.columns[0]!.target
      },
    ],
    [
      'more stages than a board can show',
      422,
      'too_many_stages',
      (draft: ReturnType<typeof draftOf>) => {
        const words = Array.from({ length: 30 }, (_, i) => ({
          word: `Step ${i}`,
          status: 'open' as const,
          stageId: null,
        }))
        draft.mapping.stages.push(...words)
      },
    ],
    [
      'a word with a NUL',
      422,
      'invalid_input',
      (draft: ReturnType<typeof draftOf>) => {
        draft.mapping.stages[0]!.word = 'a\u0000b'
      },
    ],
  ])('with %s is refused, and the import still waits', async (_, status, kind, spoil) => {
    const company = await aCompany()
    const { body } = await upload(company.admin, FILE)
    const path = `/imports/${body.run.id}`
    expect(await as(company.admin).post(`${path}/start`, draftOf(body, spoil))).toMatchObject({
      status,
      body: { kind },
    })
    expect((await as(company.admin).get<ImportRun>(`${path}/progress`)).body).toEqual(body.run)
  })

  it('in a pipeline that is not there is refused', async () => {
    const company = await aCompany()
    const { body } = await upload(company.admin, FILE)
    const draft = { ...draftOf(body), pipelineId: newId() }
    expect(await as(company.admin).post(`/imports/${body.run.id}/start`, draft)).toMatchObject({
      status: 422,
      body: { kind: 'pipeline_not_found' },
    })
  })
})

describe('rows that were not taken', () => {
  it('are listed in pages, and downloaded as a file no spreadsheet runs', async () => {
    const company = await aCompany()
    const file = `Id,Account,Amount\n1,A,=cmd|x\n2,A,\u0000\n3,,x\n4,A,5\n5,A\n`
    const run = await imported(company.admin, file, {
      correct: ({ conventions, mapping }) => {
        conventions.customerWhenBlank = null
        mapping.columns[2]!.target = { kind: 'field', field: 'amount' }
      },
    })
    expect(run).toMatchObject({ rowsRead: 5, rowsCreated: 2, rowsFailed: 3 })
    expect(await errorsOf(company.admin, run)).toEqual([
      [2, 'Amount', 'Amount is not a number'],
      [3, 'Amount', 'Amount is not a number'],
      [4, 'Account', 'Customer is missing'],
      [4, 'Amount', 'Amount is not a number'],
    ])
    const pages: string[] = []
    for (let after: string | null = ''; after !== null; ) {
      const query: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`
      const path = `/imports/${run.id}/errors?limit=3${query}`
      const page = await as(company.admin).get<{ rows: { rowNumber: number }[]; nextAfter: string | null }>(path)
      expect(page.roundTrips).toBe(1)
      pages.push(page.body.rows.map(({ rowNumber }) => rowNumber).join())
      after = page.body.nextAfter
    }
    expect(pages).toEqual(['2,3,4', '4'])
    const file2 = await as(company.admin).fetch(`/imports/${run.id}/errors.csv`)
    expect(file2.headers.get('content-disposition')).toBe('attachment; filename="rows-not-taken.csv"')
    expect((await file2.text()).replace('\uFEFF', '').split('\r\n')).toEqual([
      'Row,Column,Value,Reason',
      "2,Amount,'=cmd|x,Amount is not a number",
      '3,Amount,␀,Amount is not a number',
      '4,Account,,Customer is missing',
      '4,Amount,x,Amount is not a number',
      '',
    ])
  })

  it('end with a line that says so where there are more than are kept', async () => {
    const company = await aCompany()
    const rows = Array.from({ length: 20_001 }, (_, i) => `${i},Acme,x`)
    const run = await imported(company.admin, `Deal id,Account,Amount\n${rows.join('\n')}\n`, {
      correct: ({ mapping }) => {
        mapping.columns[2]!.target = { kind: 'field', field: 'amount' }
      },
    })
    expect(run).toMatchObject({ status: 'done', rowsFailed: 20_001 })
    const lines = (await (await as(company.admin).fetch(`/imports/${run.id}/errors.csv`)).text()).split('\r\n')
    expect(lines).toHaveLength(1 + 20_000 + 1 + 1)
    expect(lines.slice(-3)).toEqual([
      '20001,Amount,x,Amount is not a number',
      ',,,"Not all problems are listed: past 20,000 they are only counted"',
      '',
    ])
  })
})
