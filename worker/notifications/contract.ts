import { z } from 'zod'
import { CommentId, NotificationId, TaskId, UserId } from '../kernel/ids'
import { PageQuery, pageOf } from '../kernel/page'
import { Moment } from '../kernel/text'
import { NOTIFICATION_TYPES } from './domain/notice'

export const Notification = z.object({
  id: NotificationId,
  type: z.enum(NOTIFICATION_TYPES),
  taskId: TaskId,
  /** As it is called now. */
  taskTitle: z.string(),
  commentId: CommentId.nullable(),
  /** How the comment begins, as it reads now. */
  excerpt: z.string().nullable(),
  /** Who did it; nobody for a reminder. */
  actorId: UserId.nullable(),
  createdAt: z.string(),
  readAt: z.string().nullable(),
  /** Rises when it is read. */
  version: z.int(),
})
export type Notification = z.infer<typeof Notification>

export const NotificationQuery = PageQuery
export type NotificationQuery = z.infer<typeof NotificationQuery>

export const NotificationPage = pageOf(Notification).extend({
  /** How many of all there are were not read yet. */
  unread: z.int(),
})
export type NotificationPage = z.infer<typeof NotificationPage>

/** Up to when all is read: what arrives later stays unread, however late this is sent. */
export const ReadNotifications = z.object({ upTo: Moment })
export type ReadNotifications = z.infer<typeof ReadNotifications>

export const NotificationsRead = z.object({
  /** How many became so now. */
  read: z.int(),
})
export type NotificationsRead = z.infer<typeof NotificationsRead>
