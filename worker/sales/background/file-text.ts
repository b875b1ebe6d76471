import { err, ok, type Result } from '../../kernel/result'
import type { Env } from '../../platform/env'
import type { ConventionDefaults } from '../domain/csv/conventions'
import { type InspectOptions, recogniseCsv } from '../domain/csv/inspect'
import type { Inspection } from '../domain/csv/inspection'
import { MAX_ROWS } from '../domain/csv/limits'
import { openCsv } from '../domain/csv/open'
import { createParser } from '../domain/csv/parse'
import { type CsvRefusal, CsvRefused } from '../domain/csv/refusals'
import { createSurvey } from '../domain/csv/survey'

export interface FileText {
  readonly text: string
  /** Whether that is all of it. */
  readonly isWhole: boolean
}

export type FileRefusal = CsvRefusal | { readonly kind: 'import_file_gone' }

const LOOKED_AT_CHARS = 1_500_000 // two thousand rows of the widest files we take

/** The beginning of a stored file's text, packed or not. */
export async function beginningOf(env: Env, key: string): Promise<Result<FileText, FileRefusal>> {
  const opened = await open(env, key, null)
  if (!opened.ok) return opened
  const reader = opened.value.getReader()
  const head = await refusalsOf(() => readHead(reader))
  if (head.ok && !head.value.isWhole) await reader.cancel()
  return head
}

/** What a person corrected about how a file is read. */
export type Corrections = Pick<InspectOptions, 'dialect' | 'columns'>

/** Understands a stored file: recognises it by its beginning, then looks at every row of it once, holding none. */
export async function inspectFile(
  env: Env,
  key: string,
  name: string | null,
  defaults: ConventionDefaults,
  corrections: Corrections = {},
): Promise<Result<Inspection, FileRefusal>> {
  const opened = await open(env, key, name)
  if (!opened.ok) return opened
  const reader = opened.value.getReader()
  const inspected = await refusalsOf(async () => {
    const { text, isWhole } = await readHead(reader)
    const recognised = recogniseCsv(text, { ...corrections, last: isWhole })
    if (!recognised.ok) throw new CsvRefused(recognised.error)
    const { dialect } = recognised.value
    const survey = createSurvey(recognised.value, defaults)
    let header = dialect.header
    const parser = createParser(dialect, ({ cells }) => {
      if (!header) survey.add(cells)
      header = false
      return survey.rows > MAX_ROWS ? false : undefined
    })
    const look = (refusal: CsvRefusal | null) => {
      if (refusal) throw new CsvRefused(refusal)
      if (survey.rows > MAX_ROWS) throw new CsvRefused({ kind: 'too_many_rows', limit: MAX_ROWS })
    }
    look(parser.push(text))
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      look(parser.push(value))
    }
    look(parser.end())
    return survey.result()
  })
  if (!inspected.ok) await reader.cancel().catch(() => {}) // it may be what failed
  return inspected
}

async function open(env: Env, key: string, name: string | null): Promise<Result<ReadableStream<string>, FileRefusal>> {
  const object = await env.FILES.get(key)
  return object ? openCsv(object.body, name) : err({ kind: 'import_file_gone' })
}

async function readHead(reader: ReadableStreamDefaultReader<string>): Promise<FileText> {
  let text = ''
  while (text.length < LOOKED_AT_CHARS) {
    const { done, value } = await reader.read()
    if (done) return { text, isWhole: true }
    text += value
  }
  return { text, isWhole: false }
}

/** A stream can only fail by error; here that becomes a refusal again. */
async function refusalsOf<T>(read: () => Promise<T>): Promise<Result<T, CsvRefusal>> {
  try {
    return ok(await read())
  } catch (error) {
    if (error instanceof CsvRefused) return err(error.refusal)
    throw error
  }
}
