import { z } from 'zod'

/** ISO 4217 alphabetic code. */
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'use a three-letter currency code, for example EUR')
  .brand<'Currency'>()
export type Currency = z.infer<typeof Currency>

// Postgres bigint would hold more; past this a double can no longer count single cents.
export const MAX_AMOUNT_MINOR = Number.MAX_SAFE_INTEGER

/** Whole minor units (cents) of a currency. */
export const AmountMinor = z
  .int('use a whole number of minor units')
  .min(0, 'an amount cannot be negative')
  .max(MAX_AMOUNT_MINOR, 'the amount is too large')

export const Money = z.object({ amountMinor: AmountMinor, currency: Currency })
export type Money = z.infer<typeof Money>

// ISO 4217 currencies whose minor unit is not a hundredth.
const DIGITS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
}

/** How many decimals a currency is written with. */
export function minorDigits(currency: string): number {
  return DIGITS[currency] ?? 2
}

/** Minor units as the major amount people read: 1234 EUR-cents → 12.34. */
export function toMajor(amountMinor: number, currency: string): number {
  return amountMinor / 10 ** minorDigits(currency)
}
