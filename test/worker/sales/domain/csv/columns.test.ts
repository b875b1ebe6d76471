import { describe, expect, it } from 'vitest'
import { currencyNamed, customTypeOf, guessColumns } from '../../../../../worker/sales/domain/csv/columns'
import type { ColumnTarget } from '../../../../../worker/sales/domain/csv/mapping'
import { shapeOf } from '../../../../../worker/sales/domain/csv/shapes'

function say(target: ColumnTarget): string {
  if (target.kind === 'field') return target.field
  return target.kind === 'custom' ? `custom ${target.type}` : 'skip'
}

/** The guesses for a file given by column: a name and how its value follows from the row. */
function guessed(columns: Record<string, (row: number) => string>, rows = 60): Record<string, string> {
  const names = Object.keys(columns)
  const cells = Array.from({ length: rows }, (_, row) => names.map((name) => columns[name]!(row)))
  return Object.fromEntries(guessColumns(names, cells).map(({ name, target }) => [name, say(target)]))
}

function oneOf(...words: string[]): (row: number) => string {
  return (row) => words[(row * 7) % words.length]!
}

const COMPANIES = oneOf('Kessler Glas', 'Moulins Aubry', 'Duna Power', 'Adriatic Bunkering', 'Casa Moreno')
const PEOPLE = oneOf('Yuki Tanaka', 'Kofi Mensah', 'Inês Carvalho')

describe('the columns of a CRM export', () => {
  it('are found by name, and the close date by which deals have one', () => {
    const stage = oneOf('Won', 'Lost', 'Engaging', 'Prospecting')
    const ended = (row: number) => /Won|Lost/.test(stage(row))
    expect(
      guessed({
        opportunity_id: (row) => `K${row * 31}X`,
        sales_agent: PEOPLE,
        product: oneOf('Probe A', 'Probe B'),
        account: (row) => (row % 6 === 0 ? '' : COMPANIES(row)),
        deal_stage: stage,
        engage_date: (row) => `${1 + (row % 12)}/${1 + (row % 28)}/2026`,
        close_date: (row) => (ended(row) ? `3/${1 + (row % 28)}/2026` : ''),
        close_value: (row) => (ended(row) ? `${row * 100}` : ''),
      }),
    ).toEqual({
      opportunity_id: 'externalId',
      sales_agent: 'owner',
      product: 'product',
      account: 'customer',
      deal_stage: 'stage',
      engage_date: 'createdOn',
      close_date: 'closedOn',
      close_value: 'amount',
    })
  })

  it('are what their names say in a short file with a slip of the pen in each: those rows are refused, not misread', () => {
    const slip =
      (...values: string[]) =>
      (row: number) =>
        values[row]!
    const columns = {
      Deal: slip('Pumps', 'Probes', 'Valves'),
      Amount: slip('1200', 'twelve', '900'),
      Currency: slip('USD', 'USD', 'USX'),
      'Expected close': slip('soon', '2026-12-01', '2026-12-24'),
      'E-mail': slip('ada@kessler.example', 'yuki@duna.example', 'kofi'),
    }
    expect(guessed(columns, 3)).toMatchObject({
      Amount: 'amount',
      Currency: 'currency',
      'Expected close': 'expectedCloseOn',
      'E-mail': 'contactEmail',
    })
    // Half of them are no slip.
    expect(guessed({ ...columns, Currency: slip('USD', 'boxes') }, 2).Currency).not.toBe('currency')
  })

  it('are custom fields where their names are longer than what we know', () => {
    expect(
      guessed({
        'Opportunity Number': (row) => `${1_640_000 + row * 17}`,
        'Supplies Group': oneOf('Probes', 'Pumps'),
        'Route To Market': oneOf('Direct', 'Partner'),
        'Elapsed Days In Sales Stage': (row) => `${(row * 37) % 90}`,
        'Opportunity Result': oneOf('Won', 'Loss', ''),
        'Sales Stage Change Count': (row) => `${1 + (row % 5)}`,
        'Total Days Identified Through Closing': (row) => `${(row * 7) % 50}`,
        'Opportunity Amount USD': (row) => `${row * 1000}`,
        'Client Size By Revenue (USD)': oneOf('100K or less', 'More than 1M'),
        'Revenue From Client Past Two Years (USD)': oneOf('0 (No business)', '50,000 - 100,000'),
        'Ratio Days Identified To Total Days': (row) => `0.${row + 1}`,
        'Deal Size Category (USD)': oneOf('10K or less', '20K to 30K'),
      }),
    ).toEqual({
      'Opportunity Number': 'externalId',
      'Supplies Group': 'custom choice',
      'Route To Market': 'custom choice',
      'Elapsed Days In Sales Stage': 'custom number',
      'Opportunity Result': 'outcome',
      'Sales Stage Change Count': 'custom number',
      'Total Days Identified Through Closing': 'custom number',
      'Opportunity Amount USD': 'amount',
      'Client Size By Revenue (USD)': 'custom choice',
      'Revenue From Client Past Two Years (USD)': 'custom choice',
      'Ratio Days Identified To Total Days': 'custom number',
      'Deal Size Category (USD)': 'custom choice',
    })
  })

  it('are found in a file that mixes languages', () => {
    expect(
      guessed({
        'Opp Name': (row) => `Druckmessung Halle ${row}`,
        Account: COMPANIES,
        Betrag: (row) => `${row + 1}.480,00`,
        Whg: () => 'EUR',
        Close: (row) => `${1 + (row % 28)}/12/2026`,
        Phase: oneOf('4 - Angebot', '2 - Bedarf', '7 - Gewonnen'),
        'Owner e-mail': oneOf('y.tanaka@tervo.example', 'k.mensah@tervo.example'),
        Source: oneOf('Messe', 'Web'),
        Created: (row) => `03/02/20${20 + (row % 7)}`,
        SF_ID_18: (row) => `0068d0000${row}mQTAAZ`,
      }),
    ).toEqual({
      'Opp Name': 'title',
      Account: 'customer',
      Betrag: 'amount',
      Whg: 'currency',
      Close: 'expectedCloseOn',
      Phase: 'stage',
      'Owner e-mail': 'owner',
      Source: 'source',
      Created: 'createdOn',
      SF_ID_18: 'externalId',
    })
  })
})

