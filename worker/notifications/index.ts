import type { UnitOfWork } from '../platform/unit-of-work'
import type { PushWork } from './application/push-work'
import type { NotificationWork } from './application/work'
import { pushService } from './background/push-service'
import { deviceStore } from './persistence/devices'
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

/** What the use cases about somebody's devices work with. */
export function pushWork(unit: UnitOfWork): PushWork {
  return { actor: unit.actor, now: unit.now, devices: deviceStore(unit), service: pushService(unit.env) }
}

export { listNotifications } from './application/list-notifications'
export { keepPushDevice, removePushDevice, showPush } from './application/push-devices'
export { readNotification, readNotifications } from './application/read-notifications'
export type { Notifier } from './application/work'
export { deliverPush, giveUpPush } from './background/deliver-push'
export type { Notice } from './domain/notice'
export { notifier } from './persistence/notifier'
