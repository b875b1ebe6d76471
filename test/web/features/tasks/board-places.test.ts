import { describe, expect, it } from 'vitest'
import { placeAt, roomAt } from '../../../../web/src/features/tasks/board-places'

const column = (...positions: string[]) =>
  positions.map((position, at) => ({ name: String.fromCharCode(65 + at), position }))
type Cards = ReturnType<typeof column>

/** The column as it stands once the places are given, those at one place in the order they had. */
const after = (cards: Cards, places: ReturnType<typeof roomAt<Cards[number]>>) =>
  cards
    .map((card) => ({ ...card, position: places.find(({ task }) => task === card)?.position ?? card.position }))
    .toSorted((a, b) => (a.position < b.position ? -1 : a.position > b.position ? 1 : a.name < b.name ? -1 : 1))

const inOrder = (cards: Cards) => cards.map(({ name }) => name).join('')

describe('room for a card between two that were never moved', () => {
  it('is made without changing the order of any', () => {
    const cards = column('V', 'V', 'V', 'V', 'V')
    for (let gap = 1; gap < cards.length; gap++) {
      const made = after(cards, roomAt(cards, gap))
      expect(inOrder(made)).toBe('ABCDE')
      expect((made[gap - 1]?.position ?? '') < (made[gap]?.position ?? '')).toBe(true)
    }
  })

  it('is made by placing as few as can be, those before it or those after', () => {
    const cards = column('V', 'V', 'V', 'V', 'V')
    expect(roomAt(cards, 1).map(({ task }) => task.name)).toEqual(['A'])
    expect(roomAt(cards, 4).map(({ task }) => task.name)).toEqual(['E'])
  })

  it('stays between those that stand elsewhere', () => {
    const cards = column('U', 'V', 'V', 'W')
    const [made] = roomAt(cards, 2)
    expect(made && made.position > 'U' && made.position < 'V').toBe(true)
  })

  it.each([
    [['A', 'B', 'C'], 2],
    [['V', 'V'], 0],
    [['V', 'V'], 2],
    [[], 0],
  ] as const)('is there already: %j at %i', (positions, gap) => {
    expect(roomAt(column(...positions), gap)).toEqual([])
  })
})

it('moves any card of a long column to any neighbouring place', () => {
  for (let at = 0; at < 60; at++) {
    for (const by of [-1, 1] as const) {
      if (at + by < 0 || at + by >= 60) continue
      const cards = after(column(...Array<string>(60).fill('V')), [])
      const room = after(cards, roomAt(cards, by < 0 ? at - 1 : at + 2))
      const card = room[at]
      const others = room.filter((one) => one !== card)
      const position = placeAt(others, at + by)
      const moved = after([...others, { name: card?.name ?? '', position }], [])
      expect(moved.findIndex(({ name }) => name === card?.name)).toBe(at + by)
      expect(inOrder(moved.filter(({ name }) => name !== card?.name))).toBe(inOrder(others))
    }
  }
})
