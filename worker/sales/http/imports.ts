import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ImportId, newId } from '../../kernel/ids'
import { line, prose } from '../../kernel/text'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { command, query, wroteNothing } from '../../platform/perform'
import { problem, problemResponse } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import {
  ImportCorrections,
  ImportDetail,
  ImportDraft,
  ImportError,
  ImportInspection,
  ImportPreview,
  ImportRun,
  ImportStart,
} from '../contract'
import { MAX_CSV_BYTES } from '../domain/csv/limits'
import { isOfFile, refusalInWords } from '../domain/csv/refusals'
import type { ImportRefused } from '../domain/errors'
import {
  beginImport,
  beginningOf,
  cancelImport,
  correctImport,
  fileKey,
  inspectFile,
  inspectImport,
  previewImport,
  removeFiles,
  resumeImport,
  salesWork,
  startImport,
} from '../index'
import { errorFile, placeOf } from './import-errors'
import { importProblems } from './problems'

const tag = 'imports'
const mayImport = requires('data.import_customers')
const reads = rateLimit(600, 'read')
// Each reads a whole file of up to a hundred megabytes.
const looks = rateLimit(60, 'imports')
const Which = z.object({ id: ImportId })
const Upload = z.object({ name: line(255) })
const ErrorPage = z.object({
  after: prose(300).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

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
    looks,
    validated('query', Upload),
    async (c) => {
      const { name } = c.req.valid('query')
      const declared = c.req.header('content-length')
      if (declared === undefined) {
        return problemResponse(c, 411, 'length_required', 'Send the file with its Content-Length')
      }
      const bytes = Number(declared)
      if (bytes > MAX_CSV_BYTES) return refused(c, { kind: 'file_too_large', limitBytes: MAX_CSV_BYTES })
      const { body } = c.req.raw
      if (bytes === 0 || !body) return refused(c, { kind: 'empty_file' })

      const id = newId<ImportId>()
      const { tenantId } = c.var.actor
      const key = fileKey(tenantId, id)
      await c.env.FILES.put(key, body)
      try {
        const look = (defaults: Parameters<typeof inspectFile>[3]) => inspectFile(c.env, key, name, defaults)
        const result = await command(c, salesWork, (work) => beginImport(work, { id, name, bytes, look }), 201)
        if (result.ok) return c.json(result.value, 201)
        await removeFiles(c.env, tenantId, id)
        return refused(c, result.error)
      } catch (error) {
        // What nothing refers to is not kept; where the database did not say, something may.
        if (wroteNothing(error)) c.executionCtx.waitUntil(removeFiles(c.env, tenantId, id))
        throw error
      }
    },
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
      if (!found) return refused(c, { kind: 'import_not_found' })
      const { inspection, draft, progress: _, ...run } = found
      const { dialect, mapping, conventions } = draft ?? inspection
      return c.json({ run, inspection: { ...inspection, dialect, mapping, conventions } }, 200)
    },
  )
  .get(
    '/:id/progress',
    describe({
      summary: 'Show how far an import is',
      tag,
      answers: { 200: { schema: ImportRun, description: 'The import, without what is known of its file' } },
      refusals: importProblems,
    }),
    mayImport,
    reads,
    validated('param', Which),
    async (c) => {
      const run = await query(c, salesWork, (work) => work.imports.progress(c.req.valid('param').id))
      return run ? c.json(run, 200) : refused(c, { kind: 'import_not_found' })
    },
  )
  .post(
    '/:id/inspect',
    describe({
      summary: 'Look at the file again, cut otherwise or with its columns taken for something else; writes nothing',
      tag,
      answers: { 200: { schema: ImportInspection, description: 'How the file is understood now' } },
      refusals: importProblems,
    }),
    mayImport,
    looks,
    validated('param', Which),
    validated('json', ImportCorrections),
    async (c) => {
      const { id } = c.req.valid('param')
      const corrections = c.req.valid('json')
      const key = fileKey(c.var.actor.tenantId, id)
      const look = (defaults: Parameters<typeof inspectFile>[3]) => inspectFile(c.env, key, null, defaults, corrections)
      const result = await query(c, salesWork, (work) => inspectImport(work, id, look))
      return result.ok ? c.json(result.value, 200) : refused(c, result.error)
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
      const head = await beginningOf(c.env, fileKey(c.var.actor.tenantId, id))
      // Whose import it is, the database knows: a file that is not there tells nothing.
      const text = head.ok ? head.value : { text: '', isWhole: true }
      const result = await query(c, salesWork, (work) => previewImport(work, id, draft, text.text, text.isWhole))
      if (!result.ok) return refused(c, result.error)
      return head.ok ? c.json(result.value, 200) : refused(c, head.error)
    },
  )
  .put(
    '/:id/draft',
    describe({
      summary: 'Keep how the file is to be read, to go on from there later',
      tag,
      answers: { 200: { schema: ImportRun, description: 'The import, ready to be started' } },
      refusals: importProblems,
    }),
    mayImport,
    rateLimit(600, 'write'),
    validated('param', Which),
    validated('json', ImportDraft),
    async (c) => {
      const { id } = c.req.valid('param')
      const draft = c.req.valid('json')
      const result = await command(c, salesWork, (work) => correctImport(work, id, draft))
      return result.ok ? c.json(result.value, 200) : refused(c, result.error)
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
    looks,
    validated('param', Which),
    validated('json', ImportStart),
    async (c) => {
      const { id } = c.req.valid('param')
      const wanted = c.req.valid('json')
      const result = await command(c, salesWork, (work) => startImport(work, id, wanted), 202)
      return result.ok ? c.json(result.value, 202) : refused(c, result.error)
    },
  )
  .post(
    '/:id/resume',
    describe({
      summary: 'Take up an import that broke off, where it stood',
      tag,
      answers: { 202: { schema: ImportRun, description: 'It runs again; no row is taken twice' } },
      refusals: importProblems,
    }),
    mayImport,
    looks,
    validated('param', Which),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, salesWork, (work) => resumeImport(work, id), 202)
      return result.ok ? c.json(result.value, 202) : refused(c, result.error)
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
    looks,
    validated('param', Which),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, salesWork, (work) => cancelImport(work, id))
      if (!result.ok) return refused(c, result.error)
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
        Promise.all([work.imports.progress(id), work.imports.errorsAfter(id, placeOf(after), limit)]),
      )
      if (!run) return refused(c, { kind: 'import_not_found' })
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
      const found = await query(c, salesWork, (work) => work.imports.progress(id))
      if (!found) return refused(c, { kind: 'import_not_found' })
      return c.body(errorFile(c, found), 200, {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': 'attachment; filename="rows-not-taken.csv"',
      })
    },
  )

/** A refusal; one of a file says in its detail what was found, such as what it is instead of a CSV. */
function refused(c: Context<AppEnv>, error: ImportRefused): Response {
  const detail = isOfFile(error) ? { detail: refusalInWords(error) } : {}
  return problem(c, importProblems, { ...error, ...detail })
}
