import fc from 'fast-check'

/** As much of JSON Schema as the API's document uses. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
}

/** What the record of a name in a body would be: of the company, or of nobody. */
export type IdsNamed = (field: string) => readonly string[]

const WORDS = [
  '',
  ' ',
  'Pump',
  '\0',
  'a\0b',
  '\ud800',
  '👩‍🔧'.repeat(40),
  'مضخة ‮لك',
  "'; drop table tenants; --",
  '=cmd()',
  '%_\\',
  '{"a":1}',
  'x'.repeat(10_001),
  '1e400',
  '-0',
  'NaN',
  'Infinity',
  '__proto__',
]
const MOMENTS = [
  '2026-02-28T23:59:59.999Z',
  '2026-03-29T01:30:00+01:00',
  '0001-01-01T00:00:00Z',
  '0001-01-01T00:00:00+12:00',
  '9999-12-31T23:59:59.999Z',
  '2026-02-30T00:00:00Z',
  '2026-01-01T00:00:00+23:59',
  '2199-12-31T23:59:59-12:00',
  '9999-12-31T23:59:59-12:00',
  '-000001-01-01T00:00:00Z',
  '+275760-09-13T00:00:00.000Z',
]
const DAYS = ['2026-02-28', '1899-12-31', '0001-01-01', '9999-12-31', '2026-02-30', '0000-00-00', '275760-09-13']
const NUMBERS = [
  0,
  1,
  -1,
  0.1,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 53),
  1e15,
  1e30,
  1.797e308,
  5e-324,
  40_000,
]
const OTHER = [null, true, false, 0, '', 'x', [], {}, [[]], { a: { b: [1] } }]

/** Values that a schema takes, mostly, and some that it may not. */
export function inputs(schema: Schema, ids: IdsNamed, field = ''): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 12, arbitrary: fitting(schema, ids, field) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(...OTHER) },
  )
}

function fitting(schema: Schema, ids: IdsNamed, field: string): fc.Arbitrary<unknown> {
  const one = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (one) return fc.oneof(...one.map((each) => fitting(each, ids, field)))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if ('const' in schema) return fc.constant(schema.const)
  const [type] = [schema.type ?? 'unknown'].flat()
  switch (type) {
    case 'string':
      return strings(schema, ids, field)
    case 'integer':
    case 'number':
      return fc.oneof(
        fc.constantFrom(...[schema.minimum, schema.maximum, 1, ...NUMBERS].filter(Number.isFinite)),
        fc.double(),
      )
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array': {
      const bounds = { minLength: Math.min(schema.minItems ?? 0, 3), maxLength: 3 }
      const few = fc.array(inputs(schema.items ?? {}, ids, field), bounds)
      const twice = few.map((all) => [...all, ...all])
      return fc.oneof({ weight: 4, arbitrary: few }, { weight: 1, arbitrary: twice })
    }
    case 'object':
      return objects(schema, ids)
    default:
      return fc.jsonValue()
  }
}

function strings({ format, minLength = 0, maxLength }: Schema, ids: IdsNamed, field: string): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.oneof(fc.constantFrom(...ids(field)), fc.uuid())
  if (format === 'date-time') return fc.constantFrom(...MOMENTS)
  if (format === 'date') return fc.constantFrom(...DAYS)
  if (format === 'email') return fc.oneof(fc.emailAddress(), fc.constantFrom(...WORDS))
  const longest = maxLength === undefined ? [] : ['é'.repeat(maxLength), '😀'.repeat(Math.ceil(maxLength / 2))]
  const all = [...WORDS, ...MOMENTS.slice(0, 2), ...DAYS.slice(0, 2), ...longest, 'x'.repeat(minLength)]
  return fc.oneof(
    fc.constantFrom(...all),
    fc.string({ minLength, maxLength: Math.min(maxLength ?? 20, minLength + 20) }),
  )
}

function objects(
  { properties = {}, required = [], additionalProperties }: Schema,
  ids: IdsNamed,
): fc.Arbitrary<unknown> {
  const known = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, inputs(one, ids, name)]))
  const asDescribed = fc.record(known, { requiredKeys: [...required] })
  if (typeof additionalProperties !== 'object') return asDescribed
  const key = fc.oneof(fc.constantFrom('a', '', '__proto__', 'constructor'), fc.uuid())
  const more = fc.dictionary(key, inputs(additionalProperties, ids), { maxKeys: 3 })
  return fc.tuple(asDescribed, more).map(([one, other]) => ({ ...one, ...other }))
}
