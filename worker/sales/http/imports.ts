import { Hono } from 'hono'
import { z } from 'zod'
import { ImportId, newId } from '../../kernel/ids'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppContext, AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { command, query } from '../../platform/perform'
import { problem, problemResponse } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { ImportDetail, ImportDraft, ImportError, ImportPreview, ImportRun, ImportStart } from '../contract'
import { ERROR_HEADER, errorCells } from '../domain/csv/error-report'
import { MAX_CSV_BYTES } from '../domain/csv/limits'
import { csvRow } from '../domain/csv/write'
import {
  beginImport,
  beginningOf,
  cancelImport,
  fileKey,
  previewImport,
  removeFiles,
  salesWork,
  startImport,
} from '../index'
import { importProblems } from './problems'

const tag = 'imports'
const mayImport = requires('data.import_customers')
const reads = rateLimit(600, 'read')
const writes = rateLimit(60, 'imports')
const Which = z.object({ id: ImportId })
const Upload = z.object({ name: z.string().trim().min(1).max(255) })
const ErrorPage = z.object({
  after: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
const ERRORS_A_PAGE = 2000

export const imports = new Hono<AppEnv>()
  .use(authenticate)
  .get(
    '/',
    describe({
      summary: 'List imports, newest first',
      tag,
      answers: {
        200: { schema: z.object({ rows: z.array(ImportRun) }), description: 'Your own; administrators see all' },
      },
    }),
    mayImport,
    reads,
    async (c) => c.json({ rows: [...(await query(c, salesWork, (work) => work.imports.list()))] }, 200),
  )
  .post(
    '/',
    describe({
      summary: 'Upload a CSV file, plain or gzip, and see how it is understood',
      tag,
      accepts: { contentType: 'text/csv', description: 'The file itself, with its `Content-Length`' },
      answers: { 201: { schema: ImportDetail, description: 'The import, waiting for its mapping to be confirmed' } },
      refusals: importProblems,
    }),
    mayImport,
    writes,
    validated('query', Upload),
    upload,
  )
  .get(
    '/:id',
    describe({
      summary: 'Show an import: how its file is understood, and how far it is',
      tag,
      answers: { 200: { schema: ImportDetail, description: 'The import' } },
      refusals: importProblems,
    }),
    mayImport,
    reads,
    validated('param', Which),
    async (c) => {
      const found = await query(c, salesWork, (work) => work.imports.find(c.req.valid('param').id))
      if (!found) return problem(c, importProblems, { kind: 'import_not_found' })
      const { inspection, plan, progress: _, ...run } = found
      const { dialect, mapping, conventions } = plan ?? inspection
      return c.json({ run, inspection: { ...inspection, dialect, mapping, conventions } }, 200)
    },
  )
  .post(
    '/:id/preview',
    describe({
      summary: 'See what would happen to the first rows as mapped; writes nothing',
      tag,
      answers: { 200: { schema: ImportPreview, description: 'Rows that need a look first' } },
      refusals: importProblems,
    }),
    mayImport,
    reads,
    validated('param', Which),
    validated('json', ImportDraft),
    async (c) => {
      const { id } = c.req.valid('param')
      const draft = c.req.valid('json')
      const head = await beginningOf(c.env, fileKey(c.var.actor.tenantId, id), '')
      if (!head.ok) return problem(c, importProblems, { kind: 'import_not_found' })
      const { text, isWhole } = head.value
      const result = await query(c, salesWork, (work) => previewImport(work, id, draft, text, isWhole))
      return result.ok ? c.json(result.value, 200) : problem(c, importProblems, result.error)
    },
  )
  .post(
    '/:id/start',
    describe({
      summary: 'Run an import in the background, as mapped',
      tag,
      answers: { 202: { schema: ImportRun, description: 'It runs; the page may be closed' } },
      refusals: importProblems,
    }),
    mayImport,
    writes,
    validated('param', Which),
    validated('json', ImportStart),
    async (c) => {
      const { id } = c.req.valid('param')
      const wanted = c.req.valid('json')
      const result = await command(c, salesWork, (work) => startImport(work, id, wanted), 202)
      return result.ok ? c.json(result.value, 202) : problem(c, importProblems, result.error)
    },
  )
  .post(
    '/:id/cancel',
    describe({
      summary: 'Stop an import; what was taken by then stays',
      tag,
      answers: { 200: { schema: z.object({ canceled: z.literal(true) }), description: 'It stops' } },
      refusals: importProblems,
    }),
    mayImport,
    writes,
    validated('param', Which),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, salesWork, (work) => cancelImport(work, id))
      if (!result.ok) return problem(c, importProblems, result.error)
      c.executionCtx.waitUntil(removeFiles(c.env, c.var.actor.tenantId, id))
      return c.json(result.value, 200)
    },
  )
  .get(
    '/:id/errors',
    describe({
      summary: 'List the rows that were not taken, and why',
      tag,
      answers: {
        200: {
          schema: z.object({ rows: z.array(ImportError), nextAfter: z.string().nullable() }),
          description: 'In the order of the file',
        },
      },
      refusals: importProblems,
    }),
    mayImport,
    reads,
    validated('param', Which),
    validated('query', ErrorPage),
    async (c) => {
      const { id } = c.req.valid('param')
      const { after, limit } = c.req.valid('query')
      const [run, rows] = await query(c, salesWork, (work) =>
        Promise.all([work.imports.find(id), work.imports.errorsAfter(id, placeOf(after), limit)]),
      )
      if (!run) return problem(c, importProblems, { kind: 'import_not_found' })
      const last = rows.length === limit ? rows.at(-1) : undefined
      return c.json({ rows: [...rows], nextAfter: last ? `${last.rowNumber}:${last.column}` : null }, 200)
    },
  )
  .get(
    '/:id/errors.csv',
    describe({
      summary: 'Download the rows that were not taken, and why',
      tag,
      answers: { 200: { description: 'Row, column, value, reason', contentType: 'text/csv' } },
      refusals: importProblems,
    }),
    mayImport,
    reads,
    validated('param', Which),
    async (c) => {
      const { id } = c.req.valid('param')
      const found = await query(c, salesWork, (work) => work.imports.find(id))
      if (!found) return problem(c, importProblems, { kind: 'import_not_found' })
      return c.body(errorFile(c, id), 200, {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': 'attachment; filename="rows-not-taken.csv"',
      })
    },
  )

