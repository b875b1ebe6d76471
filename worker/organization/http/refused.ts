import type { AppContext } from '../../platform/context'
import { log } from '../../platform/log'
import { type ProblemTable, problem } from '../../platform/problem'

/** Answers a refusal at the door, and puts it on record: who tries passwords is to be seen. */
export function refused<E extends { readonly kind: string }>(
  c: AppContext,
  table: ProblemTable<E>,
  error: E & { readonly retryAfter?: number },
): Response {
  log('warn', 'auth.refused', {
    requestId: c.var.requestId,
    path: c.req.path,
    kind: error.kind,
    address: c.req.header('cf-connecting-ip') ?? 'unknown',
  })
  if (error.retryAfter !== undefined) c.header('retry-after', String(error.retryAfter))
  return problem(c, table, error)
}

/** The rows of a table of refusals that one route can give. */
export function only<E extends { readonly kind: string }, K extends E['kind']>(
  table: ProblemTable<E>,
  ...kinds: readonly K[]
): ProblemTable<{ readonly kind: K }> {
  return Object.fromEntries(kinds.map((kind) => [kind, table[kind]])) as ProblemTable<{ readonly kind: K }>
}
