import { and, asc, eq, inArray } from 'drizzle-orm'
import {
  taskAttachments,
  taskChecklistItems,
  taskComments,
  taskDependencies,
  taskReminders,
  tasks,
  taskTimeEntries,
} from '../../../drizzle/schema'
import type { TaskId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { PartsOfTask } from '../application/stores'
import {
  attachmentColumns,
  checklistColumns,
  commentColumns,
  linkedColumns,
  reminderColumns,
  timeColumns,
} from './part-columns'

/** The parts of many tasks: a query for each kind of them, however many tasks there are. */
export async function partsOfAll(unit: UnitOfWork, ids: readonly TaskId[]): Promise<(id: TaskId) => PartsOfTask> {
  const { db, tenantId } = unit
  const [items, texts, times, files, mine, blocked] = [
    taskChecklistItems,
    taskComments,
    taskTimeEntries,
    taskAttachments,
    taskReminders,
    taskDependencies,
  ]
  const all = [...ids]
  const asked = <Table extends typeof items | typeof texts | typeof times | typeof files | typeof mine>(table: Table) =>
    and(eq(table.tenantId, tenantId), inArray(table.taskId, all))
  const ofTenant = and(eq(tasks.tenantId, blocked.tenantId), eq(blocked.tenantId, tenantId))
  const [checklist, comments, time, attachments, reminders, blockedBy, blocks] = await Promise.all([
    unit.read(
      db
        .select({ of: items.taskId, ...checklistColumns })
        .from(items)
        .where(asked(items))
        .orderBy(asc(items.position), asc(items.id)),
    ),
    unit.read(
      db
        .select({ of: texts.taskId, ...commentColumns })
        .from(texts)
        .where(asked(texts))
        .orderBy(asc(texts.createdAt), asc(texts.id)),
    ),
    unit.read(
      db
        .select({ of: times.taskId, ...timeColumns })
        .from(times)
        .where(asked(times))
        .orderBy(asc(times.startedAt), asc(times.id)),
    ),
    unit.read(
      db
        .select({ of: files.taskId, ...attachmentColumns })
        .from(files)
        .where(asked(files))
        .orderBy(asc(files.createdAt), asc(files.id)),
    ),
    unit.read(
      db
        .select({ of: mine.taskId, ...reminderColumns })
        .from(mine)
        .where(and(asked(mine), eq(mine.userId, unit.actor.userId)))
        .orderBy(asc(mine.remindAt), asc(mine.id)),
    ),
    unit.read(
      db
        .select({ of: blocked.taskId, ...linkedColumns })
        .from(blocked)
        .innerJoin(tasks, and(ofTenant, eq(tasks.id, blocked.blockedById)))
        .where(inArray(blocked.taskId, all))
        .orderBy(asc(blocked.createdAt), asc(tasks.id)),
    ),
    unit.read(
      db
        .select({ of: blocked.blockedById, ...linkedColumns })
        .from(blocked)
        .innerJoin(tasks, and(ofTenant, eq(tasks.id, blocked.taskId)))
        .where(inArray(blocked.blockedById, all))
        .orderBy(asc(blocked.createdAt), asc(tasks.id)),
    ),
  ])
  const parts = {
    checklist: byTask(checklist),
    comments: byTask(comments),
    time: byTask(time),
    attachments: byTask(attachments),
    reminders: byTask(reminders),
    blockedBy: byTask(blockedBy),
    blocks: byTask(blocks),
  }
  // Ids of the database are what our brands say they are.
  return (id) =>
    Object.fromEntries(Object.entries(parts).map(([part, of]) => [part, of.get(id) ?? []])) as unknown as PartsOfTask
}

function byTask<Row extends { readonly of: string }>(rows: readonly Row[]): Map<string, Omit<Row, 'of'>[]> {
  const found = new Map<string, Omit<Row, 'of'>[]>()
  for (const { of, ...row } of rows) {
    const those = found.get(of)
    if (those) those.push(row)
    else found.set(of, [row])
  }
  return found
}
