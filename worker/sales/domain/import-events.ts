import type { Change } from '../../kernel/change'
import type { ImportId } from '../../kernel/ids'

/** A bulk act is one change that names its import; whoever hears of its end fetches deals anew. */
export interface ImportEvent extends Change {
  readonly type: 'import.started' | 'import.resumed' | 'import.done' | 'import.failed' | 'import.canceled'
  readonly entity: 'import'
  readonly audience: 'tenant'
}

export function importEvent(
  id: ImportId,
  happened: 'started' | 'resumed' | 'done' | 'failed' | 'canceled',
  fileName: string,
  failure: string | null = null,
): ImportEvent {
  const status = happened === 'started' || happened === 'resumed' ? 'running' : happened
  const after = { status, fileName, ...(failure && { failure }) }
  return { type: `import.${happened}`, entity: 'import', entityId: id, after, audience: 'tenant' }
}
