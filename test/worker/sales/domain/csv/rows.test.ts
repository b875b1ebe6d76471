import { describe, expect, it } from 'vitest'
import type { Conventions, WordMeaning } from '../../../../../worker/sales/domain/csv/mapping'
import { deals, type FileOf, read, readOne, reasons } from './read-rows'
import { field } from './support'

describe('a row', () => {
  it('is read into what the product understands', () => {
    expect(readOne(deals, 'Pump health, "Duna Power","1,234.50",USD,Proposal,03/02/2026,14/12/2026,')).toMatchObject({
      row: 2,
      title: 'Pump health',
      customer: 'Duna Power',
      customerIsStandIn: false,
      amountMinor: 123_450,
      currency: 'USD',
      stage: 'Proposal',
      status: 'open',
      createdOn: '2026-02-03',
      expectedCloseOn: '2026-12-14',
      closedOn: null,
    })
  })

  it('has every kind of field', () => {
    const file: FileOf = {
      columns: {
        Id: field('externalId'),
        Account: field('customer'),
        Who: field('contactName'),
        Mail: field('contactEmail'),
        Phone: field('contactPhone'),
        Owner: field('owner'),
        Product: field('product'),
        Source: field('source'),
        Prio: field('priority'),
        Outcome: field('outcome'),
        Why: field('lossReason'),
        Sector: field('industry'),
        Tags: field('tags'),
        Notes: field('notes'),
        Score: { kind: 'custom', name: 'Score', type: 'number' },
        Seen: { kind: 'custom', name: 'Seen', type: 'date' },
        Region: { kind: 'custom', name: 'Region', type: 'choice' },
        Remark: { kind: 'custom', name: 'Remark', type: 'text' },
        Junk: { kind: 'skip' },
      },
    }
    const text =
      'D-1,Acme,Ana,Ana@Acme.example,+49 30 1,Kofi,Probe,Fair,Hoch,Lost,Price,Glass,a;b,"one\ntwo",1.5,01/02/2026,North,x,y'
    expect(readOne(file, text)).toMatchObject({
      externalId: 'D-1',
      key: 'id:D-1',
      title: 'Probe for Acme',
      contactName: 'Ana',
      contactEmail: 'ana@acme.example',
      contactPhone: '+49 30 1',
      owner: 'Kofi',
      product: 'Probe',
      source: 'Fair',
      priority: 'high',
      status: 'lost',
      lossReason: 'Price',
      industry: 'Glass',
      tags: ['a', 'b'],
      notes: 'one\ntwo',
      amountMinor: null,
      custom: [1.5, '2026-02-01', 'North', 'x'],
    })
    expect(readOne(file, 'D-2,Acme,,,,,,,,,,,,,,,,,')).toMatchObject({
      tags: [],
      notes: null,
      custom: [null, null, null, null],
    })
    expect(readOne(file, 'D-3,Acme,,,,,,,,,,,,,n/a,-,,,')).toMatchObject({ custom: [null, null, null, null] })
    expect(readOne(file, 'D-4,Acme,,,,,,,,,,,,,1e-05,,,,')).toMatchObject({ custom: [0.00001, null, null, null] })
  })

  it('may be blank', () => {
    expect(read(deals, ',,,,,,,\n , ,').map(({ kind }) => kind)).toEqual(['blank', 'blank'])
  })

  it('may leave out empty cells at its end', () => {
    expect(readOne(deals, 'Pump,Acme,5,EUR')).toMatchObject({ title: 'Pump', amountMinor: 500, closedOn: null })
  })

  it('may have empty cells too many', () => {
    expect(readOne(deals, 'Pump,Acme,5,EUR,,,,,,')).toMatchObject({ title: 'Pump' })
  })

  it('is read back from our own export as it was', () => {
    expect(readOne(deals, "'=1+1,'@Acme,5,EUR,,,,")).toMatchObject({ title: '=1+1', customer: '@Acme' })
  })
})

