import { sql } from 'drizzle-orm'
import { newId, type TaskId } from '../../kernel/ids'
import { commitSystem, systemUnit } from '../../platform/background'
import type { Env } from '../../platform/env'
import type { UnitOfWork } from '../../platform/unit-of-work'
import { redescribed, type Task } from '../domain/task'
import { taskTextWritten } from '../domain/task-events'
import { taskStore } from '../persistence/tasks'

/** A task as its room reads it. */
export interface LiveTask {
  readonly task: Task
  /** The version of the task that last wrote its description. */
  readonly describedAt: number
  /** The text as people share it, and the version whose description that says; null before anybody shared it. */
  readonly text: { readonly describedAt: number; readonly state: Uint8Array | null } | null
}

/** Reads a task for its room, which knows the description of `knownAt`: without the shared state if that is the newest. */
export async function liveTask(unit: UnitOfWork, id: TaskId, knownAt: number | null): Promise<LiveTask | undefined> {
  const [known, [text]] = await Promise.all([
    taskStore(unit).find(id),
    unit.rows<{ describedAt: number; state: string | null }>(sql`
      select x.described_at as "describedAt", case when ${knownAt}::int is distinct from
          coalesce((t.field_versions->>'description')::int, 0) then encode(x.state, 'base64') end as state
      from task_texts x join tasks t on t.tenant_id = x.tenant_id and t.id = x.task_id
      where x.tenant_id = ${unit.tenantId} and x.task_id = ${id}`),
  ])
  return (
    known && {
      task: known.task,
      describedAt: known.task.fieldVersions.description ?? 0,
      text: text ? { ...text, state: text.state === null ? null : Buffer.from(text.state, 'base64') } : null,
    }
  )
}

/** What became of the text of a task in its room. */
export interface WrittenText {
  readonly description: string
  readonly state: Uint8Array
  /** Who wrote since the last time, the last of them at the end. */
  readonly editors: readonly string[]
}

/**
 * Writes down what became of a text in its room: the state that brings a lost room back, and, when it says something
 * else than the task does, the description, as one change of the task by the last who wrote. Raises `LostRace` when
 * either was written since `live` was read. Answers the version of the description it is now.
 */
export async function saveText(env: Env, tenantId: string, live: LiveTask, written: WrittenText): Promise<number> {
  const { task } = live
  const unit = systemUnit(env, tenantId, newId(), written.editors.at(-1))
  const isNews = written.description !== task.description
  const next = isNews ? redescribed(task, written.description, unit.now) : task
  const describedAt = isNews ? next.version : live.describedAt
  if (isNews) {
    taskStore(unit).save(task, next)
    for (const event of taskTextWritten(task, next, written.editors)) unit.emit(event)
  }
  const state = Buffer.from(written.state).toString('base64')
  unit.guard(sql`insert into task_texts (tenant_id, task_id, state, described_at)
      values (${tenantId}, ${task.id}, decode(${state}, 'base64'), ${describedAt})
    on conflict (tenant_id, task_id) do update
      set state = excluded.state, described_at = excluded.described_at, updated_at = now()
      where task_texts.described_at = ${live.text?.describedAt ?? -1} returning task_id`)
  await commitSystem(env, unit)
  return describedAt
}
