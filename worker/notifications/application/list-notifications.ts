import { z } from 'zod'
import { may } from '../../kernel/actor'
import { fromCursor, pageFrom } from '../../kernel/cursor'
import { NotificationId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import { Moment } from '../../kernel/text'
import type { NotificationPage, NotificationQuery } from '../contract'
import type { NotificationListError } from '../domain/errors'
import type { NotificationPlace, NotificationWork } from './work'

const Place = z.tuple([Moment, NotificationId])

/** A page of what the caller was told, newest first, and how much of all they have not read. */
export async function listNotifications(
  work: NotificationWork,
  { limit, cursor }: NotificationQuery,
): Promise<Result<NotificationPage, NotificationListError>> {
  let after: NotificationPlace | null = null
  if (cursor !== undefined) {
    after = fromCursor(Place, cursor)
    if (!after) return err({ kind: 'cursor_invalid' })
  }
  // All of them are about tasks.
  if (!may(work.actor, 'tasks.view_assigned')) return ok({ rows: [], nextCursor: null, unread: 0 })
  const [rows, unread] = await Promise.all([work.notifications.page(limit, after), work.notifications.unread()])
  const page = pageFrom(rows, limit, ({ createdAt, id }) => [createdAt, id])
  return ok({ rows: [...page.rows], nextCursor: page.nextCursor, unread })
}
