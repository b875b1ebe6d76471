import type { Env } from '../../platform/env'

/** Where a model's files lie: the artifact, and beside it what scoring needs to read a deal as training did. */
export function artifactKey(tenantId: string, modelId: string): string {
  return `models/${tenantId}/${modelId}/model.bin`
}

export function companionKey(artifact: string): string {
  return artifact.replace(/model\.bin$/, 'companion.json')
}

const KEPT = 8 // models an isolate remembers: a few megabytes, and most isolates serve few tenants at a time

/**
 * Files that never change once written, so whoever has them may keep them. The promise is kept, not the value: a
 * hundred requests that find nothing ask once.
 */
export class Remembered<T> {
  private readonly byKey = new Map<string, Promise<T>>()

  get(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.byKey.get(key)
    if (known) {
      // Moved to the end: what was used longest ago is forgotten first.
      this.byKey.delete(key)
      this.byKey.set(key, known)
      return known
    }
    const loading = load()
    this.byKey.set(key, loading)
    loading.catch(() => this.byKey.delete(key))
    if (this.byKey.size > KEPT) this.byKey.delete(this.byKey.keys().next().value ?? '')
    return loading
  }
}

export async function putArtifact(env: Env, key: string, bytes: Uint8Array, companion: string): Promise<void> {
  await env.FILES.put(companionKey(key), companion)
  // Last: whoever finds the artifact finds all of it.
  await env.FILES.put(key, bytes)
}
