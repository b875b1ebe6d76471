import type { ImportInspection, ImportRun } from '../../../../worker/sales/contract'
import { FIELD_LABELS, type Field } from '../../../../worker/sales/domain/csv/fields'
import type { ColumnTarget, Verdict } from '../../../../worker/sales/domain/csv/mapping'
import { formatNumber, plural } from '../../ui/format'

/** What a column may become, as one value of a select. */
export function targetKey(target: ColumnTarget): string {
  return target.kind === 'field' ? `field:${target.field}` : target.kind
}

/** The target a select's value stands for; a custom field keeps the type it was guessed to have. */
export function targetOf(key: string, header: string, guessed: ColumnTarget | undefined): ColumnTarget {
  if (key === 'skip') return { kind: 'skip' }
  if (key === 'custom') {
    const type = guessed?.kind === 'custom' ? guessed.type : 'text'
    return { kind: 'custom', name: header, type }
  }
  return { kind: 'field', field: key.slice('field:'.length) as Field }
}

export function targetOptions(): { value: string; label: string }[] {
  return [
    ...Object.entries(FIELD_LABELS).map(([field, label]) => ({ value: `field:${field}`, label })),
    { value: 'custom', label: 'Custom field' },
    { value: 'skip', label: 'Do not import' },
  ]
}

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  new: 'New',
  update: 'Update',
  unchanged: 'Unchanged',
  duplicate: 'Duplicate',
  error: 'Error',
}

type Warning = ImportInspection['warnings'][number]

/** What a person should know before the import runs. */
export function warningInWords(warning: Warning): string {
  const text = (name: string) => String(warning[name] ?? '')
  switch (warning.kind) {
    case 'no_header':
      return 'The file has no header; its columns are numbered.'
    case 'repeated_header':
      return `Two columns are called “${text('from')}”; one is shown as “${text('to')}”.`
    case 'empty_header':
      return `A column has no name; it is shown as “${text('to')}”.`
    case 'long_header':
      return `A column name is very long; it is shown as “${text('to')}”.`
    case 'no_customer_column':
      return `No column names the customer; the deals go under “${text('customerName')}”.`
    case 'customers_left_blank':
      return `Rows without a customer go under “${text('customerName')}”.`
    case 'no_id_column':
      return 'No column identifies the deals; they are known again by title, customer, date and amount.'
    case 'no_amount_column':
      return 'No column holds the amount.'
    case 'no_outcome':
      return 'No column says which deals were won or lost; all are taken as open.'
    case 'date_order_unclear':
      return `Dates such as ${text('example')} could be two days: choose how they are written.`
    case 'decimals_unclear':
      return 'The amounts could be read in two ways: choose how decimals are written.'
    default:
      return ''
  }
}

const STATES: Readonly<Record<ImportRun['status'], string>> = {
  uploaded: 'Waiting for you',
  ready: 'Waiting for you',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  canceled: 'Stopped',
}

export function stateInWords(run: ImportRun): string {
  return STATES[run.status]
}

/** “8,800 new, 12 not taken”: what a run came to, without what is nothing. */
export function outcomeInWords(run: ImportRun): string {
  const parts: [number, string][] = [
    [run.rowsCreated, 'new'],
    [run.rowsUpdated, 'updated'],
    [run.rowsUnchanged, 'unchanged'],
    [run.rowsFailed, 'not taken'],
  ]
  const told = parts.filter(([count]) => count > 0).map(([count, word]) => `${formatNumber(count)} ${word}`)
  return told.length === 0 ? plural(run.rowsRead, 'row') : told.join(', ')
}

/** How far a run is, 0 to 1; undefined while the file is still being cut. */
export function progressOf({ rowsTotal, rowsRead }: ImportRun): number | undefined {
  return rowsTotal === null || rowsTotal === 0 ? undefined : Math.min(1, rowsRead / rowsTotal)
}