describe('a title', () => {
  const file: FileOf = {
    columns: { Id: field('externalId'), Title: field('title'), Account: field('customer'), Product: field('product') },
    how: { customerWhenBlank: 'Imported deals' },
  }
  it.each([
    ['D-1,Pump,Acme,Probe', 'Pump'],
    ['D-1,,Acme,Probe', 'Probe for Acme'],
    ['D-1,,,Probe', 'Probe'],
    ['D-1,,Acme,', 'D-1'],
    [',,Acme,', 'Deal in row 2'],
    [`D-1,,${'a'.repeat(199)},Probe`, `Probe for ${'a'.repeat(190)}`],
  ])('of %s is %s', (text, title) => {
    expect(readOne(file, text).title).toBe(title)
  })
})

describe('a row that names no customer', () => {
  it('is refused, or goes under the customer the import names', () => {
    const text = 'Pump,,5,EUR,,,,'
    expect(reasons(deals, text)).toEqual(['Customer is missing'])
    const how = { customerWhenBlank: 'Imported deals' }
    expect(readOne({ ...deals, how }, text)).toMatchObject({ customer: 'Imported deals', customerIsStandIn: true })
  })

  it('is refused in a file without such a column, too', () => {
    expect(reasons({ columns: { Title: field('title'), Value: field('amount') } }, 'Pump,5')).toEqual([
      'Customer is missing',
    ])
  })
})

describe('how a deal stands', () => {
  const meanings: readonly WordMeaning[] = [
    { word: 'Phase 9', status: 'won', stageId: null },
    { word: 'Won', status: 'open', stageId: null },
  ]
  it.each([
    ['Proposal', 'open'],
    ['Closed Won', 'won'],
    ['Verloren', 'lost'],
    ['Phase 9', 'won'],
    ['Won', 'open'], // a person said so
    ['', 'open'],
  ])('follows from the stage %s: %s', (word, status) => {
    expect(readOne({ ...deals, stages: meanings }, `Pump,Acme,5,EUR,${word},,,`).status).toBe(status)
  })

  const both: FileOf = {
    columns: { Account: field('customer'), Stage: field('stage'), Result: field('outcome') },
    outcomes: [{ word: 'no', status: 'open', stageId: null }],
  }
  it.each([
    ['Proposal', '', 'open'],
    ['Proposal', 'Won', 'won'],
    ['Proposal', 'no', 'open'],
    ['Closed Lost', '', 'lost'],
    ['Closed Lost', 'no', 'lost'],
    ['Closed Won', 'n/a', 'won'],
    ['Closed Won', 'yes', 'won'],
  ])('follows from the stage %s and the outcome %s: %s', (stage, outcome, status) => {
    expect(readOne(both, `Acme,${stage},${outcome}`).status).toBe(status)
  })

  it('is refused where stage and outcome contradict each other, or the outcome says nothing', () => {
    expect(reasons(both, 'Acme,Closed Won,Lost')).toEqual(['Outcome contradicts the stage Closed Won'])
    expect(reasons(both, 'Acme,Proposal,perhaps')).toEqual(['Outcome is neither won, lost nor open'])
  })

  it('keeps a loss reason with lost deals only', () => {
    const file: FileOf = { columns: { Account: field('customer'), Stage: field('stage'), Why: field('lossReason') } }
    expect(readOne(file, 'Acme,Lost,Price').lossReason).toBe('Price')
    expect(readOne(file, 'Acme,Won,Price').lossReason).toBeNull()
  })
})

describe('the days of a deal', () => {
  it.each([
    ['an open deal expects to close', 'Proposal,,14/12/2026,', { expectedCloseOn: '2026-12-14', closedOn: null }],
    ['an open deal cannot have closed', 'Proposal,,,14/12/2026', { expectedCloseOn: '2026-12-14', closedOn: null }],
    [
      'a closed deal closed when it says',
      'Won,,14/12/2026,15/12/2026',
      { expectedCloseOn: '2026-12-14', closedOn: '2026-12-15' },
    ],
    [
      'a closed deal closed when it was expected to',
      'Won,,14/12/2026,',
      { expectedCloseOn: '2026-12-14', closedOn: '2026-12-14' },
    ],
    ['a closed deal may not say', 'Won,,,', { closedOn: null }],
    ['a blank may be written out', 'Proposal,-,n/a,null', { createdOn: null, expectedCloseOn: null, closedOn: null }],
  ])('%s', (_, cells, days) => {
    expect(readOne(deals, `Pump,Acme,5,EUR,${cells}`)).toMatchObject(days)
  })

  it('cannot end before they begin', () => {
    expect(reasons(deals, 'Pump,Acme,5,EUR,Won,02/01/2026,,01/01/2026')).toEqual([
      'Closed is before the deal was created, 2026-01-02',
    ])
    expect(reasons(deals, 'Pump,Acme,5,EUR,Lost,02/01/2026,01/01/2026,')).toEqual([
      'Expected close is before the deal was created, 2026-01-02',
    ])
  })
})

