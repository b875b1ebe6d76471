import { describe, expect, it } from 'vitest'
import { announceProbability, changeInPoints, intervalWords, toPoints } from '../../../web/src/ui/probability'

describe('a probability', () => {
  it.each([
    [{ value: 0.64, weekAgo: 0.57, confidence: 'medium' }, '64 percent, medium confidence, up 7 since last week'],
    [{ value: 0.48, weekAgo: 0.54, confidence: 'low' }, '48 percent, low confidence, down 6 since last week'],
    [{ value: 0.91, confidence: 'high' }, '91 percent, high confidence'],
    [{ value: 0.55, weekAgo: 0.54, confidence: 'medium' }, '55 percent, medium confidence'],
  ] as const)('%o is announced as "%s"', (probability, words) => {
    expect(announceProbability(probability)).toBe(words)
  })

  it.each([
    [0, 1],
    [0.004, 1],
    [0.645, 65],
    [0.999, 99],
    [1, 99],
  ])('is never certain: %d is shown as %d', (fraction, points) => {
    expect(toPoints(fraction)).toBe(points)
  })

  it('changes by the difference of the numbers that are shown', () => {
    // 64.4 and 62.6 differ by 1.8, but 64 and 63 are what one reads.
    expect(changeInPoints({ value: 0.644, weekAgo: 0.626, confidence: 'high' })).toBe(0)
    expect(changeInPoints({ value: 0.646, weekAgo: 0.634, confidence: 'high' })).toBe(2)
  })

  it('says its interval when it has one', () => {
    expect(intervalWords({ value: 0.64, low: 0.55, high: 0.72, confidence: 'medium' })).toBe('between 55 and 72')
    expect(intervalWords({ value: 0.64, confidence: 'medium' })).toBeUndefined()
  })
})
