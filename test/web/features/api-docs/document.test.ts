import { describe, expect, it } from 'vitest'
import { sectionsOf, typeOf } from '../../../../web/src/features/api-docs/document'

describe('typeOf', () => {
  it.each([
    [{ type: 'string', maxLength: 200 }, 'string (≤ 200)'],
    [{ type: 'array', items: { type: 'integer' } }, 'integer[]'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string | null'],
    [{ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } }, '(string | null)[]'],
    [{ enum: ['won', 'lost'] }, '"won" | "lost"'],
    [{ const: true }, 'true'],
    [{ $ref: '#/components/schemas/Problem' }, 'Problem'],
    [{ type: 'object', additionalProperties: { type: 'number' } }, '{ [key]: number }'],
    [{}, 'anything'],
    [
      {
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'string', format: 'uuid' }, tags: { type: 'array', items: { type: 'string' } } },
      },
      '{\n  id: string (uuid)\n  tags?: string[]\n}',
    ],
  ])('writes %j as people read it', (schema, text) => {
    expect(typeOf(schema)).toBe(text)
  })
})

describe('sectionsOf', () => {
  it('groups operations by their tag', () => {
    const operation = (tag?: string) => ({ operationId: 'x', responses: {}, ...(tag && { tags: [tag] }) })
    const sections = sectionsOf({
      info: { title: '', description: '' },
      paths: { '/a': { get: operation('deals'), post: operation('deals') }, '/b': { get: operation() } },
    })
    expect(
      sections.map(({ tag, endpoints }) => [tag, endpoints.map(({ method, path }) => `${method} ${path}`)]),
    ).toEqual([
      ['deals', ['GET /a', 'POST /a']],
      ['other', ['GET /b']],
    ])
  })
})
