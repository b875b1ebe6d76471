import type { z } from 'zod'

type Issue = z.core.$ZodRawIssue

/**
 * Why a value cannot be taken, for the person who typed it. A schema that has words of its own keeps them; without
 * any, these stand instead of the validator's, which speak of types and operators.
 */
export function plainReason(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null
        ? 'this is needed'
        : `use ${TYPES[issue.expected] ?? 'a value of another kind'}`
    case 'too_small':
      return tooSmall(issue.origin, issue.minimum, issue.inclusive)
    case 'too_big':
      return tooBig(issue.origin, issue.maximum, issue.inclusive)
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'this is not written as it should be'
    case 'invalid_value':
      return `use ${oneOf(issue.values.map(String))}`
    case 'not_multiple_of':
      return `use a multiple of ${issue.divisor}`
    case 'unrecognized_keys':
      return `leave out ${issue.keys.join(', ')}`
    default:
      return 'this is not as it should be'
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  bigint: 'a whole number',
  boolean: 'true or false',
  date: 'a date',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

const FORMATS: Readonly<Record<string, string>> = {
  email: 'use an e-mail address such as name@example.com',
  url: 'use a web address such as https://example.com',
  uuid: 'use an id',
  guid: 'use an id',
  date: 'use a day such as 2026-11-30',
  datetime: 'use a moment such as 2026-11-30T09:00:00Z',
}

function tooSmall(origin: string, least: number | bigint, inclusive: boolean | undefined): string {
  if (origin === 'string') return least === 1 ? 'this is needed' : `use at least ${least} characters`
  if (origin === 'array' || origin === 'set') return `give at least ${least}`
  return inclusive === false ? `use more than ${least}` : `use ${least} or more`
}

function tooBig(origin: string, most: number | bigint, inclusive: boolean | undefined): string {
  if (origin === 'string') return `use at most ${most} characters`
  if (origin === 'array' || origin === 'set') return `give at most ${most}`
  return inclusive === false ? `use less than ${most}` : `use ${most} or less`
}

function oneOf(values: readonly string[]): string {
  return values.length < 2 ? (values[0] ?? 'nothing') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}
