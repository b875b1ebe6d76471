import { Hono } from 'hono'
import { z } from 'zod'
import { MAX_MESSAGE } from '../../../durable-objects/task-room/messages'
import { TaskId } from '../../kernel/ids'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { query } from '../../platform/perform'
import { problem, problemResponse } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { TaskTexts, WholeTasksQuery } from '../contract'
import { openRoom, sharedTexts, taskWork } from '../index'
import { taskProblems } from './problems'

const tag = 'sync'
const AN_ANSWER = 500_000 // characters of descriptions; their states take two or three times as many bytes

/** The texts of tasks for devices that are not in their rooms: to begin with one offline, and to send what was written. */
export const taskTexts = new Hono<AppEnv>()
  .use(authenticate)
  .get(
    '/texts',
    describe({
      summary: 'Fetch the texts of tasks as their rooms share them, to be written without a network',
      tag,
      answers: { 200: { schema: TaskTexts, description: 'Yjs updates, and what is to be asked for again' } },
    }),
    requires('tasks.view_assigned'),
    rateLimit(1200, 'texts'),
    validated('query', WholeTasksQuery),
    async (c) => {
      const { ids } = c.req.valid('query')
      const known = await query(c, taskWork, (work) => work.tasks.findAll(ids))
      let length = 0
      const asked = known.flatMap(({ task }) => {
        length += task.description.length
        // The first goes whatever its length.
        return length <= AN_ANSWER || length === task.description.length ? [task.id] : []
      })
      const texts = await sharedTexts(c.env, c.var.actor.tenantId, asked)
      const answered = new Set(texts.map(({ id }) => id))
      const rows = texts.map(({ id, describedAt, state }) => ({
        id,
        describedAt,
        state: Buffer.from(state).toString('base64'),
      }))
      const left = known.flatMap(({ task }) => (answered.has(task.id) ? [] : [task.id]))
      return c.json({ rows, left } satisfies TaskTexts, 200)
    },
  )
  .post(
    '/:id/text',
    describe({
      summary: 'Write into the text of a task without being in its room; sent twice, it is written once',
      tag,
      accepts: { contentType: 'application/octet-stream', description: 'A Yjs update of the text `description`' },
      answers: { 204: { description: 'It is kept, and told to everybody in the room' } },
      refusals: taskProblems,
    }),
    requires('tasks.update_assigned'),
    rateLimit(600, 'write'),
    validated('param', z.object({ id: TaskId })),
    async (c) => {
      const { id } = c.req.valid('param')
      const { tenantId, userId } = c.var.actor
      const declared = Number(c.req.header('content-length') ?? Number.NaN)
      if (Number.isNaN(declared)) {
        return problemResponse(c, 411, 'length_required', 'Send the edit with its Content-Length')
      }
      const update = declared > MAX_MESSAGE ? null : new Uint8Array(await c.req.arrayBuffer())
      if (!update || update.byteLength > MAX_MESSAGE) return problem(c, taskProblems, { kind: 'text_too_long' })
      const admission = await query(c, taskWork, (work) => openRoom(work, id))
      if (!admission.ok) return problem(c, taskProblems, admission.error)
      if (!admission.value.mayEdit) return problem(c, taskProblems, { kind: 'task_not_yours' })
      const room = c.env.TASK_ROOM.getByName(`${tenantId}/${id}`)
      const refused = await room.write({ tenantId, taskId: id }, userId, update)
      if (refused === null) return c.body(null, 204)
      if (refused === 'away') {
        return problemResponse(c, 503, 'database_away', 'The text cannot be read just now', {}, { 'retry-after': '2' })
      }
      return problem(c, taskProblems, { kind: refused === 'too_long' ? 'text_too_long' : 'text_not_understood' })
    },
  )
