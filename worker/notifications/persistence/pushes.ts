import { sql } from 'drizzle-orm'
import type { PushDeviceId, UserId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { PushReceiver } from '../../platform/web-push'
import type { Told } from '../domain/push'

const EXCERPT = 200 // letters: more than any lock screen shows

export interface Receiver extends PushReceiver {
  readonly id: PushDeviceId
}

/** What is pushed of a notification, to whom, as all of it is now. */
export interface Push extends Told {
  readonly userId: UserId
  readonly preferences: Readonly<Record<string, unknown>>
  readonly timeZone: string
  readonly devices: readonly Receiver[]
}

/** A push that was promised, taken for a while. */
export interface ClaimedPush {
  readonly attempts: number
  readonly isTooOld: boolean
  /** Devices that need not be sent it again. */
  readonly done: readonly PushDeviceId[]
}

/**
 * Takes a promised push for `leaseSeconds`. Null when it is done, or when somebody else has it: a message that is delivered
 * twice, at once or later, is sent once.
 */
export async function claimPush(
  unit: UnitOfWork,
  id: string,
  { leaseSeconds, ttlSeconds }: { readonly leaseSeconds: number; readonly ttlSeconds: number },
): Promise<ClaimedPush | null> {
  const [row] = await unit.rows<ClaimedPush>(sql`
    update jobs set attempts = attempts + 1, due_at = now() + make_interval(secs => ${leaseSeconds})
    where tenant_id = ${unit.tenantId} and id = ${id} and kind = 'push' and finished_at is null
      and (attempts = 0 or due_at <= now())
    returning attempts, created_at < now() - make_interval(secs => ${ttlSeconds}) as "isTooOld",
      coalesce(payload -> 'done', '[]') as done`)
  return row ?? null
}

/** Null where there is nothing to push any more: it was read, or its person may not see it, or is not here any longer. */
export async function pushOf(unit: UnitOfWork, id: string): Promise<Push | null> {
  const [row] = await unit.rows<Push>(sql`
    select n.type, n.task_id as "taskId", t.title as "taskTitle", n.comment_id as "commentId",
      left(c.text, ${EXCERPT}) as excerpt, a.name as "actorName", n.user_id as "userId", u.preferences, x.time_zone as "timeZone",
      coalesce((select json_agg(json_build_object('id', d.id, 'endpoint', d.endpoint, 'p256dhKey', d.p256dh_key,
          'authKey', d.auth_key)) from push_subscriptions d
        join sessions s on s.tenant_id = d.tenant_id and s.id = d.session_id and s.ended_at is null and s.expires_at > now()
        where d.tenant_id = n.tenant_id and d.user_id = n.user_id), '[]') as devices
    from notifications n
      join tenants x on x.id = n.tenant_id and x.is_active
      join users u on u.tenant_id = n.tenant_id and u.id = n.user_id and u.status = 'active'
      join roles r on r.tenant_id = u.tenant_id and r.id = u.role_id
        and r.permissions @> array['notifications.receive_assigned', 'tasks.view_assigned']
      join tasks t on t.tenant_id = n.tenant_id and t.id = n.task_id
      left join task_comments c on c.tenant_id = n.tenant_id and c.id = n.comment_id
      left join users a on a.tenant_id = n.tenant_id and a.id = n.actor_id
    where n.tenant_id = ${unit.tenantId} and n.id = ${id} and n.read_at is null and app.sees_task(n.task_id, n.user_id)`)
  return row ?? null
}

export function markReached(unit: UnitOfWork, devices: readonly Receiver[]): void {
  if (devices.length === 0) return
  unit.write(sql`update push_subscriptions set last_ok_at = now() where ${these(unit, devices)}`)
}

/** By its address: what a device is reached by may have become another meanwhile. */
export function forgetDevices(unit: UnitOfWork, devices: readonly Receiver[]): void {
  if (devices.length === 0) return
  unit.write(sql`delete from push_subscriptions where ${these(unit, devices)}`)
}

/** Lets go of a push until then, with what of it is done. */
export function putOff(unit: UnitOfWork, id: string, seconds: number, done: readonly PushDeviceId[]): void {
  unit.write(sql`update jobs set due_at = now() + make_interval(secs => ${seconds}),
    payload = ${JSON.stringify({ done })}::jsonb
    where tenant_id = ${unit.tenantId} and id = ${id} and finished_at is null`)
}

function these(unit: UnitOfWork, devices: readonly Receiver[]) {
  const endpoints = JSON.stringify(devices.map(({ endpoint }) => endpoint))
  return sql`tenant_id = ${unit.tenantId} and endpoint in (select jsonb_array_elements_text(${endpoints}::jsonb))`
}
