import { z } from 'zod'
import { CommentId, NotificationId, PushDeviceId, TaskId, UserId } from '../kernel/ids'
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

/** A browser of the caller's that is pushed to. */
export const PushDevice = z.object({
  id: PushDeviceId,
  /** Of the session that asks. */
  isThis: z.boolean(),
  userAgent: z.string(),
  createdAt: z.string(),
  /** When its push service last took a message. */
  lastOkAt: z.string().nullable(),
})
export type PushDevice = z.infer<typeof PushDevice>

export const PushState = z.object({
  /** What a browser subscribes with; null where push is not set up. */
  publicKey: z.string().nullable(),
  devices: z.array(PushDevice),
})
export type PushState = z.infer<typeof PushState>

/** As a browser says it itself: `PushSubscription.toJSON()`. */
export const PushSubscriptionInput = z.object({
  endpoint: z.url().max(2000),
  keys: z.object({
    p256dh: z.string().regex(/^[\w-]{87}$/, 'use 65 bytes as base64url'),
    auth: z.string().regex(/^[\w-]{22}$/, 'use 16 bytes as base64url'),
  }),
})
export type PushSubscriptionInput = z.infer<typeof PushSubscriptionInput>
