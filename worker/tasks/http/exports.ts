import { Hono } from 'hono'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { csvDownload } from '../../platform/csv-download'
import { describe } from '../../platform/described'
import { attempt } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { TaskExport } from '../contract'
import { TASK_COLUMNS } from '../domain/export'
import { beginTaskExport, taskWork } from '../index'
import { taskListProblems } from './problems'

/** Tasks as a file; who takes it is in the change log before its first byte leaves. */
export const taskExports = new Hono<AppEnv>().get(
  '/tasks.csv',
  describe({
    summary: 'Tasks as a file, by the filters of their lists',
    tag: 'exports',
    answers: { 200: { description: 'A CSV file', contentType: 'text/csv' } },
    refusals: taskListProblems,
  }),
  authenticate,
  rateLimit(10, 'exports'),
  requires('org.export_data'),
  requires('tasks.view_assigned'),
  validated('query', TaskExport),
  async (c) => {
    const filters = c.req.valid('query')
    const begun = await attempt(c, { as: 'actor', actor: c.var.actor }, (unit) =>
      beginTaskExport(taskWork(unit), filters),
    )
    if (!begun.ok) return problem(c, taskListProblems, begun.error)
    return csvDownload(c, {
      name: 'tasks',
      columns: TASK_COLUMNS,
      makeWork: taskWork,
      page: (work, after) => work.lists.exported(filters, after),
    })
  },
)
