import type { UnitOfWork } from '../platform/unit-of-work'
import type { NotificationWork } from './application/work'
import { notificationStore } from './persistence/notifications'

/** What the use cases of notifications work with, over one unit of work. */
export function notificationWork(unit: UnitOfWork): NotificationWork {
  return {
    actor: unit.actor,
    now: unit.now,
    notifications: notificationStore(unit),
    emit: (event) => unit.emit(event),
  }
}

export { listNotifications } from './application/list-notifications'
export { readNotification, readNotifications } from './application/read-notifications'
export type { Notifier } from './application/work'
export type { Notice } from './domain/notice'
export { notifier } from './persistence/notifier'
