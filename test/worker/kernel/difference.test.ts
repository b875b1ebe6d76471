import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { difference, isSame, mentioned } from '../../../worker/kernel/difference'

describe('the difference between two states', () => {
  it('holds only the fields that changed', () => {
    const before = { a: 1, b: [1], c: { x: 1, y: 2 }, d: 0 }
    expect(difference(before, { a: 2, b: [1], c: { y: 2, x: 1 }, d: 9 }, ['a', 'b', 'c'])).toEqual({
      before: { a: 1 },
      after: { a: 2 },
    })
  })

  it('of a state and itself is none', () => {
    expect(difference({ a: { b: null } }, { a: { b: null } }, ['a'])).toBeNull()
  })
})

describe('sameness', () => {
  it.each([
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: undefined }, { b: undefined }, false],
    [{ a: 1 }, { a: '1' }, false],
    [null, {}, false],
    [[], {}, false],
    [{ length: 0 }, [], false],
    [{ a: [{ b: 1 }] }, { a: [{ b: 1 }] }, true],
  ])('%j and %j: %s', (a, b, same) => {
    expect(isSame(a, b)).toBe(same)
    expect(isSame(b, a)).toBe(same)
  })

  it('holds between a value and its copy, and not after a change', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(isSame(value, structuredClone(value))).toBe(true)
        expect(isSame([value, 1], [value, 2])).toBe(false)
      }),
    )
  })
})

it('tells what a patch mentions from what it leaves out', () => {
  expect(mentioned({ a: undefined, b: null, c: 0, d: '' })).toEqual({ b: null, c: 0, d: '' })
})
