import { z } from 'zod'
import { StageId } from '../../../kernel/ids'
import { Currency } from '../../../kernel/money'
import { line } from '../../../kernel/text'
import { CUSTOM_TYPES, FIELDS, STATUSES } from './fields'
import { MAX_COLUMNS, MAX_NAME } from './limits'

/** How the text of a file is cut into records. */
export const Dialect = z.object({
  delimiter: z.enum([',', ';', '\t', '|']),
  header: z.boolean(),
  sepLine: z.boolean(),
})
export type Dialect = z.infer<typeof Dialect>

/** What becomes of one column. */
export const ColumnTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('field'), field: z.enum(FIELDS) }),
  z.object({ kind: z.literal('custom'), name: line(MAX_NAME), type: z.enum(CUSTOM_TYPES) }),
  z.object({ kind: z.literal('skip') }),
])
export type ColumnTarget = z.infer<typeof ColumnTarget>

/** What a word in the stage or outcome column stands for. Without `stageId` a stage of that name is meant. */
export const WordMeaning = z.object({
  word: line(MAX_NAME),
  status: z.enum(STATUSES),
  stageId: StageId.nullable(),
})
export type WordMeaning = z.infer<typeof WordMeaning>

const Words = z.array(WordMeaning).max(1000)

export const MappedColumn = z.object({ header: line(MAX_NAME), target: ColumnTarget })
export type MappedColumn = z.infer<typeof MappedColumn>

/** The columns of a file in order, each with what it becomes, and the words that name a stage or an outcome. */
export const ColumnMapping = z
  .object({
    columns: z.array(MappedColumn).min(1).max(MAX_COLUMNS),
    stages: Words,
    outcomes: Words,
  })
  .superRefine(({ columns }, context) => {
    const seen = new Set<string>()
    columns.forEach(({ target }, index) => {
      if (target.kind === 'skip') return
      const key = target.kind === 'field' ? `field ${target.field}` : `custom ${target.name.toLowerCase()}`
      if (seen.has(key)) {
        context.addIssue({
          code: 'custom',
          path: ['columns', index, 'target'],
          message: 'another column goes there too',
        })
      }
      seen.add(key)
    })
  })
export type ColumnMapping = z.infer<typeof ColumnMapping>

/** How dates, amounts and blanks of a file are read: one way for the whole file. */
export const Conventions = z.object({
  // Undecided, a date that could be two days is refused; one that could not is read.
  dateOrder: z.enum(['dmy', 'mdy', 'undecided']),
  decimals: z.enum(['point', 'comma']),
  /** Used where neither a column nor the amount itself names a currency. */
  currency: Currency,
  /** The customer of deals that name none; null refuses them. */
  customerWhenBlank: line(MAX_NAME).nullable(),
})
export type Conventions = z.infer<typeof Conventions>

/** One reason why a row is not taken, told by the row a spreadsheet shows. */
export const RowProblem = z.object({
  row: z.int().min(1),
  /** The column's header; null when the row as a whole is at fault. */
  column: z.string().nullable(),
  field: z.enum(FIELDS).nullable(),
  value: z.string(),
  kind: z.string(),
  reason: z.string(),
})
export type RowProblem = z.infer<typeof RowProblem>

export const VERDICTS = ['new', 'update', 'unchanged', 'duplicate', 'error'] as const
export const Verdict = z.enum(VERDICTS)
export type Verdict = z.infer<typeof Verdict>

/** How many rows of a file got which verdict. */
export const VerdictCounts = z.record(Verdict, z.int().min(0))
export type VerdictCounts = z.infer<typeof VerdictCounts>

/** A row as the preview shows it: what was read, or else the text of the cell, and why it needs a look. */
export const PreviewRow = z.object({
  row: z.int().min(1),
  verdict: Verdict,
  title: z.string(),
  customer: z.string(),
  amountMinor: z.int().nullable(),
  currency: z.string(),
  status: z.enum(STATUSES),
  stage: z.string().nullable(),
  closesOn: z.string().nullable(),
  why: z.string(),
  problems: z.array(RowProblem),
})
export type PreviewRow = z.infer<typeof PreviewRow>
