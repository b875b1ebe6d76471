import { type NotificationId, newId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { NotificationsRead, ReadNotifications } from '../contract'
import type { NotificationError } from '../domain/errors'
import { notificationsBecame } from '../domain/notification-events'
import type { NotificationWork } from './work'

/** The caller has read one of theirs: on all their devices. */
export async function readNotification(
  work: NotificationWork,
  id: NotificationId,
): Promise<Result<NotificationsRead, NotificationError>> {
  const found = await work.notifications.find(id)
  if (!found) return err({ kind: 'notification_not_found' })
  if (found.readAt !== null) return ok({ read: 0 })
  work.notifications.markRead(id, work.now)
  work.emit(notificationsBecame('read', id, [work.actor.userId]))
  return ok({ read: 1 })
}

/** The caller has read all that had arrived by then. */
export async function readNotifications(
  work: NotificationWork,
  { upTo }: ReadNotifications,
): Promise<Result<NotificationsRead, NotificationError>> {
  const read = await work.notifications.unreadUpTo(upTo)
  if (read === 0) return ok({ read })
  work.notifications.markReadUpTo(upTo, work.now)
  work.emit(notificationsBecame('read', newId(), [work.actor.userId]))
  return ok({ read })
}
