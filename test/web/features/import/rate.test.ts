import { beforeAll, describe, expect, it } from 'vitest'
import {
  leftInWords,
  rateInWords,
  rateOf,
  type Sample,
  tookInWords,
  withSample,
} from '../../../../web/src/features/import/rate'
import { setLocale } from '../../../../web/src/ui/locale'

beforeAll(() => setLocale({ language: 'en-GB', timeZone: 'UTC' }))

const seen = (...looks: readonly (readonly [number, number])[]) =>
  looks.reduce<readonly Sample[]>((before, [seconds, rows]) => withSample(before, { atMs: seconds * 1000, rows }), [])

describe('how fast an import goes', () => {
  it('is not known before it has moved', () => {
    expect(rateOf(seen())).toBeUndefined()
    expect(rateOf(seen([1, 1500]))).toBeUndefined()
    expect(rateOf(seen([1, 1500], [2, 1500]))).toBeUndefined()
  })

  it('does not count the time before the first row', () => {
    expect(rateOf(seen([0, 0], [5, 0], [6, 1500], [7, 3000]))).toBe(1500)
  })

  it('is that of the last seconds, waiting included', () => {
    expect(rateOf(seen([1, 50_000], [60, 60_000], [61, 61_000], [65, 61_000]))).toBe(200)
  })
})

it.each([
  [1000, 500, 'a few seconds left'],
  [20_000, 500, 'about 40 s left'],
  [18_100, 500, 'about 40 s left'],
  [50_000, 500, 'about 2 minutes left'],
])('says of %d rows at %d a second: %s', (rows, rate, words) => {
  expect(leftInWords(rows, rate)).toBe(words)
})

it.each([
  [5234, '5,200 rows a second'],
  [347, '350 rows a second'],
  [2.34, '2.3 rows a second'],
])('says %d as %s', (rate, words) => {
  expect(rateInWords(rate)).toBe(words)
})

it.each([
  [8430, '8.4 s'],
  [42_400, '42 s'],
  [125_000, '2 min 5 s'],
])('says that %d ms took %s', (ms, words) => {
  expect(tookInWords(1000, 1000 + ms)).toBe(words)
})
