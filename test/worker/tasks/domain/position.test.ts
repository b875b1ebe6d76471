import fc from 'fast-check'
import { expect, it } from 'vitest'
import { between, following, isPosition } from '../../../../worker/tasks/domain/position'

it('always finds room between any two places, at either end, and never ends in the lowest digit', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 300 }), (choices) => {
      const places: string[] = []
      for (const choice of choices) {
        const at = choice % (places.length + 1)
        const place = between(places[at - 1] ?? null, places[at] ?? null)
        expect(isPosition(place)).toBe(true)
        places.splice(at, 0, place)
      }
      expect(places).toEqual([...new Set(places)].sort())
    }),
  )
})

it('keeps a list that only grows at its end short', () => {
  const places = following(null, 200)
  expect(places).toEqual([...new Set(places)].sort())
  expect(Math.max(...places.map((place) => place.length))).toBeLessThan(8)
  expect(places.every(isPosition)).toBe(true)
})

it('finds nothing between a place and itself', () => {
  expect(() => between('V', 'V')).toThrow()
  expect(() => between('b', 'a')).toThrow()
})