describe('a column is known by its name', () => {
  const amount = (row: number) => `${row * 10}`
  const date = (row: number) => `2026-0${1 + (row % 9)}-15`
  const words = COMPANIES
  it.each<[string, string, (row: number) => string]>([
    ['Deal Value', 'amount', amount],
    ['Amount (EUR)', 'amount', amount],
    ['Auftragswert in €', 'amount', amount],
    ['Montant', 'amount', amount],
    ['Importe', 'amount', amount],
    ['Valor', 'amount', amount],
    ['Importo', 'amount', amount],
    ['Bedrag', 'amount', amount],
    ['Customer Name', 'customer', words],
    ['companyName', 'customer', words],
    ['Kunde', 'customer', words],
    ['Nom du client', 'customer', words],
    ['Empresa', 'customer', words],
    ['Azienda', 'customer', words],
    ['Klant', 'customer', words],
    ['Deal Owner', 'owner', PEOPLE],
    ['Zuständig', 'owner', PEOPLE],
    ['Commercial', 'owner', PEOPLE],
    ['Vendedor', 'owner', PEOPLE],
    ['Responsabile', 'owner', PEOPLE],
    ['Eigenaar', 'owner', PEOPLE],
    ['Date Created', 'createdOn', date],
    ['Erstellt am', 'createdOn', date],
    ['Date de création', 'createdOn', date],
    ['Fecha de creación', 'createdOn', date],
    ['Data de criação', 'createdOn', date],
    ['Data di creazione', 'createdOn', date],
    ['Aangemaakt op', 'createdOn', date],
    ['Expected Close Date', 'expectedCloseOn', date],
    ['Voraussichtliches Abschlussdatum', 'expectedCloseOn', date],
    ['Date de clôture prévue', 'expectedCloseOn', date],
    ['Verwachte sluitingsdatum', 'expectedCloseOn', date],
    ['Closed At', 'closedOn', date],
    ['Date Closed', 'closedOn', date],
    ['Geschlossen am', 'closedOn', date],
    ['Étape', 'stage', oneOf('Devis', 'Contact')],
    ['Verkaufsphase', 'stage', oneOf('Angebot', 'Kontakt')],
    ['Status', 'outcome', oneOf('Won', 'Lost', 'Open')],
    ['Status', 'stage', oneOf('Won', 'Lost', 'Qualified', 'Proposal')],
    ['Ergebnis', 'outcome', oneOf('Gewonnen', 'Verloren', 'Offen')],
    ['Is Won', 'outcome', oneOf('1', '0', '')],
    ['Lead Source', 'source', oneOf('Web', 'Fair')],
    ['Priorität', 'priority', oneOf('hoch', 'mittel', 'niedrig')],
    ['Verlustgrund', 'lossReason', oneOf('Preis', '', 'Zeit')],
    ['Branche', 'industry', oneOf('Glas', 'Energie')],
    ['Contact Name', 'contactName', PEOPLE],
    ['Kontakt E-Mail', 'contactEmail', (row) => `a${row}@b.example`],
    ['Phone', 'contactPhone', (row) => `+49 30 ${100000 + row}`],
    ['Notizen', 'notes', (row) => `said ${row}`],
    ['Tags', 'tags', oneOf('a;b', 'c')],
    ['Währung', 'currency', oneOf('EUR', 'CHF')],
    ['Dealnaam', 'title', (row) => `Pompen ${row}`],
  ])('%s is %s', (name, field, values) => {
    expect(guessed({ [name]: values })).toEqual({ [name]: field })
  })
})

