import { z } from 'zod'
import { ImportId, PipelineId, UserId } from '../../kernel/ids'
import { Moment } from '../../kernel/text'
import { MAX_COLUMNS } from '../domain/csv/limits'
import {
  ColumnMapping,
  ColumnTarget,
  Conventions,
  Dialect,
  MappedColumn,
  PreviewRow,
  VerdictCounts,
} from '../domain/csv/mapping'
import { version } from './facts'

export const ImportStatus = z.enum(['uploaded', 'ready', 'running', 'done', 'failed', 'canceled'])
export const ImportRun = z.object({
  id: ImportId,
  fileName: z.string(),
  bytes: z.number(),
  status: ImportStatus,
  rowsTotal: z.int().nullable(),
  rowsRead: z.int(),
  rowsCreated: z.int(),
  rowsUpdated: z.int(),
  rowsUnchanged: z.int(),
  rowsFailed: z.int(),
  failure: z.string().nullable(),
  /** Whether it broke off with its file still here: it can be taken up where it stood. */
  canResume: z.boolean(),
  createdBy: UserId,
  createdAt: Moment,
  startedAt: Moment.nullable(),
  finishedAt: Moment.nullable(),
  version,
})
export type ImportRun = z.infer<typeof ImportRun>
export const ImportError = z.object({ rowNumber: z.int(), column: z.string(), value: z.string(), reason: z.string() })
export type ImportError = z.infer<typeof ImportError>

/** What a person confirms or corrects before an import runs. */
export const ImportDraft = z.object({ dialect: Dialect, mapping: ColumnMapping, conventions: Conventions })
export type ImportDraft = z.infer<typeof ImportDraft>
export const ImportStart = ImportDraft.extend({ pipelineId: PipelineId.optional() })
export const ImportPreview = z.object({ rows: z.array(PreviewRow), counts: VerdictCounts, rowsLookedAt: z.int() })
export type ImportPreview = z.infer<typeof ImportPreview>
/** How a file is to be looked at again: cut otherwise, or its columns taken for something else. */
export const ImportCorrections = z.object({
  dialect: Dialect.optional(),
  columns: z.array(MappedColumn).max(MAX_COLUMNS).optional(),
})
export type ImportCorrections = z.infer<typeof ImportCorrections>
/** What was understood of a file: a guess for each column, and what a person should look at. */
export const ImportInspection = ImportDraft.extend({
  guesses: z.array(
    z.object({
      column: z.int(),
      name: z.string(),
      target: ColumnTarget,
      confidence: z.number(),
      why: z.enum(['name', 'values', 'unknown']),
      mark: z.enum(['identifier', 'constant', 'empty']).nullable(),
      examples: z.array(z.string()),
    }),
  ),
  /** The words of the stage and outcome columns, also those of no known meaning, and how many rows say each. */
  words: z.array(z.object({ field: z.enum(['stage', 'outcome']), word: z.string(), rows: z.int() })),
  warnings: z.array(z.looseObject({ kind: z.string() })),
  rows: z.int(),
  ambiguousDate: z.string().nullable(),
  decimalsCertain: z.boolean(),
  blankCustomers: z.int(),
})
export type ImportInspection = z.infer<typeof ImportInspection>
export const ImportDetail = z.object({ run: ImportRun, inspection: ImportInspection })
export type ImportDetail = z.infer<typeof ImportDetail>
