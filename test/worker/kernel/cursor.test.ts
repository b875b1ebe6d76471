import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fromCursor, pageFrom, toCursor } from '../../../worker/kernel/cursor'

const Place = z.tuple([z.union([z.string(), z.number(), z.null()]), z.string()])

describe('a cursor', () => {
  it('leads back to its place, whatever script the name is in', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.constant(null)), fc.uuid(), (key, id) => {
        const cursor = toCursor([key, id])
        expect(cursor).toMatch(/^[\w-]+$/)
        expect(fromCursor(Place, cursor)).toEqual([key, id])
      }),
    )
  })

  it.each([
    ['nothing', ''],
    ['what is no Base64', '***'],
    ['what is no JSON', btoa('{')],
    ['bytes that are no text', btoa('\xff\xfe')],
    ['a place of another list', toCursor([1])],
    ['text that only looks alike', 'AAAA'],
  ])('is refused when it holds %s', (_, cursor) => {
    expect(fromCursor(Place, cursor)).toBeNull()
  })

  it('holds a name of 200 characters of any script in what a query may send', () => {
    expect(toCursor(['\u{10FFFF}'.repeat(200), crypto.randomUUID()]).length).toBeLessThanOrEqual(2000)
  })
})

describe('a page', () => {
  const placeOf = (row: number) => [row]
  it.each([
    ['fewer rows than asked for', [1, 2], 3, [1, 2], null],
    ['exactly as many', [1, 2, 3], 3, [1, 2, 3], null],
    ['one more', [1, 2, 3, 4], 3, [1, 2, 3], toCursor([3])],
    ['none', [], 3, [], null],
  ])('of %s', (_, rows, limit, kept, nextCursor) => {
    expect(pageFrom(rows, limit, placeOf)).toEqual({ rows: kept, nextCursor })
  })
})
