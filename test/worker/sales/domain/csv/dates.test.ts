import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDateOrderDetector, type DateOrder, readDay } from '../../../../../worker/sales/domain/csv/dates'
import { problemInWords } from '../../../../../worker/sales/domain/csv/problems'

function dayOf(text: string, order: DateOrder = 'undecided'): string {
  const day = readDay(text, order)
  return day.ok ? day.value : day.error.kind
}

describe('a day', () => {
  it.each([
    '2026-03-31',
    '2026-3-31',
    '2026/03/31',
    '2026.03.31',
    '20260331',
    '2026-03-31T23:30:00Z',
    '2026-03-31T23:30:00.123+02:00',
    '2026-03-31 09:15',
    '2026-03-31 09:15:00 UTC',
    '31.03.2026',
    '31.3.26',
    '31. 3. 2026',
    '31.03.2026 14:05',
    '31/03/2026',
    '3/31/2026',
    '3/31/2026 2:05 PM',
    '31-03-2026',
    '3/31/26',
    '31 March 2026',
    'March 31, 2026',
    'Mar 31, 2026',
    '31-Mar-26',
    'Tue, 31 Mar 2026',
    'mar. 31 mars 2026',
    'March 31st, 2026',
    '2026 Mar 31',
    '31. März 2026',
    '31 mars 2026',
    'mardi 31 mars 2026',
    '31 de marzo de 2026',
    '31 de março de 2026',
    '31 marzo 2026',
    '31 maart 2026',
    '31 mrt 2026',
    'Mar 31, 2026, 09:15 AM',
  ])('is read from %s', (text) => {
    expect(dayOf(text)).toBe('2026-03-31')
  })

  it.each([
    ['juin', 6],
    ['juil.', 7],
    ['juillet', 7],
    ['Dez.', 12],
    ['déc.', 12],
    ['gennaio', 1],
    ['ene', 1],
    ['Jänner', 1],
    ['août', 8],
    ['set', 9],
    ['Sept', 9],
    ['ottobre', 10],
    ['outubro', 10],
    ['mei', 5],
    ['Mai', 5],
  ])('knows the month %s', (name, month) => {
    expect(dayOf(`4 ${name} 2027`)).toBe(`2027-${`${month}`.padStart(2, '0')}-04`)
  })

  it.each<[string, DateOrder, string]>([
    ['03/02/2026', 'dmy', '2026-02-03'],
    ['03/02/2026', 'mdy', '2026-03-02'],
    ['03-02-2026', 'mdy', '2026-03-02'],
    ['03.02.2026', 'mdy', '2026-02-03'], // points are only written with the day first
    ['03/03/2026', 'undecided', '2026-03-03'],
    ['2026-02-03', 'mdy', '2026-02-03'],
    ['1/2/69', 'dmy', '2069-02-01'],
    ['1/2/70', 'dmy', '1970-02-01'],
    ['29/02/2028', 'dmy', '2028-02-29'],
    ['29/02/2000', 'dmy', '2000-02-29'],
    ['mar. 3 novembre 2026', 'undecided', '2026-11-03'], // a Tuesday
  ])('%s read as %s is %s', (text, order, day) => {
    expect(dayOf(text, order)).toBe(day)
  })

  it.each<[string, DateOrder, string, string]>([
    [
      '03/02/2026',
      'undecided',
      'could_be_two_days',
      'Closed could be 2026-02-03 or 2026-03-02: choose the order of dates',
    ],
    ['31/02/2027', 'dmy', 'no_such_day', 'There is no 31 February'],
    ['29/02/2027', 'dmy', 'no_such_day', 'There is no 29 February 2027'],
    ['29/02/2100', 'dmy', 'no_such_day', 'There is no 29 February 2100'],
    ['2026-04-31', 'dmy', 'no_such_day', 'There is no 31 April'],
    ['00/02/2026', 'dmy', 'no_such_day', 'There is no 0 February'],
    ['04/13/2026', 'dmy', 'no_such_month', 'There is no month 13; dates are read as day/month/year'],
    ['13/04/2026', 'mdy', 'no_such_month', 'There is no month 13; dates are read as month/day/year'],
    ['2026-13-01', 'dmy', 'no_such_month', 'There is no month 13; dates are read as year-month-day'],
    ['31.12.1899', 'dmy', 'year_out_of_range', 'Closed is in the year 1899, outside 1970 to 2200'],
    ['1969-12-31', 'dmy', 'year_out_of_range', 'Closed is in the year 1969, outside 1970 to 2200'],
    ['2201-01-01', 'dmy', 'year_out_of_range', 'Closed is in the year 2201, outside 1970 to 2200'],
    ['soon', 'dmy', 'not_a_date', 'Closed is not a date'],
    ['Q3 2026', 'dmy', 'not_a_date', 'Closed is not a date'],
    ['March 2026', 'dmy', 'not_a_date', 'Closed is not a date'],
    ['45000', 'dmy', 'not_a_date', 'Closed is not a date'],
    ['1/2/3/4', 'dmy', 'not_a_date', 'Closed is not a date'],
    ['2026-03-31 and more', 'dmy', 'not_a_date', 'Closed is not a date'],
  ])('%s read as %s is refused: %s', (text, order, kind, words) => {
    const day = readDay(text, order)
    expect(day).toMatchObject({ ok: false, error: { kind } })
    expect(day.ok ? '' : problemInWords('Closed', day.error)).toBe(words)
  })

  it('is the same in every way of writing it', () => {
    const moment = fc.date({ min: new Date('1970-01-01'), max: new Date('2200-12-31T12:00:00Z'), noInvalidDate: true })
    fc.assert(
      fc.property(moment, (date) => {
        const day = date.toISOString().slice(0, 10)
        const [year, month, dayOfMonth] = day.split('-')
        expect(dayOf(day)).toBe(day)
        expect(dayOf(`${dayOfMonth}/${month}/${year}`, 'dmy')).toBe(day)
        expect(dayOf(`${month}/${dayOfMonth}/${year}`, 'mdy')).toBe(day)
        expect(dayOf(`${dayOfMonth}.${month}.${year}`)).toBe(day)
        expect(dayOf(date.toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' }))).toBe(day)
        for (const language of ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl']) {
          const style = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
          expect(dayOf(date.toLocaleDateString(language, style))).toBe(day)
        }
      }),
    )
  })

  it('never throws, whatever is written', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'0123/-. :TZmarjun') }))
    fc.assert(
      fc.property(text, (written) => void dayOf(written)),
      { numRuns: 2000 },
    )
  })
})

describe('the order of dates in a file', () => {
  it.each<[string, string[], DateOrder, string | null]>([
    ['a day past twelve first', ['03/02/2026', '31/01/2026'], 'dmy', null],
    ['a day past twelve second', ['3/2/2026', '10/20/2016'], 'mdy', null],
    ['only dates that could be two days', ['03/02/2026', '04/05/2026'], 'undecided', '03/02/2026'],
    ['the same number twice', ['03/03/2026'], 'undecided', null],
    ['the year first', ['2026-02-03'], 'undecided', null],
    ['points', ['03.02.2026'], 'undecided', null],
    ['the many over the slip', ['31/01/2026', '30/01/2026', '01/31/2026'], 'dmy', null],
    ['as many one way as the other', ['31/01/2026', '01/31/2026', '1/2/2026'], 'undecided', '1/2/2026'],
    ['blanks and words', ['', 'soon'], 'undecided', null],
  ])('is found from %s', (_, values, order, mustChoose) => {
    const detector = createDateOrderDetector()
    for (const value of values) detector.add(value)
    expect(detector.result()).toEqual({ order, mustChoose })
  })
})
