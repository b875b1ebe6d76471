import type { Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv } from './context'
import { type Description, descriptionOf } from './described'

interface Route {
  readonly method: string
  readonly path: string
  readonly description: Description
}

/** Every described route of the app, with what its own middleware says of it gathered into one. */
export function describedRoutes(app: Hono<AppEnv>): readonly Route[] {
  const routes = new Map<string, Route>()
  for (const { method, path, handler } of app.routes) {
    const description = descriptionOf(handler)
    if (!description || method === 'ALL') continue
    const key = `${method} ${path}`
    const known = routes.get(key)?.description
    const merged = { ...known, ...description, inputs: { ...known?.inputs, ...description.inputs } }
    routes.set(key, { method, path, description: merged })
  }
  return [...routes.values()]
}

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    kind: z.string(),
    errors: z.array(z.object({ field: z.string(), reason: z.string() })).optional(),
    requestId: z.string().optional(),
  })
  .meta({ description: 'RFC 9457 problem details' })

/** The OpenAPI 3.1 document, generated from the schemas that validate. */
export function openApiDocument(app: Hono<AppEnv>, origin: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { method, path, description } of describedRoutes(app)) {
    const template = path.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}')
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation(method, template, description) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'SalesOptimizer API',
      version: '1',
      description:
        'Send a UUID as `Idempotency-Key` with a command and it is carried out once, however often it arrives. ' +
        'Refusals are `application/problem+json`.',
    },
    servers: [{ url: origin }],
    security: [{ bearer: [] }, { cookie: [] }],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        cookie: { type: 'apiKey', in: 'cookie', name: '__Host-access' },
      },
      schemas: { Problem: jsonSchema(Problem, 'output') },
    },
    paths,
  }
}

function operation(method: string, path: string, description: Description): Record<string, unknown> {
  const { summary, tag, permission, isPublic, answers, refusals, accepts, inputs } = description
  const parameters = [
    ...properties(inputs?.param, 'path'),
    ...properties(inputs?.query, 'query'),
    ...(method === 'GET'
      ? []
      : [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', format: 'uuid' } }]),
  ]
  const body = inputs?.json
    ? { required: true, content: { 'application/json': { schema: jsonSchema(inputs.json, 'input') } } }
    : accepts && {
        required: true,
        description: accepts.description,
        content: { [accepts.contentType]: { schema: { type: 'string', format: 'binary' } } },
      }
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[^A-Za-z0-9]+(\w)/g, (_, c: string) => c.toUpperCase()).replace(/\W/g, '')}`,
    ...(summary && { summary }),
    ...(tag && { tags: [tag] }),
    ...(permission && { description: `Needs the permission \`${permission}\`.` }),
    ...(isPublic && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: body }),
    responses: responses(answers, refusals, isPublic),
  }
}

function responses(
  answers: Description['answers'],
  refusals: Description['refusals'],
  isPublic: boolean | undefined,
): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [status, { schema, description, contentType }] of Object.entries(answers ?? {})) {
    const type = contentType ?? 'application/json'
    out[status] = { description, ...(schema && { content: { [type]: { schema: jsonSchema(schema, 'output') } } }) }
  }
  const problems = new Map<number, string[]>()
  const add = (status: number, kind: string) => problems.set(status, [...(problems.get(status) ?? []), kind])
  for (const [kind, [status]] of Object.entries(refusals ?? {})) add(status, kind)
  add(422, 'invalid_input')
  add(429, 'too_many_requests')
  if (!isPublic) add(401, 'not_signed_in')
  for (const [status, kinds] of problems) {
    out[status] ??= {
      description: kinds.map((kind) => `\`${kind}\``).join(', '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }
  }
  return out
}

function properties(schema: z.ZodType | undefined, place: 'path' | 'query'): unknown[] {
  if (!schema) return []
  const { properties: fields = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, unknown>
    required?: string[]
  }
  return Object.entries(fields).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: field,
  }))
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' })
  return rest
}
