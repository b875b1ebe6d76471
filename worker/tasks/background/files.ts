import { sql } from 'drizzle-orm'
import { type FileObjectId, newId, type TaskId } from '../../kernel/ids'
import { systemUnit } from '../../platform/background'
import type { Env } from '../../platform/env'

const PREFIX = 'tasks/'

/** Where the bytes of a task's file lie. */
export function objectKey(tenantId: string, taskId: TaskId, id: FileObjectId): string {
  return `${PREFIX}${tenantId}/${taskId}/${id}`
}

const KEPT_DAYS = 1 // an upload is of today until its row is committed, or nobody knows whether it was

/**
 * Removes the bytes that no task refers to: of uploads that were interrupted, of files whose removal was, of tasks that are
 * gone. For the nightly sweep.
 */
export async function removeOrphanedFiles(env: Env, now: Date): Promise<number> {
  const before = now.getTime() - KEPT_DAYS * 86_400_000
  let removed = 0
  let cursor: string | undefined
  do {
    const page = await env.FILES.list({ prefix: PREFIX, ...(cursor && { cursor }) })
    const old = page.objects.filter(({ uploaded }) => uploaded.getTime() < before).map(({ key }) => key)
    for (const [tenantId, keys] of Map.groupBy(old, (key) => key.split('/')[1] ?? '')) {
      const orphans = await unreferred(env, tenantId, keys)
      if (orphans.length > 0) await env.FILES.delete(orphans)
      removed += orphans.length
    }
    cursor = page.truncated ? page.cursor : undefined
  } while (cursor)
  return removed
}

async function unreferred(env: Env, tenantId: string, keys: readonly string[]): Promise<string[]> {
  const unit = systemUnit(env, tenantId, newId())
  const kept = await unit.rows<{ key: string }>(sql`
    select ${PREFIX} || tenant_id || '/' || task_id || '/' || object_id as key from task_attachments
    where tenant_id = ${tenantId} and object_id::text = any (${sql.param(keys.map(idIn))}::text[])`)
  const isKept = new Set(kept.map(({ key }) => key))
  return keys.filter((key) => !isKept.has(key))
}

const idIn = (key: string) => key.split('/').at(-1)
