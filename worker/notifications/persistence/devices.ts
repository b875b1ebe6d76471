import { and, desc, eq, sql } from 'drizzle-orm'
import { pushSubscriptions } from '../../../drizzle/schema'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { DeviceStore, KeptDevice } from '../application/push-work'
import { MOST_DEVICES } from '../domain/push'

const s = pushSubscriptions

export function deviceStore(unit: UnitOfWork): DeviceStore {
  const { tenantId, actor } = unit
  const mine = and(eq(s.tenantId, tenantId), eq(s.userId, actor.userId))
  return {
    async all() {
      const rows = await unit.read(
        unit.db.select().from(s).where(mine).orderBy(desc(s.createdAt), s.id).limit(MOST_DEVICES),
      )
      return rows as unknown as KeptDevice[]
    },
    keep({ id, endpoint, p256dhKey, authKey, userAgent }) {
      unit.write(
        sql`select app.keep_push_subscription(${id}, ${endpoint}, ${p256dhKey}, ${authKey}, ${userAgent},
          ${unit.now.toISOString()}::timestamptz, ${MOST_DEVICES})`,
        { push_subscriptions_most: { kind: 'too_many_devices' } },
      )
    },
    remove(id) {
      unit.write(
        sql`delete from push_subscriptions where tenant_id = ${tenantId} and user_id = app.me() and id = ${id}`,
      )
    },
  }
}
