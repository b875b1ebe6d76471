import { Hono } from 'hono'
import { z } from 'zod'
import { TaskId } from '../../kernel/ids'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { query } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { refuseForeignSocket, refuseWithoutUpgrade } from '../../platform/web-socket'
import { openRoom, taskWork } from '../index'
import { taskProblems } from './problems'

/** Where the text of a task is written together. What is said there is in the room's messages. */
export const taskRoom = new Hono<AppEnv>().use(authenticate).get(
  '/:id/room',
  describe({
    summary: 'Open a WebSocket in which the text of a task is written together',
    tag: 'tasks',
    answers: { 101: { description: 'Say hello with the state vector of what you have; all messages are binary' } },
    refusals: taskProblems,
  }),
  requires('tasks.view_assigned'),
  rateLimit(240, 'room'),
  validated('param', z.object({ id: TaskId })),
  validated('query', z.object({ line: z.uuid().optional() })),
  async (c) => {
    const foreign = refuseForeignSocket(c)
    if (foreign) return foreign
    const { id } = c.req.valid('param')
    const { line = '' } = c.req.valid('query')
    const { tenantId, userId, sessionId } = c.var.actor
    const result = await query(c, taskWork, (work) => openRoom(work, id))
    if (!result.ok) return problem(c, taskProblems, result.error)
    const refused = refuseWithoutUpgrade(c)
    if (refused) return refused
    const room = c.env.TASK_ROOM.getByName(`${tenantId}/${id}`)
    const { status, webSocket } = await room.fetch('https://room/', {
      headers: {
        upgrade: 'websocket',
        'x-tenant': tenantId,
        'x-task': id,
        'x-session': sessionId,
        'x-user': userId,
        'x-name': encodeURIComponent(result.value.name),
        'x-may-edit': String(result.value.mayEdit),
        'x-line': line,
      },
    })
    return new Response(null, { status, webSocket })
  },
)
