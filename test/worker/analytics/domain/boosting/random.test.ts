import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, shuffle } from '../../../../../worker/analytics/domain/boosting/random'

describe('createRandom', () => {
  it('draws what mulberry32 is known to draw', () => {
    const random = createRandom(1)
    expect([random(), random(), random()]).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522])
  })

  it('is uniform enough to sample with', () => {
    const random = createRandom(7)
    const counts = new Float64Array(10)
    for (let i = 0; i < 100_000; i++) counts[Math.floor(random() * 10)]!++
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  })
})

describe('shuffle', () => {
  it('keeps every item and repeats itself for the same seed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 50 }), fc.integer(), (items, seed) => {
        const once = shuffle(Int32Array.from(items), createRandom(seed))
        expect([...once]).toEqual([...shuffle(Int32Array.from(items), createRandom(seed))])
        expect([...once].sort()).toEqual([...Int32Array.from(items)].sort())
      }),
    )
  })
})
