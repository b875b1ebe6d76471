import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** RFC 9457 problem details: what was refused, why, and which field to look at. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly kind: string
  readonly detail?: string
  readonly errors?: readonly { readonly field: string; readonly reason: string }[]
  readonly requestId?: string
}

/** One domain's refusals and how they are told: status and a sentence that says what to do. */
export type ProblemTable<E extends { readonly kind: string }> = {
  readonly [K in E['kind']]: readonly [status: ContentfulStatusCode, title: string, field?: string | undefined]
}

/** Answers a refusal. Its own data travel as members beside the standard ones. */
export function problem<E extends { readonly kind: string }>(c: Context, table: ProblemTable<E>, error: E): Response {
  const [status, title, field] = table[error.kind as E['kind']]
  const { kind, ...data } = error
  return problemResponse(c, status, kind, title, field ? { ...data, errors: [{ field, reason: title }] } : data)
}

export function problemResponse(
  c: Context,
  status: ContentfulStatusCode,
  kind: string,
  title: string,
  more: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Response {
  const requestId: unknown = c.get('requestId')
  const body = { ...more, type: `/problems/${kind}`, title, status, kind, requestId }
  return c.body(JSON.stringify(body), status, { ...headers, 'content-type': 'application/problem+json' })
}
