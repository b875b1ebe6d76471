import { describe, expect, it } from 'vitest'
import {
  dayOf,
  daysBetween,
  formatBytes,
  formatChange,
  formatDate,
  formatDay,
  formatMoney,
  formatMoneyShort,
  formatNumber,
  formatPercent,
  formatWhen,
  localFigures,
  plural,
} from '../../../web/src/ui/format'

const british = { language: 'en-GB', timeZone: 'Europe/London' }
const german = { language: 'de-DE', timeZone: 'Europe/Berlin' }
const tokyo = { language: 'en-GB', timeZone: 'Asia/Tokyo' }

describe('amounts', () => {
  it.each([
    [18_400_000, 'EUR', '€184,000'],
    [18_400_050, 'EUR', '€184,000.50'],
    [-4_820_000, 'EUR', '−€48,200'],
    [184_000, 'JPY', '¥184,000'],
    [12_345, 'BHD', 'BHD 12.345'],
    [0, 'EUR', '€0'],
  ])('writes %i minor units of %s as %s', (amount, currency, written) => {
    expect(formatMoney(amount, currency, british).replace(/\s/g, ' ')).toBe(written)
  })

  it.each([
    [4_820_000, 'EUR', '€48.2k'],
    [18_400_000, 'EUR', '€184k'],
    [184_000_000, 'EUR', '€1.84m'],
    [1_840_000_000, 'EUR', '€18.4m'],
    [99_995_000, 'EUR', '€1m'],
    [99_900_000, 'EUR', '€999k'],
    [100_000, 'EUR', '€1k'],
    [99_900, 'EUR', '€999'],
    [95_000, 'EUR', '€950'],
    [0, 'EUR', '€0'],
    [-4_820_000, 'EUR', '−€48.2k'],
    [250_000_000_000, 'EUR', '€2.5bn'],
    [Number.MAX_SAFE_INTEGER, 'EUR', '€90.1t'],
    [48_200, 'JPY', '¥48.2k'],
  ])('shortens %i minor units of %s to %s', (amount, currency, written) => {
    expect(formatMoneyShort(amount, currency, british)).toBe(written)
  })

  it('keeps the letter by the figure where the currency comes last', () => {
    expect(formatMoneyShort(4_820_000, 'EUR', german).replace(/\s/g, ' ')).toBe('48,2k €')
  })
})

describe('numbers', () => {
  it('writes a true minus', () => {
    expect(formatNumber(-9, 0, british)).toBe('−9')
    expect(formatChange(-9, 0, british)).toBe('\u22129')
  })

  it.each([
    [14, '+14'],
    [0, '0'],
    [-5, '−5'],
  ])('always signs a change: %i → %s', (value, written) => {
    expect(formatChange(value, 0, british)).toBe(written)
  })

  it('writes fractions as percentages in the reader’s own way', () => {
    expect(formatPercent(0.314, 0, british)).toBe('31%')
    expect(formatPercent(0.314, 1, german).replace(/\s/g, ' ')).toBe('31,4 %')
  })

  it.each([
    [999, '999 B'],
    [240_000, '240 kB'],
    [1_800_000, '1.8 MB'],
  ])('measures %i bytes as %s', (bytes, written) => {
    expect(formatBytes(bytes, british)).toBe(written)
  })

  it.each([
    ['Learned from 1,739 closed deals', 'Learned from 1.739 closed deals'],
    ['The owner won 1,200 of 1,000,400 before', 'The owner won 1.200 of 1.000.400 before'],
    ['3 of 40 in 2026', '3 of 40 in 2026'],
    ['Stage 1,5 of 2', 'Stage 1,5 of 2'],
    ['€1,739.50 agreed', '€1,739.50 agreed'],
  ])('writes the figures of a sentence as its reader does: %s', (words, written) => {
    expect(localFigures(words, german)).toBe(written)
    expect(localFigures(words, british)).toBe(words)
  })

  it.each([
    ['It could as well be between 20 % and 64 %', 'between 20% and 64%', 'between 20 % and 64 %'],
    [
      'Its chance is 7%, between 5 and 12 % with low confidence',
      'is 7%, between 5 and 12%',
      'is 7 %, between 5 and 12 %',
    ],
    ['100 % of 1,200 e-mails', '100% of 1,200', '100 % of 1.200'],
  ])('writes a percentage in a sentence as it writes one beside a bar: %s', (words, english, elsewhere) => {
    expect(localFigures(words, british)).toContain(english)
    expect(localFigures(words, german).replace(/\u00a0/g, ' ')).toContain(elsewhere)
  })

  it('counts in words', () => {
    expect(plural(1, 'deal', undefined, british)).toBe('1 deal')
    expect(plural(8800, 'row', undefined, british)).toBe('8,800 rows')
    expect(plural(2, 'company', 'companies', british)).toBe('2 companies')
  })
})

describe('dates', () => {
  const now = new Date('2026-11-22T23:30:00Z')

  it('takes a calendar day as that day in every zone', () => {
    expect(formatDate('2026-12-18', tokyo)).toBe('Fri, 18 Dec 2026')
    expect(formatDate('2026-12-18', { language: 'en-GB', timeZone: 'Pacific/Honolulu' })).toBe('Fri, 18 Dec 2026')
  })

  it('counts days as the reader’s calendar does', () => {
    expect(dayOf(now, british)).toBe('2026-11-22')
    expect(dayOf(now, tokyo)).toBe('2026-11-23')
    expect(daysBetween(now, '2026-11-24', british)).toBe(2)
    expect(daysBetween(now, '2026-11-24', tokyo)).toBe(1)
  })

  it('counts days by the device’s own clock where nobody said another', () => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    for (const hour of ['00', '06', '11', '17', '23']) {
      const at = `2026-03-09T${hour}:30:00Z`
      expect(dayOf(at, { language: 'en-GB' })).toBe(dayOf(at, { language: 'en-GB', timeZone }))
    }
  })

  it('leaves the year out only when it is this one', () => {
    expect(formatDay('2026-12-18', now, british)).toBe('18 Dec')
    expect(formatDay('2027-02-05', now, british)).toBe('5 Feb 2027')
  })

  it.each([
    ['2026-11-22T23:29:50Z', 'now'],
    ['2026-11-22T23:25:00Z', '5 minutes ago'],
    ['2026-11-22T20:30:00Z', '3 hours ago'],
    ['2026-11-21T23:29:00Z', 'yesterday'],
    ['2026-11-23', 'tomorrow'],
    ['2026-11-22', 'today'],
    ['2026-11-25', 'in 3 days'],
    ['2026-11-15', '7 days ago'],
    ['2026-11-14', '14 Nov'],
    ['2026-11-30', '30 Nov'],
    ['2025-11-22T10:00:00Z', '22 Nov 2025'],
  ])('says %s as "%s"', (date, said) => {
    expect(formatWhen(date, now, british)).toBe(said)
  })

  it('says how long ago in the words it stands among, whatever language dates are written in', () => {
    const german = { ...british, language: 'de-DE' }
    expect(formatWhen('2026-11-22T20:30:00Z', now, german)).toBe('3 hours ago')
    expect(formatWhen('2026-11-14', now, german)).toBe('14. Nov.')
  })
})
