import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { plainReason } from '../../../worker/platform/plain-reason'

function reasonFor(schema: z.ZodType, input: unknown): string | undefined {
  return schema.safeParse(input, { error: plainReason }).error?.issues[0]?.message
}

describe('why a value cannot be taken', () => {
  it.each<[string, z.ZodType, unknown]>([
    ['this is needed', z.string(), undefined],
    ['use text', z.string(), 7],
    ['use a number', z.number(), 'seven'],
    ['use a whole number', z.int(), 1.5],
    ['use a list', z.array(z.string()), 'one'],
    ['this is needed', z.string().min(1), ''],
    ['use at least 8 characters', z.string().min(8), 'short'],
    ['use at most 3 characters', z.string().max(3), 'longer'],
    ['give at most 1', z.array(z.string()).max(1), ['a', 'b']],
    ['use 1 or more', z.number().min(1), 0],
    ['use more than 0', z.number().positive(), 0],
    ['use 5 or less', z.number().max(5), 6],
    ['use an e-mail address such as name@example.com', z.email(), 'ada'],
    ['use a day such as 2026-11-30', z.iso.date(), '30.11.2026'],
    ['use low, medium or high', z.enum(['low', 'medium', 'high']), 'urgent'],
    ['leave out age', z.strictObject({ name: z.string() }), { name: 'Ada', age: 3 }],
  ])('says “%s”', (words, schema, input) => {
    expect(reasonFor(schema, input)).toBe(words)
  })

  it('leaves a schema its own words', () => {
    expect(reasonFor(z.string().min(8, 'use at least 8 characters, or a sentence'), 'short')).toBe(
      'use at least 8 characters, or a sentence',
    )
  })
})
