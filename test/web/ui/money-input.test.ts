import { describe, expect, it } from 'vitest'
import { formatMoneyInput, parseMoney } from '../../../web/src/ui/money-input'

const EN = { language: 'en-GB', timeZone: 'UTC' }
const DE = { language: 'de-DE', timeZone: 'UTC' }

describe('parseMoney', () => {
  it.each([
    ['18400', 'EUR', 18_400_00],
    ['18.400,50', 'EUR', 18_400_50],
    ['18,400.50', 'EUR', 18_400_50],
    ['18 400,5', 'EUR', 18_400_50],
    ['18’400.50', 'CHF', 18_400_50],
    ['1.234.567', 'EUR', 1_234_567_00],
    ['12,34,567', 'INR', 1_234_567_00],
    ['18,400', 'EUR', 18_400_00],
    ['18.400', 'EUR', 18_400_00],
    ['18,4', 'EUR', 18_40],
    ['0.5', 'EUR', 50],
    ['€ 18.4k', 'EUR', 18_400_00],
    ['1,5m', 'EUR', 1_500_000_00],
    ['EUR 250', 'EUR', 250_00],
    ['18400', 'JPY', 18_400],
    ['0.1', 'BHD', 100],
    ['0', 'EUR', 0],
  ])('reads %s %s', (text, currency, value) => {
    for (const at of [EN, DE]) expect(parseMoney(text, currency, at)).toEqual({ ok: true, value })
  })

  it('leaves a currency of three decimals to the language', () => {
    expect(parseMoney('1.234', 'BHD', EN)).toEqual({ ok: true, value: 1_234 })
    expect(parseMoney('1.234', 'BHD', DE)).toEqual({ ok: true, value: 1_234_000 })
  })

  it('counts cents exactly', () => {
    expect(parseMoney('90071992547409.91', 'EUR', EN)).toEqual({ ok: true, value: Number.MAX_SAFE_INTEGER })
  })

  it.each([
    ['', /Enter an amount/],
    ['€', /Enter an amount/],
    ['-5', /negative/],
    ['abc', /digits/],
    ['1.2.3', /one decimal mark/],
    ['1,23.456,7', /one decimal mark/],
    ['0.005', /at most 2 decimals/],
    ['1e30', /digits/],
    ['9'.repeat(30), /too large/],
  ])('refuses %s', (text, error) => {
    expect(parseMoney(text, 'EUR', EN)).toMatchObject({ ok: false, error: expect.stringMatching(error) })
  })

  it('refuses decimals where the currency has none', () => {
    expect(parseMoney('12.5', 'JPY', EN)).toMatchObject({ ok: false })
  })

  it.each([
    [18_400_50, 'EUR'],
    [18_400_00, 'EUR'],
    [5, 'EUR'],
    [1_234_567, 'JPY'],
    [1_234, 'BHD'],
  ])('reads back what it writes: %s %s', (amountMinor, currency) => {
    for (const at of [EN, DE]) {
      expect(parseMoney(formatMoneyInput(amountMinor, currency, at), currency, at)).toEqual({
        ok: true,
        value: amountMinor,
      })
    }
  })
})
