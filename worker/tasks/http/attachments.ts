import { Hono } from 'hono'
import { z } from 'zod'
import { AttachmentId, type FileObjectId, newId, TaskId } from '../../kernel/ids'
import { line } from '../../kernel/text'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { command, query, wroteNothing } from '../../platform/perform'
import { problem, problemResponse } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { Attachment } from '../contract'
import { BYTES_LOOKED_AT, dispositionOf, MAX_BYTES, typeOf } from '../domain/attachment'
import { attach, detach, objectKey, taskWork } from '../index'
import { taskProblems } from './problems'

const Which = z.object({ id: TaskId })
const WhichFile = z.object({ id: TaskId, fileId: AttachmentId })
const Upload = z.object({ id: AttachmentId.optional(), name: line(255) })
const about = { tag: 'tasks', refusals: taskProblems }

/** Files of tasks. What they are is read off their bytes, and they only ever leave as downloads. */
export const attachments = new Hono<AppEnv>()
  .use(authenticate)
  .post(
    '/:id/attachments',
    describe({
      ...about,
      summary: 'Attach a file to a task',
      accepts: { contentType: 'application/octet-stream', description: 'The file itself, up to 25 MB' },
      answers: { 201: { schema: Attachment, description: 'The file, with the type its content has' } },
    }),
    requires('tasks.update_assigned'),
    rateLimit(60, 'attach'),
    validated('param', Which),
    validated('query', Upload),
    async (c) => {
      const { id } = c.req.valid('param')
      const { name, id: wantedId } = c.req.valid('query')
      const declared = Number(c.req.header('content-length') ?? Number.NaN)
      if (Number.isNaN(declared)) {
        return problemResponse(c, 411, 'length_required', 'Send the file with its Content-Length')
      }
      if (declared > MAX_BYTES) return problem(c, taskProblems, { kind: 'file_too_large', limitBytes: MAX_BYTES })
      // Held whole, since it is small: its type is known before a byte of it is kept.
      const bytes = new Uint8Array(await c.req.arrayBuffer())
      if (bytes.length > MAX_BYTES) return problem(c, taskProblems, { kind: 'file_too_large', limitBytes: MAX_BYTES })
      const type = typeOf(name, bytes.subarray(0, BYTES_LOOKED_AT))
      if (!type.ok) return problem(c, taskProblems, type.error)

      // Named by the client, so that a file that is sent twice is kept once; its bytes by us, so that nobody, whatever
      // they may do and whichever ids they remember, writes over those of another.
      const fileId = wantedId ?? newId<AttachmentId>()
      const objectId = newId<FileObjectId>()
      const key = objectKey(c.var.actor.tenantId, id, objectId)
      const file = { id: fileId, name, contentType: type.value, bytes: bytes.length, objectId }
      await c.env.FILES.put(key, bytes)
      try {
        const result = await command(c, taskWork, (work) => attach(work, id, file), 201)
        if (result.ok) return c.json(result.value, 201)
        await c.env.FILES.delete(key)
        return problem(c, taskProblems, result.error)
      } catch (error) {
        // Of a commit in doubt a row may be left that refers to them: the nightly sweep knows by then.
        if (wroteNothing(error)) c.executionCtx.waitUntil(c.env.FILES.delete(key))
        throw error
      }
    },
  )
  .get(
    '/:id/attachments/:fileId',
    describe({
      ...about,
      summary: 'Download a file of a task',
      answers: { 200: { description: 'The file', contentType: 'application/octet-stream' } },
    }),
    requires('tasks.view_assigned'),
    rateLimit(600, 'download'),
    validated('param', WhichFile),
    async (c) => {
      const { id, fileId } = c.req.valid('param')
      const attachment = await query(c, taskWork, (work) => work.parts.attachment(id, fileId))
      const stored = attachment && (await c.env.FILES.get(objectKey(c.var.actor.tenantId, id, attachment.objectId)))
      if (!attachment || !stored) return problem(c, taskProblems, { kind: 'attachment_not_found' })
      // With `nosniff` and a sandboxing policy on every answer, and never shown in place.
      return c.body(stored.body, 200, {
        'content-type': attachment.contentType,
        'content-length': String(attachment.bytes),
        'content-disposition': dispositionOf(attachment.name),
      })
    },
  )
  .delete(
    '/:id/attachments/:fileId',
    describe({ ...about, summary: 'Take a file off a task', answers: { 204: { description: 'It is gone' } } }),
    requires('tasks.update_assigned'),
    rateLimit(600, 'write'),
    validated('param', WhichFile),
    async (c) => {
      const { id, fileId } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => detach(work, id, fileId), 204)
      if (!result.ok) return problem(c, taskProblems, result.error)
      c.executionCtx.waitUntil(c.env.FILES.delete(objectKey(c.var.actor.tenantId, id, result.value)))
      return c.body(null, 204)
    },
  )
