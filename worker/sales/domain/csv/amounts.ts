import { minorDigits } from '../../../kernel/currency'
import { err, ok, type Result } from '../../../kernel/result'
import type { WrittenNumber } from './numbers'
import type { NumberProblem } from './problems'

const MAX_MAJOR_DIGITS = 15 // 10^15 of any currency is a slip of the pen; exact minor units end before that

/** Whole minor units of a written amount; digits past the currency's own are rounded half up. */
export function toAmountMinor(written: WrittenNumber, currency: string): Result<number, NumberProblem> {
  if (written.percent) return err({ kind: 'not_a_number' })
  const whole = written.whole.replace(/^0+/, '')
  if (whole.length > MAX_MAJOR_DIGITS) return err({ kind: 'too_large' })
  const decimals = minorDigits(currency)
  const kept = written.fraction.slice(0, decimals).padEnd(decimals, '0')
  const roundUp = written.fraction.charCodeAt(decimals) >= 53 // '5'; NaN when there is no such digit
  const minor = Number(whole + kept) + (roundUp ? 1 : 0)
  if (!Number.isSafeInteger(minor)) return err({ kind: 'too_large' })
  if (written.negative && minor !== 0) return err({ kind: 'negative' })
  return ok(minor)
}

/** A written number as a plain one, for custom fields. */
export function toPlainNumber(written: WrittenNumber): Result<number, NumberProblem> {
  if (written.whole.replace(/^0+/, '').length > MAX_MAJOR_DIGITS) return err({ kind: 'too_large' })
  const size = Number(`${written.whole || '0'}.${written.fraction || '0'}`)
  return ok(written.negative && size !== 0 ? -size : size)
}
