import type { MiddlewareHandler } from 'hono'
import type { z } from 'zod'
import type { Permission } from '../kernel/permissions'
import type { ProblemTable } from './problem'

export type InputTarget = 'param' | 'query' | 'json'

/** What the OpenAPI document says of a route; read off the very middleware that enforces it. */
export interface Description {
  summary?: string
  tag?: string
  permission?: Permission
  isPublic?: boolean
  answers?: Readonly<Record<number, { schema?: z.ZodType; description: string; contentType?: string }>>
  refusals?: ProblemTable<{ kind: string }>
  accepts?: { contentType: string; description: string }
  inputs?: Partial<Record<InputTarget, z.ZodType>>
}

const DESCRIPTION = Symbol('description')

/** Attaches what a middleware contributes to its route's description. */
export function described<H extends object>(handler: H, description: Description): H {
  return Object.assign(handler, { [DESCRIPTION]: description })
}

export function descriptionOf(handler: object): Description | undefined {
  return (handler as { [DESCRIPTION]?: Description })[DESCRIPTION]
}

/** Says what a route is for and what it answers. Does nothing at run time. */
export function describe(description: Omit<Description, 'inputs' | 'permission'>): MiddlewareHandler {
  const pass: MiddlewareHandler = (_c, next) => next()
  return described(pass, description)
}
