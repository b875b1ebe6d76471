import { zValidator } from '@hono/zod-validator'
import { z } from 'zod'
import { described, type InputTarget } from './described'
import { plainReason } from './plain-reason'
import { problemResponse } from './problem'

// Behind a schema's own words, and before those that come with the validator.
z.config({ customError: plainReason })

/**
 * Parses one part of the request at the edge; a handler behind it sees only what the schema lets through.
 * Refuses with 422 and every field that is wrong, in the words of the schema.
 */
export function validated<Schema extends z.ZodType, Target extends InputTarget>(target: Target, schema: Schema) {
  const validator = zValidator(target, schema, (result, c) => {
    if (result.success) return undefined
    const errors = result.error.issues.slice(0, 50).map((issue) => ({
      field: issue.path.map(String).join('.') || target,
      reason: issue.message,
    }))
    // A malformed id in the path names nothing: the same answer as an id that does not exist.
    if (target === 'param') return problemResponse(c, 404, 'not_found', 'There is nothing here')
    return problemResponse(c, 422, 'invalid_input', 'Some of this cannot be taken as it is', { errors })
  })
  return described(validator, { inputs: { [target]: schema } })
}
