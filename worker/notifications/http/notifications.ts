import { Hono } from 'hono'
import { z } from 'zod'
import { NotificationId } from '../../kernel/ids'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { command, query } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { NotificationPage, NotificationQuery, NotificationsRead, ReadNotifications } from '../contract'
import { listNotifications, notificationWork, readNotification, readNotifications } from '../index'
import { notificationListProblems, notificationProblems } from './problems'
import { push } from './push'

const tag = 'notifications'
const answers = { 200: { schema: NotificationsRead, description: 'How many of them had not been read before' } }

/** What the caller was told: nobody else’s, whoever asks. */
export const notifications = new Hono<AppEnv>()
  .use(authenticate, requires('notifications.receive_assigned'))
  .route('/push', push)
  .get(
    '/',
    describe({
      summary: 'List what the caller was notified of, newest first, with how many of all are unread',
      tag,
      answers: { 200: { schema: NotificationPage, description: 'Notifications of what the caller may see now' } },
      refusals: notificationListProblems,
    }),
    rateLimit(1200, 'notifications'),
    validated('query', NotificationQuery),
    async (c) => {
      const result = await query(c, notificationWork, (work) => listNotifications(work, c.req.valid('query')))
      return result.ok ? c.json(result.value, 200) : problem(c, notificationListProblems, result.error)
    },
  )
  .post(
    '/read',
    describe({
      summary: 'Mark all notifications read that had arrived up to a moment',
      tag,
      answers,
      refusals: notificationProblems,
    }),
    rateLimit(600, 'read-notifications'),
    validated('json', ReadNotifications),
    async (c) => {
      const result = await command(c, notificationWork, (work) => readNotifications(work, c.req.valid('json')))
      return result.ok ? c.json(result.value, 200) : problem(c, notificationProblems, result.error)
    },
  )
  .post(
    '/:id/read',
    describe({ summary: 'Mark a notification read', tag, answers, refusals: notificationProblems }),
    rateLimit(1200, 'write'),
    validated('param', z.object({ id: NotificationId })),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, notificationWork, (work) => readNotification(work, id))
      return result.ok ? c.json(result.value, 200) : problem(c, notificationProblems, result.error)
    },
  )
