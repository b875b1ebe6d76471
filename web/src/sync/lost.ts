import type { Operation } from './operation'

export interface RecordOf {
  readonly entity: 'tasks' | 'opportunities' | 'customers'
  readonly id: string
}

/** The record an operation changed, where that is one of those that can be lost. */
export function recordOf({ path }: Pick<Operation, 'path'>): RecordOf | undefined {
  const [, entity, id] = /^\/(tasks|opportunities|customers)\/([^/]+)/.exec(path) ?? []
  return entity && id ? { entity: entity as RecordOf['entity'], id } : undefined
}

/** Whether one that is over still says what others had written. */
export function holdsTheirs({ state, basis, conflict, overwrote }: Operation): boolean {
  const before = Object.keys({ ...basis?.before, ...conflict?.theirs, ...overwrote })
  return state !== 'waiting' && before.length > 0
}

/** The same without what others had written; what this person wrote stays theirs. */
export function withoutTheirs({ overwrote: _, basis, conflict, ...own }: Operation): Operation {
  return {
    ...own,
    ...(basis && { basis: { ...basis, before: {} } }),
    ...(conflict && { conflict: { ...conflict, theirs: {} } }),
  }
}
