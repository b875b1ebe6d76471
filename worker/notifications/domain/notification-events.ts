import type { Change } from '../../kernel/change'
import type { UserId } from '../../kernel/ids'

export interface NotificationEvent extends Change {
  readonly type: `notification.${'arrived' | 'read' | 'withdrawn'}`
  readonly entity: 'notification'
}

/**
 * Says to the devices of some people, and to nobody else, that what they are notified of became different. That is all it
 * says: what it is about they ask for, as those who may see it then.
 */
export function notificationsBecame(
  fact: 'arrived' | 'read' | 'withdrawn',
  entityId: string,
  people: Iterable<UserId>,
): NotificationEvent {
  return {
    type: `notification.${fact}`,
    entity: 'notification',
    entityId,
    after: fact === 'withdrawn' ? null : {},
    audience: 'people',
    people: [...new Set(people)],
  }
}
