import { and, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm'
import { taskCollaborators, tasks } from '../../../drizzle/schema'
import { isSame } from '../../kernel/difference'
import type { TaskId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { TaskStore } from '../application/stores'
import { mayEdit } from '../domain/sight'
import type { Task } from '../domain/task'
import { selectTasks, toColumns, toKnown } from './task-rows'

const COLUMNS = [
  'title',
  'description',
  'assignedTo',
  'opportunityId',
  'customerId',
  'status',
  'priority',
  'visibility',
  'dueAt',
  'dueIsDay',
  'completedAt',
  'tags',
  'estimateMinutes',
  'recurrence',
  'position',
  'fieldVersions',
  'updatedAt',
  'deletedAt',
  'version',
] as const satisfies readonly (keyof Task & keyof typeof tasks.$inferInsert)[]

// For the rest of the batch the policies show what is deleted as well.
const LOOKS_FOR_DELETED = sql`select set_config('app.deleted', 'seen', true)`

/** Tasks in the database, as far as the caller may see them. */
export function taskStore(unit: UnitOfWork): TaskStore {
  const { db, tenantId } = unit
  const ours = (where: SQL) => and(eq(tasks.tenantId, tenantId), where)
  return {
    async find(id) {
      const [record] = await unit.read(selectTasks(db).where(ours(eq(tasks.id, id))))
      return record && toKnown(record)
    },

    async findDeleted(id) {
      const isIt = and(eq(tasks.id, id), isNotNull(tasks.deletedAt))
      const [, [record]] = await Promise.all([
        unit.rows(LOOKS_FOR_DELETED),
        unit.read(selectTasks(db).where(and(eq(tasks.tenantId, tenantId), isIt))),
      ])
      return record && toKnown(record)
    },

    async findAll(ids) {
      if (ids.length === 0) return []
      return (await unit.read(selectTasks(db).where(ours(inArray(tasks.id, [...ids]))))).map(toKnown)
    },

    async successors(ids) {
      if (ids.length === 0) return []
      const records = await unit.read(selectTasks(db).where(ours(inArray(tasks.previousId, [...ids]))))
      return records.map((record) => toKnown(record).task)
    },

    add(task) {
      unit.write(db.insert(tasks).values(toColumns(task, tenantId)).getSQL(), {
        tasks_tenant_id_id_pk: { kind: 'task_exists' },
      })
      addCollaborators(task.id, task.collaborators)
    },

    addSuccessor(task) {
      const insert = db.insert(tasks).values(toColumns(task, tenantId)).onConflictDoNothing()
      unit.write(insert.getSQL())
      unit.write(sql`select app.copy_task_parts(${task.previousId}::uuid, ${task.id}::uuid)`)
    },

    save,

    saveFollowUp(before, after) {
      // From here on the system writes, in the caller's name: to the policies it is somebody else's task.
      if (!mayEdit(unit.actor.userId, before)) unit.enterTenant(tenantId, unit.actor.userId)
      save(before, after)
    },

    takeBack(task) {
      unit.guard(sql`delete from tasks where tenant_id = ${tenantId} and id = ${task.id} and version = 1 returning id`)
    },
  }

  function save(before: Task, after: Task): void {
    if (after.version !== before.version) {
      // What is written has to be seen by who writes it.
      if (after.deletedAt !== before.deletedAt) unit.write(LOOKS_FOR_DELETED)
      const changed = COLUMNS.filter((column) => !isSame(before[column], after[column]))
      unit.guard(
        db
          .update(tasks)
          .set(Object.fromEntries(changed.map((column) => [column, after[column]])))
          .where(and(ours(eq(tasks.id, before.id)), eq(tasks.version, before.version)))
          .returning({ id: tasks.id })
          .getSQL(),
        { tasks_one_follow_up: { kind: 'task_exists' } },
      )
    }
    const isIn = (list: Task['collaborators'], who: string) => list.some(({ userId }) => userId === who)
    for (const { userId } of before.collaborators.filter((one) => !isIn(after.collaborators, one.userId))) {
      unit.write(sql`delete from task_collaborators
        where tenant_id = ${tenantId} and task_id = ${after.id} and user_id = ${userId}`)
    }
    const isNew = (one: Task['collaborators'][number]) => !before.collaborators.some((other) => isSame(one, other))
    addCollaborators(after.id, after.collaborators.filter(isNew))
  }

  function addCollaborators(taskId: TaskId, people: Task['collaborators']): void {
    if (people.length === 0) return
    unit.write(
      db
        .insert(taskCollaborators)
        .values(people.map((one) => ({ ...one, tenantId, taskId, addedAt: unit.now.toISOString() })))
        .onConflictDoUpdate({
          target: [taskCollaborators.tenantId, taskCollaborators.taskId, taskCollaborators.userId],
          set: { canEdit: sql`excluded.can_edit` },
        })
        .getSQL(),
    )
  }
}
