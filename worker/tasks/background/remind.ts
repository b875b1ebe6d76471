import { sql } from 'drizzle-orm'
import { newId } from '../../kernel/ids'
import { commitSystem, systemUnit } from '../../platform/background'
import { openDatabase } from '../../platform/db'
import type { Env } from '../../platform/env'
import { UnitOfWork } from '../../platform/unit-of-work'

const MOST_AT_ONCE = 500 // the next minute takes the rest

/**
 * Reminds people of what they asked to be reminded of: one notice each, written together with the mark that it was, so
 * that a sweep that is interrupted or runs twice reminds nobody twice. Of what is done by then nobody is, and nobody of what
 * they may not see any longer: a notice tells the title of now.
 */
export async function remindOfTasks(env: Env): Promise<number> {
  const sweep = new UnitOfWork(openDatabase(env), { as: 'sweeper' })
  const due = await sweep.rows<{ tenant_id: string; id: string }>(
    sql`select tenant_id, id from task_reminders where sent_at is null and remind_at <= now()
      order by remind_at limit ${MOST_AT_ONCE}`,
  )
  const byTenant = Map.groupBy(due, ({ tenant_id }) => tenant_id)
  for (const [tenantId, reminders] of byTenant) {
    const unit = systemUnit(env, tenantId, newId())
    const ids = JSON.stringify(reminders.map(({ id }) => id))
    unit.write(sql`with due as (
        update task_reminders set sent_at = now() where tenant_id = ${tenantId} and sent_at is null
          and id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid) returning task_id, user_id, id)
      insert into notifications (tenant_id, id, user_id, type, title, message, data)
        select ${tenantId}::uuid, due.id, due.user_id, 'task.reminder', t.title, '', jsonb_build_object('taskId', t.id)
        from due join tasks t on t.tenant_id = ${tenantId} and t.id = due.task_id
          join users u on u.tenant_id = ${tenantId} and u.id = due.user_id
          join roles r on r.tenant_id = ${tenantId} and r.id = u.role_id
          cross join app.people_of_task(t.id) as people
        where t.status in ('pending','in_progress') and t.deleted_at is null
          and u.status = 'active' and 'tasks.view_assigned' = any (r.permissions) and (people is null or u.id = any (people))`)
    await commitSystem(env, unit)
  }
  return due.length
}
