import { describe, expect, it } from 'vitest'
import { inspectCsv } from '../../../../../worker/sales/domain/csv/inspect'
import { MAX_COLUMNS, MAX_RECORD_CHARS } from '../../../../../worker/sales/domain/csv/limits'
import { ColumnMapping, Conventions } from '../../../../../worker/sales/domain/csv/mapping'
import { EUR } from './support'

const options = { last: true, currency: EUR, customerName: 'Imported deals' }

function inspected(text: string) {
  const inspection = inspectCsv(text, options)
  if (!inspection.ok) throw new Error(inspection.error.kind)
  return inspection.value
}

function kinds(text: string): string[] {
  return inspected(text).warnings.map(({ kind }) => kind)
}

describe('a file', () => {
  it('is understood before anyone has said anything', () => {
    const text = [
      'Deal id;Deal name;Kunde;Betrag (CHF);Status;Erstellt am;Region',
      '7-1;Pumpen;Kessler;1.234,50;Offen;03.02.2026;Nord',
      '7-2;Sonden;Duna;99,00;Gewonnen;05.02.2026;Nord',
      '7-3;Waagen;Kessler;7,25;Verloren;06.02.2026;Süd',
    ].join('\r\n')
    const { dialect, mapping, conventions, warnings, rows, ambiguousDate, decimalsCertain } = inspected(text)
    expect(dialect).toEqual({ delimiter: ';', header: true, sepLine: false })
    expect(mapping.columns.map(({ target }) => (target.kind === 'field' ? target.field : target.kind))).toEqual([
      'externalId',
      'title',
      'customer',
      'amount',
      'outcome',
      'createdOn',
      'custom',
    ])
    expect(mapping.outcomes.map(({ word, status }) => [word, status])).toEqual([
      ['Offen', 'open'],
      ['Gewonnen', 'won'],
      ['Verloren', 'lost'],
    ])
    expect(conventions).toEqual({ dateOrder: 'undecided', decimals: 'comma', currency: 'CHF', customerWhenBlank: null })
    expect({ warnings, rows, ambiguousDate, decimalsCertain }).toEqual({
      warnings: [],
      rows: 3,
      ambiguousDate: null,
      decimalsCertain: true,
    })
    expect(ColumnMapping.parse(mapping)).toEqual(mapping)
    expect(Conventions.parse(conventions)).toEqual(conventions)
  })

  it.each([
    ['the order of its dates', 'Deal id,Account,Created\n1,A,03/02/2026\n2,B,10/20/2026', { dateOrder: 'mdy' }],
    [
      'the order of its dates, the other way',
      'Deal id,Account,Created\n1,A,03/02/2026\n2,B,20/10/2026',
      { dateOrder: 'dmy' },
    ],
    ['the currency of most amounts', 'Deal id,Account,Amount\n1,A,£5\n2,B,£6\n3,C,$7', { currency: 'GBP' }],
    ['the company’s currency where it names none', 'Deal id,Account,Amount\n1,A,5', { currency: 'EUR' }],
    ['customers left blank on purpose', 'Deal id,Account\n1,A\n2,\n3,B', { customerWhenBlank: 'Imported deals' }],
    ['customers left blank by mistake', `Deal id,Account\n${'1,A\n'.repeat(99)}2,`, { customerWhenBlank: null }],
    ['no customers at all', 'Deal id,Region\n1,A\n2,B', { customerWhenBlank: 'Imported deals' }],
  ])('shows %s', (_, text, conventions) => {
    expect(inspected(text).conventions).toMatchObject(conventions)
  })

  it.each([
    ['one of them', 'Deal id,Account\n1,A\n2, \n3,B', 1],
    ['none where each has one', 'Deal id,Account\n1,A\n2,B', 0],
    ['all of them where no column names one', 'Deal id,Region\n1,A\n2,B', 2],
  ])('counts the rows without a customer: %s', (_, text, blankCustomers) => {
    expect(inspected(text)).toMatchObject({ blankCustomers })
  })

  it('asks where nothing decides', () => {
    const text = 'Deal id,Account,Created,Amount\n1,A,03/02/2026,1.234\n2,B,04/05/2026,5.678'
    expect(inspected(text)).toMatchObject({ ambiguousDate: '03/02/2026', decimalsCertain: false })
    expect(kinds(text)).toEqual(['no_outcome', 'date_order_unclear', 'decimals_unclear'])
  })

  it.each([
    ['no header', 'Acme,12,2026-01-01\nBolt,13,2026-01-02\nCoil,7,2026-02-02', 'no_header'],
    ['a repeated header', 'Account,Amount,Amount\nA,1,2', 'repeated_header'],
    ['an empty header', 'Account,,Amount\nA,1,2', 'empty_header'],
    ['no customer', 'Deal id,Amount\nA,1', 'no_customer_column'],
    ['no id', 'Account,Amount\nA,1', 'no_id_column'],
    ['no amount', 'Account,Region\nA,1', 'no_amount_column'],
  ])('that has %s says so', (_, text, warning) => {
    expect(kinds(text)).toContain(warning)
  })

  it('without a header has all its rows', () => {
    expect(inspected('Acme,12,2026-01-01\nBolt,13,2026-01-02\nCoil,7,2026-02-02')).toMatchObject({
      dialect: { header: false },
      rows: 3,
    })
  })

  it('is cut as a person said', () => {
    const dialect = { delimiter: ';', header: false, sepLine: false } as const
    const inspection = inspectCsv('a,b;c\nd,e;f', { ...options, dialect })
    expect(inspection).toMatchObject({
      ok: true,
      value: { dialect, rows: 2, guesses: [{ name: 'Column 1' }, { name: 'Column 2' }] },
    })
  })

  it.each([
    ['is empty', '', { kind: 'empty_file' }],
    ['is blank', '\n \n', { kind: 'empty_file' }],
    ['has a header only', 'Account,Amount\n', { kind: 'no_rows' }],
    ['has too many columns', `${'c,'.repeat(MAX_COLUMNS)}c\n1`, { kind: 'too_many_columns', limit: MAX_COLUMNS }],
    [
      'has rows of too many cells',
      `Account\n${'1,'.repeat(MAX_COLUMNS)}1\n`,
      { kind: 'too_many_columns', limit: MAX_COLUMNS },
    ],
    [
      'is one endless line',
      'x'.repeat(MAX_RECORD_CHARS + 1),
      { kind: 'record_too_long', row: 1, limitChars: MAX_RECORD_CHARS },
    ],
  ])('that %s is refused', (_, text, refusal) => {
    expect(inspectCsv(text, options)).toEqual({ ok: false, error: refusal })
  })

  it(`may have ${MAX_COLUMNS} columns`, () => {
    const header = Array.from({ length: MAX_COLUMNS }, (_, i) => `c${i}`).join(',')
    expect(inspected(`${header}\n${header}`).guesses).toHaveLength(MAX_COLUMNS)
  })
})
