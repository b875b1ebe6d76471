import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toAmountMinor, toPlainNumber } from '../../../../../worker/sales/domain/csv/amounts'
import { currencyOf } from '../../../../../worker/sales/domain/csv/currencies'
import { createDecimalsDetector, type Decimals, readNumber } from '../../../../../worker/sales/domain/csv/numbers'

function minorOf(text: string, decimals: Decimals, currency = 'EUR'): number | string {
  const written = readNumber(text, decimals)
  const minor = written.ok ? toAmountMinor(written.value, currency) : written
  return minor.ok ? minor.value : minor.error.kind
}

describe('an amount', () => {
  it.each<[string, Decimals, number]>([
    ['1234', 'point', 1234_00],
    ['1234.5', 'point', 1234_50],
    ['1,234.56', 'point', 1234_56],
    ['1,234,567', 'point', 1_234_567_00],
    ['12,34,567.89', 'point', 1_234_567_89],
    ["1'234.56", 'point', 1234_56],
    ['1’234.56', 'point', 1234_56],
    ['1 234.56', 'point', 1234_56],
    ['1.234,56', 'comma', 1234_56],
    ['1.234', 'comma', 1234_00],
    ['1234,5', 'comma', 1234_50],
    ['1 234,56', 'comma', 1234_56],
    ['1\u00A0234\u00A0567,89', 'comma', 1_234_567_89],
    ['1\u202F234,56 €', 'comma', 1234_56],
    ['12.480,-', 'comma', 12_480_00],
    ["12'480.—", 'point', 12_480_00],
    ['€ 48k', 'point', 48_000_00],
    ['48 k€', 'comma', 48_000_00],
    ['1,2 Mio. €', 'comma', 1_200_000_00],
    ['1.2345k', 'point', 1234_50],
    ['$1.5M', 'point', 1_500_000_00],
    ['EUR 1,000', 'point', 1000_00],
    ['1000 EUR', 'point', 1000_00],
    ['US$ 7', 'point', 7_00],
    ['.5', 'point', 50],
    ['5.', 'point', 5_00],
    ['+7', 'point', 7_00],
    ['１２３', 'point', 123_00],
    ['0', 'comma', 0],
    ['-0', 'point', 0],
    ['1250.4567', 'point', 1250_46],
    ['0.005', 'point', 1],
    ['0.00499', 'point', 0],
  ])('%s with a decimal %s is %d', (text, decimals, minor) => {
    expect(minorOf(text, decimals)).toBe(minor)
  })

  it.each<[string, Decimals, string]>([
    ['18.4OO,00', 'comma', 'letters_for_digits'],
    ['1OO', 'point', 'letters_for_digits'],
    ['l5.00', 'point', 'letters_for_digits'],
    ['1.234,56', 'point', 'other_decimals'],
    ['1,234.56', 'comma', 'other_decimals'],
    ['12,5', 'point', 'other_decimals'],
    ['12.5', 'comma', 'other_decimals'],
    ['1,23,4', 'point', 'other_decimals'],
    ['123,45,678', 'point', 'other_decimals'],
    ['1.23.456', 'comma', 'other_decimals'],
    ['(1,200)', 'point', 'negative'],
    ['-5', 'point', 'negative'],
    ['5-', 'point', 'negative'],
    ['−5 €', 'point', 'negative'],
    ['1.23457E+11', 'point', 'digits_lost'],
    ['1e30', 'point', 'digits_lost'],
    [`1${'0'.repeat(30)}`, 'point', 'too_large'],
    ['1,000,000,000,000,000,000', 'point', 'too_large'],
    ['90071992547409.92', 'point', 'too_large'],
    ['999999bn', 'point', 'too_large'],
    ['twelve', 'point', 'not_a_number'],
    ['12 apples', 'point', 'not_a_number'],
    ['12%', 'point', 'not_a_number'],
    ['$5 €', 'point', 'not_a_number'],
    ['1;2', 'point', 'not_a_number'],
    ['=1+1', 'point', 'not_a_number'],
    ['', 'point', 'not_a_number'],
    ['O', 'point', 'not_a_number'],
  ])('%s with a decimal %s is refused: %s', (text, decimals, kind) => {
    expect(minorOf(text, decimals)).toBe(kind)
  })

  it.each([
    ['JPY', '1234', 1234],
    ['JPY', '1234.5', 1235],
    ['KWD', '1.2345', 1235],
    ['EUR', '90071992547409.91', Number.MAX_SAFE_INTEGER],
  ])('in %s, %s is %d minor units', (currency, text, minor) => {
    expect(minorOf(text, 'point', currency)).toBe(minor)
  })

  it('is exact as it is written, in either way of writing', () => {
    const amount = fc.tuple(fc.nat({ max: 9_999_999_999 }), fc.nat({ max: 99 }))
    fc.assert(
      fc.property(
        amount,
        fc.constantFrom<Decimals>('point', 'comma'),
        fc.boolean(),
        ([major, cents], decimals, isGrouped) => {
          const [group, mark] = decimals === 'point' ? [',', '.'] : ['.', ',']
          const whole = isGrouped ? `${major}`.replace(/\B(?=(\d{3})+$)/g, group) : `${major}`
          expect(minorOf(`${whole}${mark}${`${cents}`.padStart(2, '0')}`, decimals)).toBe(major * 100 + cents)
        },
      ),
    )
  })

  it('never throws, whatever is written', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(..."0123.,' ()-+€$kMO%e") }))
    fc.assert(
      fc.property(text, fc.constantFrom<Decimals>('point', 'comma'), (written, decimals) => {
        minorOf(written, decimals)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a number of one’s own', () => {
  it.each<[string, Decimals, number]>([
    ['-12.5', 'point', -12.5],
    ['(3)', 'point', -3],
    ['45%', 'point', 45],
    ['0,125', 'comma', 0.125],
  ])('%s with a decimal %s is %d', (text, decimals, value) => {
    const written = readNumber(text, decimals)
    expect(written.ok && toPlainNumber(written.value)).toEqual({ ok: true, value })
  })
})

describe('the decimals of a file', () => {
  it.each<[string, string[], Decimals, boolean]>([
    ['both separators', ['1.234,56'], 'comma', true],
    ['both separators, the other way', ['1,234.56'], 'point', true],
    ['two decimals', ['12,50', '7'], 'comma', true],
    ['several groups', ['1,234,567'], 'point', true],
    ['a group that begins with zero', ['0.125'], 'point', true],
    ['four digits before', ['1234,567'], 'comma', true],
    ['groups of three only', ['1.234', '18.400'], 'comma', false],
    ['groups of three only, the other way', ['1,234', '18,400'], 'point', false],
    ['the sure over the likely', ['1.234', '2.345', '0.5'], 'point', true],
    ['the many over the few', ['1,5', '2,5', '3.5'], 'comma', true],
    ['whole numbers', ['12', '1000'], 'point', true],
    ['nothing', [], 'point', true],
  ])('are found from %s', (_, values, decimals, certain) => {
    const detector = createDecimalsDetector()
    for (const value of values) detector.add(value)
    expect(detector.result()).toEqual({ decimals, certain })
  })
})

describe('a currency', () => {
  it.each([
    ['€', null, 'EUR'],
    ['eur', null, 'EUR'],
    ['Euro', null, 'EUR'],
    ['$', null, 'USD'],
    ['$', 'CAD', 'CAD'],
    ['$', 'EUR', 'USD'],
    ['kr', 'DKK', 'DKK'],
    ['¥', 'CNY', 'CNY'],
    ['R$', null, 'BRL'],
    ['zł', null, 'PLN'],
    ['CHF', null, 'CHF'],
    ['Fr.', null, 'CHF'],
    ['XYZ', null, null],
    ['constructor', null, null],
    ['deals', null, null],
    ['', null, null],
  ])('%s in a file of %s is %s', (word, fileCurrency, code) => {
    expect(currencyOf(word, fileCurrency)).toBe(code)
  })
})
