import { sql } from 'drizzle-orm'
import { rewriting } from '../../../durable-objects/task-room/rewriting'
import { SharedText } from '../../../durable-objects/task-room/shared-text'
import { newId, type TaskId } from '../../kernel/ids'
import { systemUnit } from '../../platform/background'
import type { Env } from '../../platform/env'

/** A text as the people of its room share it, whose description is of this version of the task. */
export interface SharedState {
  readonly id: TaskId
  readonly describedAt: number
  readonly state: Uint8Array
}

interface Found {
  readonly id: TaskId
  readonly description: string
  readonly describedAt: number
  readonly state: string | null
  /** Which state it is: what is written over it must have been made of it. */
  readonly stateOf: string | null
}

/**
 * The texts of tasks that the caller was found to see. One that was never shared, or was written past its room, is
 * brought to what the task says and written down before it is handed out: whoever begins with a text, room or device,
 * begins with the same one. A text that somebody else wrote down meanwhile is left out.
 */
export async function sharedTexts(env: Env, tenantId: string, ids: readonly TaskId[]): Promise<SharedState[]> {
  if (ids.length === 0) return []
  const unit = systemUnit(env, tenantId, newId())
  const found = await unit.rows<Found>(sql`
    select t.id, t.description, coalesce((t.field_versions->>'description')::int, 0) as "describedAt",
      encode(x.state, 'base64') as state, x.described_at || ' ' || x.updated_at as "stateOf"
    from tasks t left join task_texts x on x.tenant_id = t.tenant_id and x.task_id = t.id
    where t.tenant_id = ${tenantId} and t.id = any (${sql.param(ids)}::uuid[])`)
  const texts = found.map(({ stateOf, ...text }) => ({ ...begun(text, stateOf), stateOf }))
  const begins = texts.filter(({ isBegun }) => isBegun)
  if (begins.length === 0) return texts
  const rows = begins.map(({ id, describedAt, state, stateOf }) => ({
    id,
    describedAt,
    state: Buffer.from(state).toString('base64'),
    stateOf,
  }))
  const written = await unit.rows<{ id: TaskId }>(sql`
    with texts as (select n.id, decode(n.state, 'base64') as state, n."describedAt", n."stateOf"
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, state text, "describedAt" int, "stateOf" text)),
      changed as (update task_texts x set state = texts.state, described_at = texts."describedAt", updated_at = now()
        from texts where x.tenant_id = ${tenantId} and x.task_id = texts.id
          and x.described_at || ' ' || x.updated_at = texts."stateOf" returning x.task_id),
      added as (insert into task_texts (tenant_id, task_id, state, described_at)
        select ${tenantId}::uuid, id, state, "describedAt" from texts where "stateOf" is null
        on conflict do nothing returning task_id)
    select task_id as id from changed union all select task_id from added`)
  const isWritten = new Set(written.map(({ id }) => id))
  return texts.filter(({ id, isBegun }) => !isBegun || isWritten.has(id))
}

/** A text as it is to be begun with, and whether that is more than was written down. */
function begun(
  { id, description, describedAt, state }: Omit<Found, 'stateOf'>,
  stateOf: string | null,
): SharedState & { readonly isBegun: boolean } {
  const kept = state === null ? null : Buffer.from(state, 'base64')
  const isOfNow = stateOf?.startsWith(`${describedAt} `) === true
  const written = isOfNow ? null : rewriting(kept, description, describedAt)
  const updates = [kept, written].filter((update) => update !== null)
  return { id, describedAt, state: new SharedText(updates).state(), isBegun: written !== null }
}
