import { describe, expect, it } from 'vitest'
import { followCards, nextStretch, stretchBetween } from '../../../../web/src/features/sales/stretch'

describe('the cards that reach between two heights', () => {
  const heights = [100, 50, 100, 50, 100]
  const between = (top: number, bottom: number) =>
    stretchBetween(heights.length, (index) => heights[index]!, top, bottom)

  it('are those that show there, if only by a pixel', () => {
    expect(between(0, 100)).toEqual({ from: 0, to: 1 })
    expect(between(99, 101)).toEqual({ from: 0, to: 2 })
    expect(between(100, 250)).toEqual({ from: 1, to: 3 })
  })

  it('are none above the first and none below the last', () => {
    expect(between(-500, 0)).toEqual({ from: 0, to: 0 })
    expect(between(400, 900)).toEqual({ from: 5, to: 5 })
  })
})

describe('what a column has made once cards come and go', () => {
  const cards = [...'abcdefghij']
  it.each([
    ['one that was made leaves', { from: 0, to: 5 }, 'abdefghij', { from: 0, to: 4 }],
    ['one comes among those that are made', { from: 0, to: 5 }, 'abxcdefghij', { from: 0, to: 6 }],
    ['one comes before the first of all', { from: 0, to: 5 }, 'xabcdefghij', { from: 0, to: 6 }],
    ['one leaves above those that are made', { from: 3, to: 6 }, 'bcdefghij', { from: 2, to: 5 }],
    ['one comes below those that are made', { from: 3, to: 6 }, 'abcdefgxhij', { from: 3, to: 6 }],
    ['all are made, and one comes last', { from: 0, to: 10 }, 'abcdefghijx', { from: 0, to: 11 }],
    ['more may be made than there are', { from: 0, to: 14 }, 'abcdefghi', { from: 0, to: 14 }],
    ['other cards are there instead', { from: 3, to: 6 }, 'uvwxyz', { from: 3, to: 6 }],
    ['the order is another', { from: 0, to: 4 }, 'aefghijbcd', { from: 0, to: 4 }],
    ['all but a few leave', { from: 0, to: 8 }, 'aj', { from: 0, to: 8 }],
  ])('when %s', (_, made, now, expected) => {
    expect(followCards(made, cards, [...now])).toEqual(expected)
  })
})

describe('what a column makes next', () => {
  const sight = { from: 40, to: 48 }
  const near = { from: 30, to: 58 }
  const next = (now: { from: number; to: number }, isHeld = false) =>
    nextStretch(now, sight, near, { atMost: 2, isHeld })

  it('is all that is in sight, and a little more', () => {
    expect(next({ from: 38, to: 41 })).toEqual({ from: 38, to: 50 })
  })

  it('is the rest of what is near, a little at a time, below before above', () => {
    expect(next({ from: 40, to: 57 })).toEqual({ from: 39, to: 58 })
    expect(next({ from: 39, to: 58 })).toEqual({ from: 37, to: 58 })
    expect(next(near)).toEqual(near)
  })

  it('lets go of what is far', () => {
    expect(next({ from: 10, to: 60 })).toEqual({ from: 30, to: 58 })
  })

  it('leaves everything in between unmade after a jump', () => {
    expect(next({ from: 300, to: 330 })).toEqual({ from: 40, to: 50 })
    expect(next({ from: 0, to: 9 })).toEqual({ from: 40, to: 50 })
  })

  it('lets nothing go while cards are held', () => {
    expect(next({ from: 10, to: 20 }, true)).toEqual({ from: 10, to: 50 })
  })

  it('is nothing of an empty column', () => {
    const none = { from: 0, to: 0 }
    expect(nextStretch(none, none, none, { atMost: 2 })).toEqual(none)
  })
})
