import type { Env } from '../../platform/env'

/** Where an import's file and its pieces lie. */
export function fileKey(tenantId: string, importId: string): string {
  return `imports/${tenantId}/${importId}/file`
}

export function chunkKey(tenantId: string, importId: string, index: number): string {
  return `imports/${tenantId}/${importId}/chunk-${String(index).padStart(5, '0')}`
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