describe('money', () => {
  it.each([
    ['5,EUR', 500, 'EUR'],
    ['5,', 500, 'EUR'],
    ['$5,', 500, 'USD'],
    ['$5,CAD', 500, 'CAD'],
    ['5,JPY', 5, 'JPY'],
    ['5,€', 500, 'EUR'],
    [',USD', null, 'USD'],
    ['n/a,', null, 'EUR'],
  ])('%s is %s %s', (cells, amountMinor, currency) => {
    expect(readOne(deals, `Pump,Acme,${cells},,,,`)).toMatchObject({ amountMinor, currency })
  })

  it.each([
    ['€5,USD', 'Amount is in EUR and its currency column says USD'],
    ['5,potatoes', 'Currency is not a currency'],
  ])('%s is refused: %s', (cells, reason) => {
    expect(reasons(deals, `Pump,Acme,${cells},,,,`)).toEqual([reason])
  })
})

describe('a row that is not taken', () => {
  it.each<[string, string, Partial<Conventions>]>([
    ['"18.4OO,00",EUR,,,,', 'Amount has letters O instead of zeros', { decimals: 'comma' }],
    ['"1.234,56",EUR,,,,', 'Amount does not read as 1,234.56', {}],
    [`1${'0'.repeat(30)},EUR,,,,`, 'Amount is too large', {}],
    ['"(1,200)",EUR,,,,', 'Amount is negative', {}],
    ['5,EUR,,,31/02/2027,', 'There is no 31 February', {}],
    [
      '5,EUR,,,03/02/2026,',
      'Expected close could be 2026-02-03 or 2026-03-02: choose the order of dates',
      { dateOrder: 'undecided' },
    ],
    ['5,EUR,,,,31.12.1899', 'Closed is in the year 1899, outside 1970 to 2200', {}],
  ])('%s: %s', (cells, reason, how) => {
    expect(reasons({ ...deals, how }, `Pump,Acme,${cells}`)).toEqual([reason])
  })

  it.each([
    [
      'a name of 10,000 characters',
      `Pump,${'x'.repeat(10_000)},5,EUR,,,,`,
      'Customer has 10,000 characters; at most 200 fit',
    ],
    ['a NUL', 'Pu\u0000mp,Acme,5,EUR,,,,', 'Title has a NUL character'],
    ['too few cells', 'Pump,Acme', 'The row has 2 of 8 columns'],
    ['too many cells', 'Pump,Acme,5,EUR,,,,,more', 'The row has 9 of 8 columns'],
    [
      'lines swallowed by a quote',
      'Pump,"Acme,5\nBolt,6\nCoil",7',
      'The row has 3 of 8 columns; a quote opens here and closes 2 lines below',
    ],
    ['a quote never closed', 'Pump,"Acme,5,EUR,,,,', 'A quote opens in this row and nothing closes it'],
  ])('has %s', (_, text, reason) => {
    expect(reasons(deals, text)).toEqual([reason])
  })

  it('names the column, the cell and every problem, and shows what could be read', () => {
    const [result] = read(deals, 'Pump,Acme,many,EUR,,31/02/2027,,')
    expect(result).toMatchObject({
      kind: 'error',
      row: { row: 2, title: 'Pump', customer: 'Acme', amountMinor: null },
      problems: [
        { row: 2, column: 'Created', field: 'createdOn', value: '31/02/2027', kind: 'no_such_day' },
        {
          row: 2,
          column: 'Value',
          field: 'amount',
          value: 'many',
          kind: 'not_a_number',
          reason: 'Amount is not a number',
        },
      ],
    })
  })

  it('names a custom field by its header', () => {
    const file: FileOf = {
      columns: { Account: field('customer'), Score: { kind: 'custom', name: 'Score', type: 'number' } },
    }
    expect(reasons(file, 'Acme,high')).toEqual(['Score is not a number'])
  })
})
