import type { ProblemTable } from '../../platform/problem'
import type { NotificationError, NotificationListError, PushDeviceError, PushError } from '../domain/errors'

export const notificationListProblems: ProblemTable<NotificationListError> = {
  cursor_invalid: [422, 'Start again from the first page', 'cursor'],
}

export const notificationProblems: ProblemTable<NotificationError> = {
  notification_not_found: [404, 'There is no such notification'],
}

export const pushProblems: ProblemTable<PushError> = {
  push_off: [409, 'Nothing is pushed from here: it is not set up'],
  push_service_unknown: [422, 'Use the address of a push service that is known here', 'endpoint'],
  push_keys_invalid: [422, 'Use the key that the browser made', 'keys.p256dh'],
  too_many_devices: [409, 'Remove one of your devices first'],
}

export const pushDeviceProblems: ProblemTable<PushDeviceError> = {
  device_not_found: [404, 'There is no such device'],
}
