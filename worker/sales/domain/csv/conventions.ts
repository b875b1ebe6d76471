import type { Currency } from '../../../kernel/money'
import { currencyNamed } from './columns'
import { currencyOf } from './currencies'
import { createDateOrderDetector } from './dates'
import type { Conventions, MappedColumn } from './mapping'
import { createDecimalsDetector, readNumber } from './numbers'

/** The conventions of a file, and what of them the file itself does not decide. */
export interface ConventionsFound {
  readonly conventions: Conventions
  /** A date that could be two days, when nothing in the file says which: a person must choose. */
  readonly ambiguousDate: string | null
  /** False when the amounts could be read either way: a person should look. */
  readonly decimalsCertain: boolean
  /** Rows that name no customer, to which `customerWhenBlank` applies. */
  readonly blankCustomers: number
}

export interface ConventionDefaults {
  readonly currency: Currency
  /** The customer of deals whose file or row names none. */
  readonly customerName: string
}

const BLANKS_MEANT = 0.02 // more customers left blank than this were left blank on purpose

/** Watches the rows of a file and says how its dates, amounts and blanks are to be read. */
export function createConventionsDetector(columns: readonly MappedColumn[], defaults: ConventionDefaults) {
  const dates = createDateOrderDetector()
  const decimals = createDecimalsDetector()
  const amountSigns = new Map<string, number>()
  const dateColumns = columnsOf(columns, isDateColumn)
  const numberColumns = columnsOf(columns, isNumberColumn)
  const amountColumn = columns.findIndex(({ target }) => target.kind === 'field' && target.field === 'amount')
  const customerColumn = columns.findIndex(({ target }) => target.kind === 'field' && target.field === 'customer')
  let rows = 0
  let blankCustomers = 0

  function countSign(text: string): void {
    if (/^[\d.,]*$/.test(text)) return
    for (const reading of ['point', 'comma'] as const) {
      const number = readNumber(text, reading)
      if (!number.ok || number.value.currency === null) continue
      const code = currencyOf(number.value.currency, defaults.currency)
      if (code) amountSigns.set(code, (amountSigns.get(code) ?? 0) + 1)
      return
    }
  }

  return {
    add(cells: readonly string[]): void {
      rows++
      for (const column of dateColumns) dates.add((cells[column] ?? '').trim())
      for (const column of numberColumns) decimals.add(cells[column] ?? '')
      if (amountColumn !== -1) countSign((cells[amountColumn] ?? '').trim())
      if (customerColumn !== -1 && (cells[customerColumn] ?? '').trim() === '') blankCustomers++
    },
    result(): ConventionsFound {
      const { order, mustChoose } = dates.result()
      const written = decimals.result()
      const named = amountColumn === -1 ? null : currencyNamed(columns[amountColumn]!.header)
      const usual = [...amountSigns].sort((a, b) => b[1] - a[1])[0]?.[0]
      const mayBeBlank = customerColumn === -1 || blankCustomers > rows * BLANKS_MEANT
      return {
        conventions: {
          dateOrder: order,
          decimals: written.decimals,
          currency: (named ?? usual ?? defaults.currency) as Currency,
          customerWhenBlank: mayBeBlank ? defaults.customerName : null,
        },
        ambiguousDate: mustChoose,
        decimalsCertain: written.certain,
        blankCustomers: customerColumn === -1 ? rows : blankCustomers,
      }
    },
  }
}

function columnsOf(columns: readonly MappedColumn[], is: (column: MappedColumn) => boolean): number[] {
  return columns.flatMap((column, index) => (is(column) ? [index] : []))
}

function isDateColumn({ target }: MappedColumn): boolean {
  if (target.kind === 'custom') return target.type === 'date'
  return target.kind === 'field' && ['createdOn', 'expectedCloseOn', 'closedOn'].includes(target.field)
}

function isNumberColumn({ target }: MappedColumn): boolean {
  if (target.kind === 'custom') return target.type === 'number'
  return target.kind === 'field' && target.field === 'amount'
}
