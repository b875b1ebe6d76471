import { minorDigits, toMajor } from '../../../worker/kernel/currency'
import { formatNumber } from './format'
import { type Locale, locale } from './locale'

export type ParsedMoney = { readonly ok: true; readonly value: number } | { readonly ok: false; readonly error: string }

const SUFFIXES: Readonly<Record<string, number>> = { k: 1e3, m: 1e6 }

/**
 * Reads an amount as people write it, in minor units: `18.400,50`, `18,400.50`, `18 400`, `€18.4k`. Where one mark
 * could be either, three digits behind it make it a thousands mark unless the reader's language says otherwise.
 */
export function parseMoney(text: string, currency: string, at: Locale = locale()): ParsedMoney {
  const bare = text
    .replace(new RegExp(currency, 'i'), '')
    .replace(/[\s\u00a0\u202f'’\p{Sc}]/gu, '')
    .toLowerCase()
  const suffix = SUFFIXES[bare.at(-1) ?? ''] ?? 1
  const figure = suffix === 1 ? bare : bare.slice(0, -1)
  if (figure === '') return refuse('Enter an amount')
  if (/^[-−]/.test(figure)) return refuse('An amount cannot be negative')
  if (!/^[\d.,]*\d[\d.,]*$/.test(figure)) return refuse('Use digits, such as 18400 or 18.4k')

  const mark = decimalMark(figure, minorDigits(currency), suffix > 1, at)
  if (mark === undefined) return refuse('Write the amount with one decimal mark')
  const [whole = '', part = ''] = mark === '' ? [figure] : figure.split(mark)
  if (!isGrouped(whole)) return refuse('Write the amount with one decimal mark')
  const digits = Math.round(Math.log10(suffix)) + minorDigits(currency)
  if (part.length > digits) return refuse(tooFine(minorDigits(currency)))
  // As text, not as a product: 0.1 + 0.2 is not 0.3 in doubles, and cents are counted.
  const value = Number(whole.replace(/[.,]/g, '') + part.padEnd(digits, '0'))
  return Number.isSafeInteger(value) ? { ok: true, value } : refuse('This amount is too large')
}

function refuse(error: string): ParsedMoney {
  return { ok: false, error }
}

const tooFine = (digits: number) => (digits === 0 ? 'This currency has no decimals' : `Use at most ${digits} decimals`)

/** Which mark parts units from decimals in this figure: '' when none does, undefined when it cannot be told. */
function decimalMark(figure: string, decimals: number, isShort: boolean, at: Locale): '.' | ',' | '' | undefined {
  const [dots, commas] = [figure.split('.').length - 1, figure.split(',').length - 1]
  if (dots > 0 && commas > 0) {
    const last = figure.lastIndexOf('.') > figure.lastIndexOf(',') ? '.' : ','
    return (last === '.' ? dots : commas) === 1 ? last : undefined
  }
  if (dots + commas === 0 || dots + commas > 1) return ''
  const mark = dots === 1 ? '.' : ','
  if (isShort) return mark
  const isTriple = /^[1-9]\d{0,2}[.,]\d{3}$/.test(figure)
  if (!isTriple) return mark
  // `18,400` and `18.400`: only a currency of three decimals leaves the choice to the language.
  return decimals >= 3 && mark === ownMark(at) ? mark : ''
}

// Threes, or twos before the last three as in India; one kind of mark only.
function isGrouped(whole: string): boolean {
  return /^\d*$/.test(whole) || /^\d{1,3}(\.\d{2,3})*\.\d{3}$/.test(whole) || /^\d{1,3}(,\d{2,3})*,\d{3}$/.test(whole)
}

function ownMark(at: Locale): string {
  return new Intl.NumberFormat(at.language).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.'
}

/** The amount as one would type it, to be edited: `18,400.50`, without the currency. */
export function formatMoneyInput(amountMinor: number, currency: string, at: Locale = locale()): string {
  const digits = minorDigits(currency)
  return formatNumber(toMajor(amountMinor, currency), amountMinor % 10 ** digits === 0 ? 0 : digits, at)
}
