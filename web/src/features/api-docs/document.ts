/** The part of an OpenAPI 3.1 document that the page shows. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly description: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>
}

export interface ApiOperation {
  readonly operationId: string
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly security?: readonly unknown[]
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly schema: unknown
  }[]
  readonly requestBody?: {
    readonly description?: string
    readonly content: Readonly<Record<string, { readonly schema?: unknown }>>
  }
  readonly responses: Readonly<Record<string, ApiResponse>>
}

export interface ApiResponse {
  readonly description: string
  readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>
}

export interface Endpoint extends ApiOperation {
  readonly method: string
  readonly path: string
}

export interface Section {
  readonly tag: string
  readonly endpoints: readonly Endpoint[]
}

/** Operations by tag, in the order of the document. */
export function sectionsOf({ paths }: ApiDocument): Section[] {
  const byTag = new Map<string, Endpoint[]>()
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? 'other'
      byTag.set(tag, [...(byTag.get(tag) ?? []), { ...operation, method: method.toUpperCase(), path }])
    }
  }
  return [...byTag].map(([tag, endpoints]) => ({ tag, endpoints }))
}

interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly format?: string
  readonly maxLength?: number
  readonly $ref?: string
}

/** A schema as one reads it: `{ title: string (≤ 200), amountMinor?: integer }`, indented. */
export function typeOf(schema: unknown, depth = 0): string {
  const node = (schema ?? {}) as JsonSchema
  const pad = '  '.repeat(depth + 1)
  if (node.$ref) return node.$ref.replace(/^.*\//, '')
  if (node.const !== undefined) return JSON.stringify(node.const)
  if (node.enum) return node.enum.map((value) => JSON.stringify(value)).join(' | ')
  const either = node.anyOf ?? node.oneOf
  if (either) return [...new Set(either.map((one) => typeOf(one, depth)))].join(' | ')
  if (node.type === 'array') return `${wrapped(typeOf(node.items, depth))}[]`
  if (node.properties) {
    const lines = Object.entries(node.properties).map(
      ([name, property]) => `${pad}${name}${node.required?.includes(name) ? '' : '?'}: ${typeOf(property, depth + 1)}`,
    )
    return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`
  }
  if (typeof node.additionalProperties === 'object') return `{ [key]: ${typeOf(node.additionalProperties, depth)} }`
  const type = Array.isArray(node.type) ? node.type.join(' | ') : (node.type ?? 'anything')
  const notes = [node.format, node.maxLength === undefined ? undefined : `≤ ${node.maxLength}`].filter(Boolean)
  return notes.length > 0 ? `${type} (${notes.join(', ')})` : String(type)
}

function wrapped(type: string): string {
  return type.includes(' | ') ? `(${type})` : type
}
