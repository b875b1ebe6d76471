import { describe, expect, it } from 'vitest'
import { ownCopy } from '../../../web/src/sync/own-copy'

describe('a copy of a row', () => {
  it('says the same and shares nothing', () => {
    const row = { id: 'a', amountMinor: 5, score: { top: [{ name: 'x', points: -1 }] }, tags: ['new'], closedAt: null }
    const copy = ownCopy(row)
    expect(copy).toEqual(row)
    copy.score.top[0]!.points = 7 // there is one
    copy.tags.push('old')
    expect(row.score.top[0]?.points).toBe(-1)
    expect(row.tags).toEqual(['new'])
  })
})
