import type { ImportInspection, ImportRun } from '../../../../worker/sales/contract'
import { type CustomType, FIELD_LABELS, type Field } from '../../../../worker/sales/domain/csv/fields'
import { MAX_PROBLEMS, NOT_ALL_LISTED } from '../../../../worker/sales/domain/csv/limits'
import type { ColumnMapping, ColumnTarget, PreviewRow, Verdict } from '../../../../worker/sales/domain/csv/mapping'
import { formatNumber, plural } from '../../ui/format'

/** What a column may become, as one value of a select. Choices are words as well: which there are only the file tells. */
export function targetKey(target: ColumnTarget): string {
  if (target.kind === 'field') return `field:${target.field}`
  if (target.kind === 'custom') return `custom:${target.type === 'choice' ? 'text' : target.type}`
  return 'skip'
}

/** The target a select's value stands for; words stay the choices they were guessed to be. */
export function targetOf(key: string, header: string, guessed: ColumnTarget | undefined): ColumnTarget {
  if (key === 'skip') return { kind: 'skip' }
  if (!key.startsWith('custom:')) return { kind: 'field', field: key.slice('field:'.length) as Field }
  const type = key.slice('custom:'.length) as CustomType
  const isChoice = type === 'text' && guessed?.kind === 'custom' && guessed.type === 'choice'
  return { kind: 'custom', name: header, type: isChoice ? 'choice' : type }
}

export const FIELD_OPTIONS: readonly { readonly value: string; readonly label: string }[] = Object.entries(
  FIELD_LABELS,
).map(([field, label]) => ({ value: `field:${field}`, label }))

export const CUSTOM_OPTIONS = [
  { value: 'custom:text', label: 'Own field, words' },
  { value: 'custom:number', label: 'Own field, number' },
  { value: 'custom:date', label: 'Own field, date' },
] as const

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  new: 'New',
  update: 'Update',
  unchanged: 'Unchanged',
  duplicate: 'Duplicate',
  error: 'Error',
}

/** Why a row has its verdict, where the server has nothing more exact to say. */
export function whyInWords({ verdict, why }: Pick<PreviewRow, 'verdict' | 'why'>): string {
  if (why !== '') return why
  if (verdict === 'update') return 'Differs from when it was last imported'
  return verdict === 'unchanged' ? 'Here already, as it stands in the file' : ''
}

type Warning = ImportInspection['warnings'][number]

/** What a person should know of how the file is understood, where no choice on the screen says it already. */
export function remarksOn(warnings: readonly Warning[], { columns }: Pick<ColumnMapping, 'columns'>): string[] {
  const has = (field: Field) => columns.some(({ target }) => target.kind === 'field' && target.field === field)
  const remarks = warnings.map(headerInWords).filter((words) => words !== '')
  if (!has('externalId')) {
    remarks.push('No column identifies the deals; they are known again by title, customer, date and amount.')
  }
  if (!has('amount')) remarks.push('No column holds the amount; deals that are new come to nothing.')
  if (!has('stage') && !has('outcome')) {
    remarks.push(
      'No column says which deals were won or lost; all are taken as open, and a model cannot learn from them.',
    )
  }
  return remarks
}

function headerInWords(warning: Warning): string {
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

export function stateInWords({ status }: Pick<ImportRun, 'status'>): string {
  return STATES[status]
}

export function isWaiting({ status }: Pick<ImportRun, 'status'>): boolean {
  return status === 'uploaded' || status === 'ready'
}

type Counts = Pick<ImportRun, 'rowsRead' | 'rowsCreated' | 'rowsUpdated' | 'rowsUnchanged' | 'rowsFailed'>

/** What a run came to so far, by name, without what is nothing. */
export function countsOf(run: Counts): readonly { readonly count: number; readonly word: string }[] {
  return [
    { count: run.rowsCreated, word: 'new' },
    { count: run.rowsUpdated, word: 'updated' },
    { count: run.rowsUnchanged, word: 'unchanged' },
    { count: run.rowsFailed, word: 'not taken' },
  ].filter(({ count }) => count > 0)
}

/** “8,800 new, 12 not taken”. */
export function outcomeInWords(run: Counts): string {
  const told = countsOf(run).map(({ count, word }) => `${formatNumber(count)} ${word}`)
  return told.length === 0 ? plural(run.rowsRead, 'row') : told.join(', ')
}

/** The heading over a run that came to its end. */
export function doneInWords(run: Counts): string {
  if (run.rowsCreated + run.rowsUpdated > 0) return 'Import done'
  return run.rowsUnchanged > 0 ? 'Nothing changed' : 'Nothing was taken'
}

/** What that came to in a sentence; that nothing is taken twice is said where it shows. */
export function tellOutcome(run: Counts): string {
  const { rowsRead, rowsCreated, rowsUpdated, rowsUnchanged, rowsFailed } = run
  if (rowsRead === 0) return 'The file has no rows that are not blank.'
  const stays = `${plural(rowsUnchanged, 'row is', 'rows are')} here already, as they stand in the file`
  const failed =
    rowsFailed > 0 ? ` ${plural(rowsFailed, 'row was', 'rows were')} not taken; each has its reason below.` : ''
  if (rowsCreated + rowsUpdated === 0) {
    return rowsUnchanged > 0 ? `${stays}. No deal was added or changed a second time.${failed}` : failed.trim()
  }
  const kept = rowsUnchanged > 0 ? ` ${plural(rowsUnchanged, 'row repeats', 'rows repeat')} what is here already.` : ''
  return `${plural(rowsRead, 'row')} read.${kept}${failed}`
}

/** How far a run is, 0 to 1; undefined while the file is still being cut. */
export function progressOf({ rowsTotal, rowsRead }: Pick<ImportRun, 'rowsTotal' | 'rowsRead'>): number | undefined {
  return rowsTotal === null || rowsTotal === 0 || rowsRead === 0 ? undefined : Math.min(1, rowsRead / rowsTotal)
}

/** That not every problem is listed, as soon as that is known: of so many rows, or where the list is at its end before them. */
export function cutInWords(
  rowsFailed: number,
  listed: readonly { readonly rowNumber: number }[],
  isEnd: boolean,
): string | undefined {
  const rowsListed = new Set(listed.map(({ rowNumber }) => rowNumber)).size
  return rowsFailed > MAX_PROBLEMS || (isEnd && rowsListed < rowsFailed) ? `${NOT_ALL_LISTED}.` : undefined
}
