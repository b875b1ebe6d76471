import type { ProblemTable } from '../../platform/problem'
import type { NotificationError, NotificationListError } from '../domain/errors'

export const notificationListProblems: ProblemTable<NotificationListError> = {
  cursor_invalid: [422, 'Start again from the first page', 'cursor'],
}

export const notificationProblems: ProblemTable<NotificationError> = {
  notification_not_found: [404, 'There is no such notification'],
}
