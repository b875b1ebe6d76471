import { z } from 'zod'

export { minorDigits, toMajor } from './currency'

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