describe('a name is not believed where the values deny it', () => {
  it.each<[string, string, (row: number) => string]>([
    ['Amount', 'custom choice', oneOf('small', 'large')],
    ['Close Date', 'custom choice', oneOf('soon', 'later')],
    ['Client', 'custom choice', oneOf('New', 'Current', 'Past')],
    ['Outcome', 'custom choice', oneOf('red', 'green')],
    ['Priority', 'custom number', (row) => `${row % 7}`],
    ['Currency', 'custom number', (row) => `${row}.5`],
    ['Email', 'custom choice', oneOf('yes', 'no')],
    ['Stage', 'custom number', (row) => `${row}.5`],
    ['Id', 'custom choice', oneOf('A', 'B')],
  ])('%s is %s', (name, target, values) => {
    expect(guessed({ [name]: values }, 120)).toEqual({ [name]: target })
  })
})

describe('a column without a telling name', () => {
  it.each<[string, (row: number) => string]>([
    ['outcome', oneOf('Won', 'Lost', '')],
    ['stage', oneOf('Won', 'Lost', 'Demo', 'Trial')],
    ['contactEmail', (row) => `a${row}@b.example`],
    ['currency', oneOf('EUR', 'USD')],
    ['custom date', (row) => `2026-01-${10 + (row % 9)}`],
    ['custom number', (row) => `${(row * 37) % 11}.5`],
    ['custom choice', oneOf('North', 'South')],
    ['custom text', (row) => `${COMPANIES(row)} said ${row}`],
    ['custom text', (row) => `00${100 + (row % 50)}`],
    ['skip', () => 'the same'],
    ['skip', () => ''],
    ['skip', (row) => `${row}`],
    ['skip', (row) => `0068d0000${row}mQTAAZ`],
  ])('is %s by its values', (target, values) => {
    expect(guessed({ Foo: values })).toEqual({ Foo: target })
  })

  it('is marked where it says nothing about a deal', () => {
    const rows = Array.from({ length: 30 }, (_, row) => [`${row}`, 'x', ''])
    expect(guessColumns(['Foo', 'Bar', 'Baz'], rows).map(({ mark }) => mark)).toEqual([
      'identifier',
      'constant',
      'empty',
    ])
  })
})

describe('no field is given twice', () => {
  it('goes to the surest column', () => {
    expect(guessed({ Revenue: (row) => `${row}`, Amount: (row) => `${row * 2}` })).toMatchObject({
      Amount: 'amount',
      Revenue: 'skip',
    })
    expect(guessed({ Name: (row) => `deal ${row}`, Title: (row) => `a deal ${row}` })).toMatchObject({ Title: 'title' })
  })

  it('gives a second close date the other meaning', () => {
    const date = (row: number) => `2026-0${1 + (row % 9)}-15`
    expect(guessed({ 'Expected close': date, 'Close date': date })).toEqual({
      'Expected close': 'expectedCloseOn',
      'Close date': 'closedOn',
    })
  })

  it('says how sure it is and why', () => {
    const [guess] = guessColumns(['Account'], [['Acme'], ['Bolt'], ['Acme']])
    expect(guess).toMatchObject({ confidence: 0.95, why: 'name', mark: null, examples: ['Acme', 'Bolt'] })
  })
})

describe('the currency in a name', () => {
  it.each([
    ['Amount USD', 'USD'],
    ['Betrag (EUR)', 'EUR'],
    ['Value in CHF', 'CHF'],
    ['Wert €', 'EUR'],
    ['Amount [in GBP]', 'GBP'],
    ['Amount', null],
    ['Deal Size', null],
    ['Amount (net)', null],
  ])('%s: %s', (name, currency) => {
    expect(currencyNamed(name)).toBe(currency)
  })
})

describe('the kind of a custom field', () => {
  it.each([
    ['number', ['1', '2.5', '1,000']],
    ['number', ['1', 'n/a', '-']],
    ['date', ['2026-01-31', '2026-02-01']],
    ['text', ['1', '2', 'Unknown', 'some']],
    ['choice', ['Yes', 'No', 'Yes', 'No', 'Yes', 'No', 'Yes', 'No', 'No']],
    ['text', ['01234', '04567', '00999', '01111']],
  ])('%s holds %j', (type, values) => {
    expect(customTypeOf(shapeOf(values))).toBe(type)
  })
})
