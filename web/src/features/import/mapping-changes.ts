import type { ImportInspection } from '../../../../worker/sales/contract'
import type { Field } from '../../../../worker/sales/domain/csv/fields'
import type {
  ColumnMapping,
  ColumnTarget,
  MappedColumn,
  WordMeaning,
} from '../../../../worker/sales/domain/csv/mapping'
import type { DealStatus } from '../../../../worker/sales/domain/stage'
import { targetKey } from './words'

export type WordField = 'stage' | 'outcome'

/** A word the file uses for how a deal stands, and what it is taken for; null while nobody knows. */
export interface FoundWord {
  readonly field: WordField
  readonly word: string
  readonly rows: number
  readonly meaning: WordMeaning | null
}

const LIST = { stage: 'stages', outcome: 'outcomes' } as const

/** Gives a column another target. A field has one column: whoever had it before is left out. */
export function retargeted(columns: readonly MappedColumn[], index: number, target: ColumnTarget): MappedColumn[] {
  return columns.map((column, i) => {
    if (i === index) return { ...column, target }
    const taken = target.kind === 'field' && targetKey(column.target) === targetKey(target)
    return taken ? { ...column, target: { kind: 'skip' } } : column
  })
}

// What the whole file decides: which words there are, how dates and amounts are written, how many customers are blank.
const READ_THROUGH = new Set<Field>([
  'stage',
  'outcome',
  'createdOn',
  'expectedCloseOn',
  'closedOn',
  'amount',
  'customer',
])

/** Whether columns say something of the file that only reading it once more can tell. */
export function needsReading(before: readonly MappedColumn[], after: readonly MappedColumn[]): boolean {
  return after.some(({ target }, i) => {
    const was = before[i]?.target
    return (!was || targetKey(was) !== targetKey(target)) && (isTold(target) || (was !== undefined && isTold(was)))
  })
}

function isTold(target: ColumnTarget): boolean {
  if (target.kind === 'custom') return target.type === 'date' || target.type === 'number'
  return target.kind === 'field' && READ_THROUGH.has(target.field)
}

export function columnOf(columns: readonly MappedColumn[], field: Field): MappedColumn | undefined {
  return columns.find(({ target }) => target.kind === 'field' && target.field === field)
}

/** What is known of each word, by what the file says and a person decided. */
export function foundWords({ words }: Pick<ImportInspection, 'words'>, mapping: ColumnMapping): FoundWord[] {
  return words
    .filter(({ field }) => columnOf(mapping.columns, field))
    .map((found) => ({ ...found, meaning: mapping[LIST[found.field]].find(({ word }) => word === found.word) ?? null }))
}

/** Says what a word means; one that nobody knew is known from now on. */
export function withMeaning(mapping: ColumnMapping, field: WordField, meaning: WordMeaning): ColumnMapping {
  const list = mapping[LIST[field]]
  const known = list.some(({ word }) => word === meaning.word)
  const next = known ? list.map((one) => (one.word === meaning.word ? meaning : one)) : [...list, meaning]
  return { ...mapping, [LIST[field]]: next }
}

/** Lays what a person decided over what was guessed anew; of words that are gone nothing is kept. */
export function withChosen(
  inspection: Pick<ImportInspection, 'words' | 'mapping'>,
  chosen: readonly { readonly field: WordField; readonly meaning: WordMeaning }[],
): ColumnMapping {
  return chosen
    .filter(({ field, meaning }) =>
      inspection.words.some((found) => found.field === field && found.word === meaning.word),
    )
    .reduce((mapping, { field, meaning }) => withMeaning(mapping, field, meaning), inspection.mapping)
}

/** A stage word that would become a stage of its own, or an outcome that refuses its rows: somebody should look. */
export function needsLook({ field, meaning }: FoundWord): boolean {
  return meaning === null || (field === 'stage' && meaning.stageId === null && meaning.status === 'open')
}

export type Tally = Readonly<Record<DealStatus, number>> & { readonly unknown: number }

/**
 * How many deals the file has won, lost and open. Only where one column tells: where two do, each row decides by both, and
 * counts of words do not say which go together.
 */
export function tallyOf(words: readonly FoundWord[], columns: readonly MappedColumn[], rows: number): Tally | null {
  const fields = (['stage', 'outcome'] as const).filter((field) => columnOf(columns, field))
  if (fields.length !== 1) return null
  const tally = { open: 0, won: 0, lost: 0, unknown: 0 }
  let said = 0
  for (const { meaning, rows } of words) {
    tally[meaning?.status ?? 'unknown'] += rows
    said += rows
  }
  // A blank cell is a deal that is still open.
  return { ...tally, open: tally.open + Math.max(0, rows - said) }
}