async function upload(c: AppContext): Promise<Response> {
  const { name } = Upload.parse(c.req.query())
  const declared = c.req.header('content-length')
  if (declared === undefined) return problemResponse(c, 411, 'length_required', 'Send the file with its Content-Length')
  const bytes = Number(declared)
  if (bytes > MAX_CSV_BYTES) return problem(c, importProblems, { kind: 'file_too_large', limitBytes: MAX_CSV_BYTES })
  const { body } = c.req.raw
  if (bytes === 0 || !body) return problem(c, importProblems, { kind: 'empty_file' })

  const id = newId<ImportId>()
  const { tenantId } = c.var.actor
  await c.env.FILES.put(fileKey(tenantId, id), body)
  const head = await beginningOf(c.env, fileKey(tenantId, id), name)
  const result = head.ok
    ? await command(c, salesWork, (work) => beginImport(work, { id, name, bytes, ...head.value }), 201)
    : head
  if (result.ok) return c.json(result.value, 201)
  // Nothing refers to it: what cannot be read is not kept.
  c.executionCtx.waitUntil(removeFiles(c.env, tenantId, id))
  return problem(c, importProblems, result.error)
}

/** Pages from the database as the reader takes them: a stream is the one exception from one round trip a query. */
function errorFile(c: AppContext, id: ImportId): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let after: { readonly row: number; readonly column: string } | null = null
  let begun = false
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!begun) {
        begun = true
        controller.enqueue(encoder.encode(`\uFEFF${csvRow(ERROR_HEADER)}`))
      }
      const place = after
      const rows = await query(c, salesWork, (work) => work.imports.errorsAfter(id, place, ERRORS_A_PAGE))
      let text = ''
      for (const { rowNumber, column, value, reason } of rows) {
        text += csvRow(errorCells({ row: rowNumber, column, field: null, value, kind: '', reason }))
      }
      if (text !== '') controller.enqueue(encoder.encode(text))
      const last = rows.at(-1)
      if (!last || rows.length < ERRORS_A_PAGE) controller.close()
      else after = { row: last.rowNumber, column: last.column }
    },
  })
}

function placeOf(after: string | undefined): { readonly row: number; readonly column: string } | null {
  const match = /^(\d{1,9}):(.*)$/s.exec(after ?? '')
  return match ? { row: Number(match[1]), column: match[2] ?? '' } : null
}
