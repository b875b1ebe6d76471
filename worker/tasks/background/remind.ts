import { sql } from 'drizzle-orm'
import { newId, type TaskId, type UserId } from '../../kernel/ids'
import { notifier } from '../../notifications'
import { commitSystem, systemUnit } from '../../platform/background'
import { openDatabase } from '../../platform/db'
import type { Env } from '../../platform/env'
import { UnitOfWork } from '../../platform/unit-of-work'

const MOST_AT_ONCE = 500 // the next minute takes the rest

/**
 * Reminds people of what they asked to be reminded of: one notice each, written together with the mark that it was, so
 * that a sweep that is interrupted or runs twice reminds nobody twice. Of what is done by then, or is not theirs to see any
 * longer, nobody is.
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
    const asked = await unit.rows<{ id: string; taskId: TaskId; userId: UserId }>(sql`
      select r.id, r.task_id as "taskId", r.user_id as "userId" from task_reminders r
        join tasks t on t.tenant_id = r.tenant_id and t.id = r.task_id and t.status in ('pending','in_progress')
      where r.tenant_id = ${tenantId} and r.sent_at is null
        and r.id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)`)
    unit.write(sql`update task_reminders set sent_at = now() where tenant_id = ${tenantId} and sent_at is null
      and id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)`)
    // Two sweeps at once may both come to this: of one reminder a person is told once all the same.
    notifier(unit).tell(
      asked.map(({ id, taskId, userId }) => ({
        type: 'task.reminder',
        event: `reminder ${id}`,
        taskId,
        commentId: null,
        people: [userId],
      })),
    )
    await commitSystem(env, unit)
  }
  return due.length
}
