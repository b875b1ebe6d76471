import { sql } from 'drizzle-orm'
import { newId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { Notifier } from '../application/work'
import { onceEach } from '../domain/notice'
import { notificationsBecame } from '../domain/notification-events'

/** Tells people within a unit of work: after the writes that it is about, and only if those are kept. */
export function notifier(unit: UnitOfWork): Notifier {
  return {
    tell(notices) {
      const told = onceEach(notices, unit.viewpoint.as === 'actor' ? unit.actor.userId : null)
      if (told.length === 0) return
      unit.writePromising(
        'push',
        sql`select job from app.notify(${JSON.stringify(told)}::jsonb, ${unit.now.toISOString()}::timestamptz)`,
      )
      unit.emit(
        notificationsBecame(
          'arrived',
          newId(),
          told.flatMap(({ people }) => people),
        ),
      )
    },
    withdraw(people) {
      if (people.length > 0) unit.emit(notificationsBecame('withdrawn', newId(), people))
    },
  }
}
