import { type SQL, sql } from 'drizzle-orm'
import { tasks } from '../../../drizzle/schema'
import { exportPage } from '../../platform/export-page'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { TaskExport } from '../contract'
import { taskFilters } from './task-filters'

/**
 * Whole tasks for a file that leaves the product, with the text that was last written down, as the search finds it. A day
 * ends at another moment where another clock is; half a day before its end it is that day nearly everywhere.
 */
export function exportedTasks(unit: UnitOfWork, query: TaskExport, after: string | null): SQL {
  return exportPage(
    sql`select tasks.id, tasks.title, tasks.status, tasks.priority, assignee.name as "assignedTo", assigner.name as "assignedBy",
        tasks.visibility, tasks.due_at as "dueAt", case when tasks.due_is_day then
          to_char((tasks.due_at - interval '12 hours') at time zone company.time_zone, 'YYYY-MM-DD') end as "dueOn",
        tasks.completed_at as "completedAt", o.title as deal, c.name as customer, tasks.tags,
        tasks.estimate_minutes as "estimateMinutes", coalesce((select sum(e.minutes) from task_time_entries e
          where e.tenant_id = tasks.tenant_id and e.task_id = tasks.id), 0)::int as "loggedMinutes", tasks.recurrence,
        tasks.checklist_done as "stepsDone", tasks.checklist_total as steps, tasks.created_at as "createdAt", tasks.description
      from ${tasks}
        join tenants company on company.id = tasks.tenant_id
        join users assignee on assignee.tenant_id = tasks.tenant_id and assignee.id = tasks.assigned_to
        join users assigner on assigner.tenant_id = tasks.tenant_id and assigner.id = tasks.assigned_by
        left join opportunities o on o.tenant_id = tasks.tenant_id and o.id = tasks.opportunity_id
        left join customers c on c.tenant_id = tasks.tenant_id and c.id = tasks.customer_id`,
    sql`tasks.id`,
    [sql`tasks.tenant_id = ${unit.tenantId}`, ...taskFilters(unit, query)],
    after,
  )
}
