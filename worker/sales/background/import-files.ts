import type { Env } from '../../platform/env'

/** Where an import's file and its pieces lie. */
export function fileKey(tenantId: string, importId: string): string {
  return `imports/${tenantId}/${importId}/file`
}

export function chunkKey(tenantId: string, importId: string, index: number): string {
  return `imports/${tenantId}/${importId}/chunk-${String(index).padStart(5, '0')}`
}

const KEPT_DAYS = 7 // nobody comes back to a file later than that, and it is full of people's names

/** Removes files that were uploaded and never imported, and what an interruption left behind. For the nightly sweep. */
export async function removeOldFiles(env: Env, now: Date): Promise<number> {
  const before = now.getTime() - KEPT_DAYS * 86_400_000
  let removed = 0
  let cursor: string | undefined
  do {
    const page = await env.FILES.list({ prefix: 'imports/', ...(cursor && { cursor }) })
    const old = page.objects.filter(({ uploaded }) => uploaded.getTime() < before).map(({ key }) => key)
    if (old.length > 0) await env.FILES.delete(old)
    removed += old.length
    cursor = page.truncated ? page.cursor : undefined
  } while (cursor)
  return removed
}

/** Removes the file and its pieces: what was taken from them is in the database, and the rest is nobody's business. */
export async function removeFiles(env: Env, tenantId: string, importId: string): Promise<void> {
  const prefix = `imports/${tenantId}/${importId}/`
  for (;;) {
    const { objects, truncated } = await env.FILES.list({ prefix })
    if (objects.length > 0) await env.FILES.delete(objects.map(({ key }) => key))
    if (!truncated) return
  }
}
