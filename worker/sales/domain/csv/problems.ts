import { assertNever } from '../../../kernel/result'

/** Why the value in one cell, or one whole row, is not taken. */
export type Problem =
  | { readonly kind: 'missing' }
  | { readonly kind: 'control_character'; readonly code: number }
  | { readonly kind: 'broken_character' }
  | { readonly kind: 'too_long'; readonly length: number; readonly limit: number }
  | { readonly kind: 'too_many_tags'; readonly limit: number }
  | { readonly kind: 'not_an_email' }
  | NumberProblem
  | DateProblem
  | { readonly kind: 'closed_before_created'; readonly createdOn: string }
  | { readonly kind: 'currency_unknown' }
  | { readonly kind: 'currencies_differ'; readonly column: string; readonly amount: string }
  | { readonly kind: 'outcome_unknown' }
  | { readonly kind: 'outcome_contradicts_stage'; readonly stage: string }
  | { readonly kind: 'priority_unknown' }
  | {
      readonly kind: 'too_few_cells' | 'too_many_cells'
      readonly cells: number
      readonly columns: number
      readonly lines: number
    }
  | { readonly kind: 'quote_not_closed' }

export type NumberProblem =
  | { readonly kind: 'letters_for_digits'; readonly letters: string }
  | { readonly kind: 'not_a_number' }
  | { readonly kind: 'other_decimals'; readonly decimals: 'point' | 'comma' }
  | { readonly kind: 'digits_lost' }
  | { readonly kind: 'negative' }
  | { readonly kind: 'too_large' }

export type DateProblem =
  | { readonly kind: 'not_a_date' }
  | { readonly kind: 'no_such_day'; readonly day: number; readonly month: number; readonly year: number }
  | { readonly kind: 'no_such_month'; readonly month: number; readonly order: 'dmy' | 'mdy' | 'ymd' }
  | { readonly kind: 'year_out_of_range'; readonly year: number }
  | { readonly kind: 'could_be_two_days'; readonly dayFirst: string; readonly monthFirst: string }

const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const ORDERS = { dmy: 'day/month/year', mdy: 'month/day/year', ymd: 'year-month-day' }

/** A problem as one sentence without its stop; `label` is the name of the field it is about. */
export function problemInWords(label: string, problem: Problem): string {
  switch (problem.kind) {
    case 'missing':
      return `${label} is missing`
    case 'control_character':
      return problem.code === 0
        ? `${label} has a NUL character`
        : `${label} has a control character (U+${problem.code.toString(16).toUpperCase().padStart(4, '0')})`
    case 'broken_character':
      return `${label} has half a character`
    case 'too_long':
      return `${label} has ${grouped(problem.length)} characters; at most ${grouped(problem.limit)} fit`
    case 'too_many_tags':
      return `${label} holds more than ${problem.limit} tags`
    case 'not_an_email':
      return `${label} is not an e-mail address`
    case 'letters_for_digits':
      return /^[Oo]+$/.test(problem.letters)
        ? `${label} has letters O instead of zeros`
        : `${label} has letters instead of digits`
    case 'not_a_number':
      return `${label} is not a number`
    case 'other_decimals':
      return `${label} does not read as ${problem.decimals === 'point' ? '1,234.56' : '1.234,56'}`
    case 'digits_lost':
      return `${label} is written with an exponent, which has lost digits`
    case 'negative':
      return `${label} is negative`
    case 'too_large':
      return `${label} is too large`
    case 'not_a_date':
      return `${label} is not a date`
    case 'no_such_day':
      return problem.month === 2 && problem.day === 29
        ? `There is no 29 February ${problem.year}`
        : `There is no ${problem.day} ${MONTHS[problem.month - 1]}`
    case 'no_such_month':
      return `There is no month ${problem.month}; dates are read as ${ORDERS[problem.order]}`
    case 'year_out_of_range':
      return `${label} is in the year ${problem.year}, outside 1970 to 2200`
    case 'could_be_two_days':
      return `${label} could be ${problem.dayFirst} or ${problem.monthFirst}: choose the order of dates`
    case 'closed_before_created':
      return `${label} is before the deal was created, ${problem.createdOn}`
    case 'currency_unknown':
      return `${label} is not a currency`
    case 'currencies_differ':
      return `Amount is in ${problem.amount} and its currency column says ${problem.column}`
    case 'outcome_unknown':
      return `${label} is neither won, lost nor open`
    case 'outcome_contradicts_stage':
      return `${label} contradicts the stage ${problem.stage}`
    case 'priority_unknown':
      return `${label} is not low, medium, high or critical`
    case 'too_few_cells':
    case 'too_many_cells': {
      const found = `The row has ${problem.cells} of ${problem.columns} columns`
      return problem.lines > 1 ? `${found}; a quote opens here and closes ${problem.lines - 1} lines below` : found
    }
    case 'quote_not_closed':
      return 'A quote opens in this row and nothing closes it'
    default:
      return assertNever(problem)
  }
}

function grouped(count: number): string {
  return count.toLocaleString('en')
}
