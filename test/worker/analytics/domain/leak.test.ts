import { describe, expect, it } from 'vitest'
import {
  type Column,
  categoryColumn,
  createDataset,
  type Dataset,
  numericColumn,
} from '../../../../worker/analytics/domain/boosting/dataset'
import { createRandom } from '../../../../worker/analytics/domain/boosting/random'
import { aloneAuc, findLeaks } from '../../../../worker/analytics/domain/leak'

const DEALS = 400
const random = createRandom(5)
const WON = Array.from({ length: DEALS }, () => random() < 0.3)
const won = (i: number) => WON[i]!
/** Noise that depends on the deal alone. */
const noise = Array.from({ length: DEALS }, () => random())

/** Two snapshots a deal. */
function dataset(...columns: Column[]): Dataset {
  const created = createDataset({
    columns,
    labels: Array.from({ length: 2 * DEALS }, (_, row) => (won(row >> 1) ? 1 : 0)),
    weights: new Float64Array(2 * DEALS).fill(0.5),
    groups: Int32Array.from({ length: 2 * DEALS }, (_, row) => row >> 1),
  })
  if (!created.ok) throw new Error(created.error.kind)
  return created.value
}

const numbers = (name: string, value: (i: number) => number | null) =>
  numericColumn(
    name,
    Array.from({ length: 2 * DEALS }, (_, row) => value(row >> 1)),
  )
const texts = (name: string, value: (i: number) => string | null) =>
  categoryColumn(
    name,
    Array.from({ length: 2 * DEALS }, (_, row) => value(row >> 1)),
  )
describe('findLeaks', () => {
  it.each<[string, Column, string | null]>([
    ['a score given afterwards', numbers('x', (i) => (won(i) ? 1 : 0) + noise[i]! * 0.3), 'too_good'],
    [
      'one that is high in the middle',
      numbers('x', (i) => (won(i) ? 0.5 + noise[i]! * 0.1 : noise[i]! < 0.5 ? noise[i]! * 0.8 : 1 - noise[i]! * 0.3)),
      'too_good',
    ],
    ['a status that says it', texts('x', (i) => (won(i) ? `signed ${i % 3}` : `stopped ${i % 4}`)), 'too_good'],
    [
      'an amount that is emptied on losing',
      numbers('x', (i) => (won(i) || noise[i]! < 0.02 ? noise[i]! : null)),
      'too_good',
    ],
    [
      'a loss reason on a part of the lost',
      texts('x', (i) => (!won(i) && noise[i]! < 0.4 ? 'price' : null)),
      'one_outcome_only',
    ],
    ['a contract number', numbers('x', (i) => (won(i) && noise[i]! < 0.6 ? i : null)), 'one_outcome_only'],
    ['an honest hint', numbers('x', (i) => noise[i]! + (won(i) ? 0.4 : 0)), null],
    ['an honest choice', texts('x', (i) => (noise[i]! < (won(i) ? 0.7 : 0.3) ? 'a' : 'b')), null],
    ['a field that is rarely filled', numbers('x', (i) => (i < 12 ? i : null)), null],
    ['a number for each deal', texts('x', (i) => `deal ${i}`), null],
    ['nothing', numbers('x', () => null), null],
  ])('judges %s', (_, column, kind) => {
    expect(findLeaks(dataset(column), { count: 0, filled: new Set() }).map(({ reason }) => reason.kind)).toEqual(
      kind === null ? [] : [kind],
    )
  })

  it('finds a field that is filled when a deal closes', () => {
    const debrief = numbers('debrief', (i) => (noise[i]! < 0.5 ? noise[i]! : null))
    const leaks = (count: number, ...filled: string[]) =>
      findLeaks(dataset(debrief), { count, filled: new Set(filled) }).map(({ reason }) => reason.kind)
    expect(leaks(60)).toEqual(['only_on_closed'])
    expect(leaks(60, 'debrief')).toEqual([])
    expect(leaks(5)).toEqual([]) // five open deals may all be without it by chance
    expect(leaks(0)).toEqual([])
  })

  it('suspects nothing while there are too few deals to tell', () => {
    const column = numericColumn(
      'x',
      Array.from({ length: 30 }, (_, i) => i % 2),
    )
    const created = createDataset({ columns: [column], labels: Array.from({ length: 30 }, (_, i) => i % 2) })
    expect(created.ok && findLeaks(created.value, { count: 0, filled: new Set() })).toEqual([])
  })
})

describe('aloneAuc', () => {
  it.each<[string, Column, number, number]>([
    ['chance', numbers('x', (i) => noise[i]!), 0.4, 0.6],
    ['a number for each deal', texts('x', (i) => `deal ${i}`), 0.45, 0.55],
    ['the answer', numbers('x', (i) => (won(i) ? 1 : 0)), 0.999, 1],
    ['the answer, upside down', numbers('x', (i) => (won(i) ? 0 : 1)), 0.999, 1],
    ['half the answer', numbers('x', (i) => (won(i) && noise[i]! < 0.5 ? 1 : 0)), 0.6, 0.8],
  ])('of %s', (_, column, low, high) => {
    const auc = aloneAuc(column, dataset(column))
    expect(auc).toBeGreaterThanOrEqual(low)
    expect(auc).toBeLessThanOrEqual(high)
  })
})
